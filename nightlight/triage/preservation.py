"""The policy files of preservation lie in this package; the clock that reads them is one of `nightlight.clocks`."""

from nightlight.clocks.preservation import NAME, Preservation, PreservationPolicy, preservation

__all__ = ["NAME", "Preservation", "PreservationPolicy", "preservation"]
