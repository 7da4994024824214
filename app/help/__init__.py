"""How it works, for people: the workflows as pictures and tables, drawn from the tables that the code obeys."""
