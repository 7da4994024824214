"""The first schema, by area. It stays as it is: what changes afterwards is a migration of its own."""
