"""The driver: a step of a table is taken here, with its data, its history and its refusals."""
