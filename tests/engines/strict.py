"""A check of our own, of what the validators do not know and Excel mends with a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .book_checks import BookChecks
from .formulas import formulas_of, without_an_order
from .messages import Message
from .package_checks import Fault, comment_faults, package_faults
from .sheet_checks import SheetChecks
from .workbook_file import PackageFile


def validated(paths: Iterable[Path]) -> Iterator[Message]:
    """What is wrong with each file."""
    for path in paths:
        for part, place, said in _faults(path):
            yield Message("strict", path.name, part, place, "", said)


def _faults(path: Path) -> list[Fault]:
    """The faults of the outermost kind that a file has: what is broken is not looked into."""
    file = PackageFile(path)
    faults = list(package_faults(file))
    if path.suffix == ".docx" or faults:
        return faults
    book = BookChecks(file)
    faults = [*comment_faults(file), *book.faults(), *SheetChecks(book).faults()]
    if faults:
        return faults
    circle = without_an_order(formulas_of(path))
    return [("", place, "reads itself through a range") for place in circle[:3]]
