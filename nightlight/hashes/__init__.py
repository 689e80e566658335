"""Known-hash lists and look-up; digests only."""
