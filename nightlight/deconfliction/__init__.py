"""Which agency already holds an interest in an identifier, and whom to call."""
