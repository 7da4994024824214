"""While a meeting sits: who is there, the quorum of each item, votes, decisions and action items."""
