"""The institutions that a filing is about."""
