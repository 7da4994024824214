"""Conflicts of interest: who is out of a concern, since when and why."""
