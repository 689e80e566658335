"""How a task force sets its own priorities: a draft, what it would change, and putting it in force."""
