"""What was found implemented is looked at again, by another organisation."""
