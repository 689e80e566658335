"""Benchmarks: what the house can carry, measured in one run on one machine. Figures go to docs/benchmarks.md."""
