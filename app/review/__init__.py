"""Group review: rapporteur, draft recommendations, fact check, decision, transmission."""
