"""Until when what a report needs is still there: the provider's year, a preservation letter, logs of addresses."""
