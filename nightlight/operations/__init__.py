"""National operations and their participants."""
