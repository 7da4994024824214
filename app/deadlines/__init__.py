"""The days on which nobody works, and those that the installation knows better than the library."""
