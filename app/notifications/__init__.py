"""Notices: their words, and the worker that sends them."""
