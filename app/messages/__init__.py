"""What the Group says among itself and, apart from it, with one institution."""
