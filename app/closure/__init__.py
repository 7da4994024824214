"""How concerns and recommendations end, and come back."""
