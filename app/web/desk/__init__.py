"""Lines of desks and lists as people read them: what waits, with whom, how late, and the one sensible action."""
