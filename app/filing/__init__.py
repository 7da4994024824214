"""Filing and intake: drafts, submission, questions to the filer."""
