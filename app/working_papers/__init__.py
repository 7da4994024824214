"""Working papers of a review: first views, the assessment, and what members say of a draft."""
