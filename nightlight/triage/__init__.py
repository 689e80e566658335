"""Assessment, priority, routing, assignment."""
