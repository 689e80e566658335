"""Many reports about one thing, and the one that stands for them."""
