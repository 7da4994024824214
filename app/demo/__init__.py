"""Demonstration data: invented organisations, people and cases, in every stage. Fixed seed, dates relative to today."""
