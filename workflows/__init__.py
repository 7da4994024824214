"""What may happen: pure Python, no framework, no store and no clock of its own."""
