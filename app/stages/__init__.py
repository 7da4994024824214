"""Rooms that a case passes through: the effects, forms and views of the steps taken there."""
