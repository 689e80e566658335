"""How much a picture may be, and how much the process that looks at it may use."""

from pydantic import BaseModel, ConfigDict


class StillLimits(BaseModel):
    """The limits of one perceptual digest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoded_bytes: int
    """Of the picture as it was uploaded; a larger one is not looked at."""
    pixels: int
    memory_mib: int
    """Address space of the process."""
    cpu_seconds: int
