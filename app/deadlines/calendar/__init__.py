"""The calendar of working days, and its changes."""
