"""Reports as received, and the formats they come in."""
