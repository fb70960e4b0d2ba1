"""How many examples a property is examples with: its own number, and ten where time is short."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

_USUAL = 100
"""hypothesis' own number; a profile with fewer, as `make quick` asks for, holds for all."""


def examples(number: int, **more: Any) -> settings:
    """The settings of a property that is worth so many examples."""
    profile = settings().max_examples
    return settings(max_examples=number if profile >= _USUAL else profile, **more)
