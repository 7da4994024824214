"""The rules by which dates run: how long each gives, and how it escalates."""
