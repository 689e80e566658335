"""Sealed rows, acts, lifecycles, clock, ids; knows nothing of our field."""
