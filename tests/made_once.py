"""Workbooks that many tests start from, each written once in a run, whichever worker needs it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_OWN = tempfile.TemporaryDirectory()
FOLDER = Path(_OWN.name)
"""Of this process; conftest.py puts the one that all workers of a run share in its place."""


def copied(name: str, make: Callable[[Path], object], target: Path) -> Path:
    """`target` as a copy of the file of this name; `make` writes that where nobody has yet."""
    made = FOLDER / name
    if not made.exists():
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            passing = Path(folder, made.name)
            make(passing)
            passing.replace(made)  # whole or not at all: two workers may have made it
    shutil.copyfile(made, target)
    return target
