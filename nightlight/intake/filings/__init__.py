"""Reports that a provider's client hands in piece by piece: opened, filled, finished or withdrawn."""
