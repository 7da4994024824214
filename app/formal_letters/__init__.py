"""The ladder: what is done as dates come near and pass, the letters that it drafts, and its settings."""
