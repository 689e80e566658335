"""What a report states, and what follows from it: facts, tiers, axes."""
