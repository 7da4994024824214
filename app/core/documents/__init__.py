"""Papers: plain data in one language, from which PDF and DOCX are made alike."""
