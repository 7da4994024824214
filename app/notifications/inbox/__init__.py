"""The notice centre: what a person was told, unread or all, by case."""
