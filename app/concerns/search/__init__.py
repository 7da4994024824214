"""Text search over concerns, each reader's own."""
