"""The Fourth Amendment gate: which reported file may be opened without a warrant, per file and court, and why."""
