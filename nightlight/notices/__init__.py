"""Telling people that something happened: on the page, and by the ways that an administrator set up."""
