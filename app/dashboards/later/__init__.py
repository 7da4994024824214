"""Work that a person puts off until a day."""
