"""The Group: its seats, who holds them and acts for them, and what it was on any day."""
