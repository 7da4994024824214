"""What was found implemented is reviewed again, by another organisation."""
