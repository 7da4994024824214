"""The private calendar of each person: an address that a calendar subscribes to."""
