"""The rules by which dates run: how long each gives, and the ladder it climbs."""
