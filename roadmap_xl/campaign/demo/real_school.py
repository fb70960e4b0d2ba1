"""The real school's document of 2020, value by value, slips and empty cells included.

The school's number was removed before the document came here. Stage and grade 11 are not in the
document: the first is that of a document handed in, the second what a blank begins with.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from ...form.fields import Form
from ...form.submission import Submission, blank


def real_school(form: Form) -> Submission:
    """The document's values as they would be typed into the workbook; not cleaned."""
    return blank(form, _document()["values"])


def typed_percents() -> dict[str, str]:
    """By field id, the percents the school typed; the workbook computes these cells."""
    return dict(_document()["typed_percents"])


def typed_counts() -> dict[str, int]:
    """By field id, the numbers of the per-school table that the workbook takes from «ЕГЭ»."""
    return dict(_document()["typed_counts"])


@lru_cache(maxsize=1)
def _document() -> dict[str, dict[str, Any]]:
    source = resources.files(__package__) / "real_school.json"
    loaded: dict[str, dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))
    return loaded
