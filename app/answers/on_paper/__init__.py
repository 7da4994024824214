"""Paper: what an addressee without an account says by letter is recorded in its name, and marked so."""
