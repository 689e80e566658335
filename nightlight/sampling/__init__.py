"""The random sample of the low tiers that people look at: never by machine alone."""
