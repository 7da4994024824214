"""Files that come from outside: what is taken, what is cut out of them, where they are kept."""
