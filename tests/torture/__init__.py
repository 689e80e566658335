"""Kills intake at random moments and looks whether anything was lost. `make torture` does it 300 times."""
