"""The committed blanks: one for each edition, always made the same way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..form.fields import form_of
from ..form.loading import editions
from ..prefilling import prefilled
from .school_workbook import write_school_workbook

CREATED = date(2026, 11, 1)
"""The date the committed blanks carry, so that building them again gives the same bytes."""


def template_name(edition: str, ending: str = ".xlsx") -> str:
    return f"roadmap_{edition}{ending}"


def write_templates(folder: Path) -> list[Path]:
    """Writes the blank of every edition into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / template_name(edition) for edition in editions()]
    for edition, path in zip(editions(), paths, strict=True):
        write_school_workbook(path, prefilled(form_of(edition)), created=CREATED)
    return paths
