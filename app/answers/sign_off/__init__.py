"""Answers that two persons see: signatures, several at once, words to be used again."""
