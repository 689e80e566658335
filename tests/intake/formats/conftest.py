import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

import pytest


def everything(value: object) -> set[str]:
    if is_dataclass(value):
        return set().union(*(everything(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, tuple):
        return set().union(*map(everything, value)) if value else set()
    if isinstance(value, Enum):
        return {str(value.value)}
    return set() if value is None or isinstance(value, datetime) else {str(value).lower(), str(value)}


@pytest.fixture(scope="session")
def said_by() -> Callable[[object], set[str]]:
    """Every text, number, flag and event anywhere in a value, so that a test can ask whether a text was lost."""
    return everything


@pytest.fixture(scope="session")
def shared_formats() -> Path:
    root = Path(os.environ.get("NIGHTLIGHT_SHARED", Path(__file__).parents[4] / "shared"))
    if not (root / "formats").is_dir():
        pytest.skip("the folder of published formats is not here; NIGHTLIGHT_SHARED names it")
    return root / "formats"
