"""The generic page of a case, and the page of each of its steps."""
