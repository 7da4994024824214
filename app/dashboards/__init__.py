"""Desks: my work, the coordinator's overdue desk, and the lists of concerns and recommendations."""
