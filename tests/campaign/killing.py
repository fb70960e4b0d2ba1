"""Checking with files that end the process that reads them, for workers to import."""

from __future__ import annotations

import os

from roadmap_xl.campaign import receiving
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.summary.encoding import Encoded

ABORTS, TAKES_ALL = "аварийный.xlsx", "прожорливый.xlsx"
_checked = receiving.checked


def checked(data: bytes, name: str, sha256: str, occasion: Occasion) -> Encoded:
    if name == ABORTS:
        os.abort()
    if name == TAKES_ALL:
        bytearray(1 << 40)
    return _checked(data, name, sha256, occasion)
