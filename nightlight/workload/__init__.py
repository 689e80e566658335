"""What a task force has to do and who does it: load, first looks, persons, their skills and leave."""
