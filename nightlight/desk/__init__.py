"""A person's desk: the views of the queue that they keep, and what is new since they were here."""
