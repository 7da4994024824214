"""What is said of a draft recommendation: versions, comments on passages, suggested wording."""
