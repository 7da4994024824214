"""Who sends formal letters, and their texts, as the secretariat keeps them."""
