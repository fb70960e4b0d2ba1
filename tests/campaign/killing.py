"""Checking with files that end the process that reads them, for workers to import."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from roadmap_xl.campaign import receiving
from roadmap_xl.campaign.copies import Copy
from roadmap_xl.form.forms import Forms
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school import check
from roadmap_xl.summary.encoding import Encoded

ABORTS, TAKES_ALL = "аварийный.xlsx", "прожорливый.xlsx"
_check_data, _check_file = receiving.check_data, check.check_file


def check_data(data: bytes, name: str, sha256: str, occasion: Occasion, forms: Forms) -> Encoded:
    if name == ABORTS:
        os.abort()
    if name == TAKES_ALL:
        bytearray(1 << 40)
    return _check_data(data, name, sha256, occasion, forms)


def check_file(path: Path, occasion: Occasion, forms: Forms) -> check.FileReport:
    if path.name == ABORTS:
        os.abort()
    return _check_file(path, occasion, forms)


def read_table(path: Path, *, may_be_empty: bool = False) -> str:
    if path.name == ABORTS:
        os.abort()
    return f"{path.name}, {may_be_empty}"


def make_copy(order: str, created: date, occasion: Occasion, forms: Forms) -> Copy:
    if order == ABORTS:
        os.abort()
    return Copy(order.encode())
