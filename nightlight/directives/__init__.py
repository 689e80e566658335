"""Policies that an agency sets for itself: dated rows with author and reason, never changed, only followed."""
