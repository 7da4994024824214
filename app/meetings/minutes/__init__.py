"""Minutes: written on the agenda's skeleton, circulated, corrected, adopted; and papers, as PDF and DOCX."""
