"""Meetings of the Group: called with an agenda, held with attendance and decisions, and told in minutes."""
