"""The urgent lane: a report by which a child may be in danger now calls a person, and the next one, until one comes."""
