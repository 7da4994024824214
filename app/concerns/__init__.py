"""The guest of this house: a concern, its recommendations, clocks, history and files."""
