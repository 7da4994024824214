"""Items that somebody would have on the agenda of the next meeting."""
