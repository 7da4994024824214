"""What the coordinator decides where a case is late for long."""
