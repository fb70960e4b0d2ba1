"""The snapshots behind a summary workbook: its own, and those of the summaries before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from ...district.school import DISTRICT
from ..figures import Recipe
from ..numbers.dynamics import Circle, year_labels
from ..numbers.summary import DistrictSummary
from ..snapshot import SUFFIX, read_snapshot
from .book import SummaryBook, SummaryBookError
from .tags import Resolved
from .tracing import recipes_of_own


class NotExplainedError(SummaryBookError):
    """A cell that holds no number of the schools', or a source that is not the summary's."""


class Sources:
    """The summaries that a workbook's numbers are from, read when they are asked for."""

    def __init__(
        self, path: Path, book: SummaryBook, named: Path | None, previous: Sequence[Path]
    ) -> None:
        self.path, self._book, self._previous = path, book, previous
        self._snapshot = named or path.with_suffix(SUFFIX)
        if named is None and not self._snapshot.is_file():
            raise NotExplainedError(
                f"Рядом со сводкой нет её снимка «{self._snapshot.name}». Положите его рядом или "
                "укажите: --snapshot ФАЙЛ."
            )
        self.now = self._read()

    def _read(self) -> DistrictSummary:
        """The summary of the snapshot, whose files are those of the workbook's passport."""
        summary, name = read_snapshot(self._snapshot), self._snapshot.name
        marks = {line.received.sha256 for line in summary.all_lines if line.received} - {""}
        files = self._book.files
        if marks != files:
            raise NotExplainedError(
                f"Снимок «{name}» не от сводки «{self.path.name}»: в её паспорте файлов — "
                f"{len(files)}, из них в снимке — {len(marks & files)}, других в снимке — "
                f"{len(marks - files)}. Укажите снимок этой сводки: --snapshot ФАЙЛ."
            )
        if self._book.snapshot and self._book.snapshot != _sha256(self._snapshot):
            raise NotExplainedError(
                f"Снимок «{name}» изменён или записан в другой раз: его SHA-256 не тот, что в "
                "паспорте сводки. Соберите сводку заново."
            )
        return summary

    def check(self, words: str, found: Resolved) -> None:
        """Raises `NotExplainedError` where a school or an earlier summary is not to be had."""
        for one in found.numbers:
            summary = self.back(one.back)
            if one.in_circle:
                self.back(1)
            if one.school not in ("", DISTRICT.key) and one.school not in summary.counted:
                raise NotExplainedError(
                    f"{words}: в источнике нет школы, чья это строка. Соберите сводку заново."
                )
            if one.school != DISTRICT.key and one.key not in summary.figures:
                raise NotExplainedError(f"{words}: в источнике нет этого числа: {one.key}.")

    def back(self, number: int) -> DistrictSummary:
        """The summary so many before this one."""
        if number and number >= len(self._chain):
            raise NotExplainedError("В паспорте нет снимка прошлой сводки. Соберите сводку заново.")
        return self._chain[number] if number else self.now

    def named(self, number: int) -> str:
        """The snapshot of an earlier summary in words; empty for this one's."""
        summary = self.back(number)
        if not number or summary.kept_in is None:
            return ""
        file, mark = summary.kept_in
        return (
            f"снимок «{file}», SHA-256 {mark}, итоги {summary.edition.results_year} учебного года"
        )

    def label(self, number: int) -> str:
        """The year of a summary, as «Динамика» names it."""
        return year_labels(self._chain[::-1])[-1 - number]

    def circle(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """By key, the schools that are in this summary's number and in the one's before."""
        asked = [key for key in keys if key not in self._circle]
        if asked:
            self._circle |= Circle(self.back(1), self.now).within(asked)
        return self._circle

    @cached_property
    def own(self) -> dict[str, Recipe]:
        """The numbers of the district's own book."""
        return recipes_of_own(self.now)

    @cached_property
    def _circle(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _chain(self) -> list[DistrictSummary]:
        """This summary and those before it, each knowing the one before."""
        found = [self.now]
        for name, mark in self._book.previous:
            found.append(self._earlier(name, mark))
        for at in range(len(found) - 2, -1, -1):
            found[at] = replace(found[at], previous=found[at + 1])
        return found

    def _earlier(self, name: str, mark: str) -> DistrictSummary:
        for path in self._places(name):
            if path.is_file() and _sha256(path) == mark:
                return read_snapshot(path)
        raise NotExplainedError(
            f"Это число — из прошлой сводки. Её снимка «{name}» (SHA-256 {mark}) рядом со сводкой "
            "нет. Положите его рядом или укажите: --previous ФАЙЛ."
        )

    def _places(self, name: str) -> Iterator[Path]:
        yield from self._previous
        yield self._snapshot.parent / name
        yield self.path.parent / name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
