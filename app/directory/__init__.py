"""The directory as people read it, and as each institution keeps its own entry."""
