"""What an organisation asks of agencies before it answers."""
