"""Nightlight: the open data system for Internet Crimes Against Children task forces."""
