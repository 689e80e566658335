"""A package for pytest, so that the browser and its site end with the last of these tests.

A browser that runs on keeps its event loop, and Django refuses the database to whatever comes beside one.
"""
