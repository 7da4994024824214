"""Formal letters: drafted as dates pass, checked, and noted as sent."""
