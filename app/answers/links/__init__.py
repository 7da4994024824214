"""One-time links: an institution without an account answers one request, confirmed by a code."""
