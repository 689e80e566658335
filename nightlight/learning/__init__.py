"""What became of reports, and how often triage was right about them."""
