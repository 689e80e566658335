"""Transfers: a report is offered from one agency to another, and accepted or refused by a clock."""
