"""One explained number: its words, its warnings, its parts; for a console and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ...district.school import DISTRICT
from ...expressions.numbers import show_value
from ...texts.wording import noun_for, with_noun
from ..figures import is_of_exams
from ..numbers.summary import DistrictSummary
from .in_words import Sort, how, number, sort_of, what
from .tracing import Part, SourceCell, Trace

MOST_PARTS, MOST_CELLS, MOST_NAMES = 10, 6, 10
"""As many schools, cells of a school and names are shown unless all are asked for."""
_SCHOOLS = ("школа", "школы", "школ")
_AT_SCHOOLS = ("школы", "школ", "школ")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is behind a cell of a summary."""

    address: str
    shown: Any
    """As it stands in the workbook."""
    expected: float | None
    """Computed now from the schools' files."""
    row: str
    column: str
    of_counted: bool
    """The cell says how many schools are wholly in the number, not the number."""
    traced: Trace
    warnings: tuple[str, ...]
    summary: DistrictSummary
    source: str = ""
    """The snapshot of an earlier summary, which the number is from; empty for this one's."""

    @property
    def _is_sum(self) -> bool:
        return sort_of(self.traced.figure.recipe) is Sort.SUM

    @property
    def how(self) -> str:
        if self.of_counted:
            return "число школ, чьи данные вошли в это число целиком"
        if self.traced.asked.school:
            who, whose = ("района", "района") if self._is_own else ("одной школы", "школы")
            how_counted = f"как в книге {whose}" if self._is_sum else how(self.traced.figure)
            return f"число {who}: {how_counted}"
        same = "; только школы, учтённые в обоих годах" if self.traced.asked.only else ""
        return how(self.traced.figure) + same

    @property
    def _is_own(self) -> bool:
        return self.traced.asked.school == DISTRICT.key

    def as_lines(self, *, everything: bool = False) -> Iterator[str]:
        """What a person reads: the number, how it was made, where it stands, what is not in it."""
        yield head_line(self.address, self.shown, self.row, self.column)
        yield from self.body(everything=everything)

    def body(self, *, everything: bool = False) -> Iterator[str]:
        """The lines below the number itself."""
        yield f"  Что это: {what(self.traced.figure.recipe, self.traced.form)}."
        yield f"  Как посчитано: {self.how}."
        if self.source:
            yield f"  Из прошлой сводки: {self.source}."
        yield from (f"  ВНИМАНИЕ: {warning}" for warning in self.warnings)
        if not self.traced.asked.school:
            yield f"  {self._coverage()}"
        yield from self._not_in_it(everything)
        yield from self._made_of(everything)

    def _coverage(self) -> str:
        silent = self.traced.opened - len(self.traced.parts)
        more = f"; ничего здесь не указали: {silent}" if silent else ""
        is_exam = is_of_exams(self.traced.figure.recipe, self.traced.form)
        coverage = self.summary.exam_coverage if is_exam else self.summary.coverage
        return (
            f"{coverage.words.capitalize()}, число дали "
            f"{with_noun(self.traced.figure.gave, _SCHOOLS)}{more}."
        )

    def _not_in_it(self, everything: bool) -> Iterator[str]:
        left_out = [
            f"{part.school} — {part.left_out}" for part in self.traced.parts if part.left_out
        ]
        if left_out:
            yield f"  Не вошло из-за ошибок ({len(left_out)}):"
            yield from _first(left_out, MOST_NAMES, everything)
        if not self.traced.asked.school and (without := list(self._without())):
            yield f"  Школы, файлов которых в сводке нет ({len(without)}):"
            yield from _first(without, MOST_NAMES, everything)

    def _without(self) -> Iterator[str]:
        for line in self.summary.best_lines:
            if line.school and not line.status.counts:
                why = f": {line.why_not}" if line.why_not else ""
                yield f"{line.school.full_name} — {line.status.value}{why}"

    def _made_of(self, everything: bool) -> Iterator[str]:
        parts = [
            part for part in self.traced.parts if part.contribution or self.traced.asked.school
        ]
        if not parts:
            return
        yield "  Откуда, сначала самые большие:" if len(parts) > 1 else "  Откуда:"
        few = parts if everything else parts[:MOST_PARTS]
        for part in few:
            yield from self._part(part, everything)
        if more := parts[len(few) :]:
            counts = [part.contribution.count for part in more if part.contribution]
            together = f", вместе {number(sum(counts))}" if self._is_sum else ""
            yield f"    и ещё {with_noun(len(more), _SCHOOLS)}{together}; все — с параметром --all"

    def _contribution_text(self, part: Part) -> str:
        """«12», «12 из 83», «64,5 на 24»: what a school gives to a sum, a share, a mean."""
        contribution = part.contribution
        if contribution is None:
            return "не вошло"
        sort = sort_of(self.traced.figure.recipe)
        if sort is Sort.SUM:
            return number(contribution.count)
        if sort is Sort.MEAN and contribution.whole:
            mean = float(contribution.count) / float(contribution.whole)
            return f"{number(mean)} на {number(contribution.whole)}"
        return f"{number(contribution.count)} из {number(contribution.whole)}"

    def _part(self, part: Part, everything: bool) -> Iterator[str]:
        yield from part_lines(part, self._contribution_text(part), everything=everything)

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--format json`."""
        figure = self.traced.figure
        return {
            **head_json(
                self.address,
                self.shown,
                self.expected,
                self.row,
                self.column,
                agrees=not self.warnings,
            ),
            "key": self.traced.asked.key,
            "school": self.traced.asked.school,
            "how": self.how,
            "source": self.source,
            "warnings": list(self.warnings),
            "count": None if figure.count is None else float(figure.count),
            "whole": float(figure.whole),
            "schools": {
                "in_list": self.summary.coverage.of,
                "in_summary": self.summary.coverage.counted,
                "gave": figure.gave,
                "whole": figure.counted,
            },
            "without_file": list(self._without()),
            "parts": [part_json(part) for part in self.traced.parts],
        }


def head_json(
    address: str, shown: Any, expected: float | None, row: str, column: str, *, agrees: bool
) -> dict[str, Any]:
    """The cell, what stands in it, and what it should be."""
    return {
        "cell": address,
        "shown": shown,
        "value": expected,
        "agrees": agrees,
        "row": row,
        "column": column,
    }


def head_line(address: str, value: Any, row: str, column: str) -> str:
    """«Предметы!B6 = 137   (строка «Русский язык»; графа «Всего»)»."""
    place = "; ".join(f"{w} «{t}»" for w, t in _named(row, column))
    return f"{address} = {show_value(value)}" + (f"   ({place})" if place else "")


def part_lines(part: Part, contribution: str, *, everything: bool) -> Iterator[str]:
    """A school, its file and its cells; `contribution` is what it gives to the number."""
    words = ": ".join(text for text in (part.school, part.remark) if text)
    yield "    " + " — ".join(text for text in (contribution, words) if text)
    file = f"файл «{part.file}», SHA-256 {part.sha256}" if part.file else "файла нет"
    yield f"        {file}"
    cells = part.cells if everything else part.cells[:MOST_CELLS]
    yield from (f"        {_cell_line(cell)}" for cell in cells)
    if more := len(part.cells) - len(cells):
        noun = noun_for(more, ("ячейка", "ячейки", "ячеек"))
        yield f"        и ещё {more} {noun}; все — с параметром --all"


def _named(row: str, column: str) -> list[tuple[str, str]]:
    return [(word, text) for word, text in (("строка", row), ("графа", column)) if text]


def _first(lines: list[str], most: int, everything: bool) -> Iterator[str]:
    few = lines if everything else lines[:most]
    yield from (f"    {line}" for line in few)
    if more := len(lines) - len(few):
        yield f"    и ещё {more}; все — с параметром --all"


def _cell_line(cell: SourceCell) -> str:
    place = f"лист «{cell.sheet}»" + (f", {cell.cell}" if cell.cell else "")
    if cell.value == "":
        return f"{place}: {cell.title}" if cell.sheet else f"файл целиком: {cell.title}"
    value = f"{cell.value:%d.%m.%Y}" if isinstance(cell.value, date) else show_value(cell.value)
    out = "" if cell.counts else " (не учтено)"
    return f"{place}: {cell.title} = {value}{out}"


def part_json(part: Part) -> dict[str, Any]:
    contribution = part.contribution
    return {
        "school": part.school,
        "file": part.file,
        "sha256": part.sha256,
        "count": None if contribution is None else float(contribution.count),
        "whole": None if contribution is None else float(contribution.whole),
        "left_out": part.left_out,
        "remark": part.remark,
        "cells": [
            asdict(cell)
            | {"value": cell.value.isoformat() if isinstance(cell.value, date) else cell.value}
            for cell in part.cells
        ],
    }
