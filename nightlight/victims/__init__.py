"""Children, always by pseudonym, and how they were identified."""
