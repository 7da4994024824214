"""The institution's answer to each recommendation."""
