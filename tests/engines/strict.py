"""A check of our own, of what the validators do not know and Excel mends with a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .formulas import formulas_of, without_an_order
from .messages import Message
from .package_checks import comment_faults, package_faults
from .sheet_checks import WorkbookChecks
from .workbook_file import PackageFile


def validated(paths: Iterable[Path]) -> Iterator[Message]:
    """What is wrong with each file."""
    for path in paths:
        file = PackageFile(path)
        faults = list(package_faults(file))
        if path.suffix != ".docx":
            faults += [*comment_faults(file), *WorkbookChecks(file).faults()]
            circle = without_an_order(formulas_of(path))
            faults += [("", place, "reads itself through a range") for place in circle[:3]]
        yield from (Message("strict", path.name, part, at, "", said) for part, at, said in faults)
