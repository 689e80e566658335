"""Perceptual digests of still pictures, made in a process that can do nothing else and keeps nothing."""
