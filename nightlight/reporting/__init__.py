"""Statistics; reads everything, changes nothing."""
