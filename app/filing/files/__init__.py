"""Files of a draft: each goes up by itself as it is chosen, and says what it shows."""
