"""States, counties, and where an address, a number or a ZIP code points."""
