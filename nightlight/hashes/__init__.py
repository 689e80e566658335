"""Known-hash lists and look-up: digests only, never what they were computed from."""
