"""Kinds of identifier and how each is normalised: pure functions."""
