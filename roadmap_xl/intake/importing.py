"""A Word document poured into a workbook, in a worker."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..errors import RoadmapError
from ..files import temporary_folder
from ..form.forms import Forms
from ..rules.checking import Occasion


def imported(source: Path, created: date, occasion: Occasion, forms: Forms) -> tuple[bytes, str]:
    """The workbook's bytes, or why there is none."""
    from ..school.from_word import import_file  # python-docx is slow to import

    try:
        with temporary_folder() as folder:
            target = folder / "book.xlsx"
            import_file(source, target, created=created, occasion=occasion, forms=forms)
            return target.read_bytes(), ""
    except RoadmapError as fault:
        return b"", str(fault)
