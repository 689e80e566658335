"""The open reports in the order in which they are looked at."""
