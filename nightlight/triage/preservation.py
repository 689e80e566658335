"""The policy files of preservation lie in this package; the clock that reads them is one of `nightlight.clocks`."""

from nightlight.clocks.preservation import NAME, PreservationPolicy

__all__ = ["NAME", "PreservationPolicy"]
