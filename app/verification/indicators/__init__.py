"""Indicators: what is counted, and what institution and Group measured."""
