"""Reports that Arizona holds, and its people."""

from tests.transfers.conftest import again, az, held, make, mn, places, received, worker

__all__ = ["again", "az", "held", "make", "mn", "places", "received", "worker"]
