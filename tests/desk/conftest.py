"""A queue with something in it, and people of two agencies in front of it."""

from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]
