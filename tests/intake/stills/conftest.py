"""Pictures of nothing, made in memory: colours, gradients, noise."""

import io

import pytest
from PIL import Image

from nightlight.intake.filings.rules import rules
from nightlight.intake.stills.limits import StillLimits


def noise(width: int = 300, height: int = 200) -> Image.Image:
    return Image.effect_noise((width, height), 90).convert("RGB")


def encoded(picture: Image.Image, form: str = "PNG", **words: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, form, **words)
    return kept.getvalue()


@pytest.fixture
def limits() -> StillLimits:
    return rules().stills
