"""Organisations, persons, roles, sign-in."""
