"""What could not be read: where it breaks, and what becomes of it. Mended, read again, or rejected."""
