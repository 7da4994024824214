"""Votes of the Group: opened by the chair, ballots of the organisations, closed with a result that explains itself."""
