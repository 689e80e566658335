"""Whose a report is: the evidence of places, the territories, the rule that decides."""
