"""The pages on which a person says how to be told, and the link in each mail by which one kind of it ends."""
