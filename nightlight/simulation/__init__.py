"""Invented operations, played through the same acts that people use."""
