"""What gives a right is proposed by one person and confirmed by another."""
