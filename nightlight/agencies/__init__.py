"""Task forces, affiliates, providers, and who covers which county since when."""
