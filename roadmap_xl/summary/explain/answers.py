"""From a cell of a summary workbook to the schools, files and cells behind its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from ...district.school import DISTRICT
from ...errors import SnapshotError
from ...expressions.numbers import round_half_up, show_value
from ..figures import Figure
from ..numbers.summary import DistrictSummary
from .book import Address, BookCell, SummaryBookError, address_of, read_summary_book
from .derived_explanation import DerivedExplanation, derived_explanation
from .explanation import Explanation
from .in_words import Sort, number, sort_of
from .sources import NotExplainedError, Sources
from .tags import Number, Resolved, resolve_tags
from .tracing import Question, Trace, trace


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A cell that was asked for and cannot be explained, with the reason as a sentence."""

    address: str
    why: str

    def as_lines(self, *, everything: bool = False) -> Iterator[str]:
        yield self.why

    def as_json(self) -> dict[str, Any]:
        return {"cell": self.address, "error": self.why}


Answer = Explanation | DerivedExplanation | Unexplained
_COVERAGE = re.compile(r"(?:учтено )?\d+ из \d+")
_BRACKETED = ("(", ")")
"""A school's number that is in no total stands in brackets, as a text."""


def explain(
    path: str | PathLike[str],
    cells: Sequence[str],
    snapshot: str | PathLike[str] | None = None,
    previous: Sequence[str | PathLike[str]] = (),
) -> list[Answer]:
    """Each cell explained from the summary's snapshot, by default the one beside it.

    `previous` are snapshots of the summaries before, where they do not lie beside it either. A cell
    that holds no number that can be explained is `Unexplained` among the answers.

    Raises `SummaryBookError` where none can be, or the snapshot is another summary's,
    `SnapshotError` where it cannot be read.
    """
    path, snapshot = Path(path), Path(snapshot) if snapshot else None
    asked = [_address(text) for text in cells]
    _refuse_if_all(asked)
    book = read_summary_book(path, [one for one in asked if isinstance(one, Address)])
    sources, there = (
        Sources(path, book, snapshot, [Path(one) for one in previous]),
        iter(book.cells),
    )
    found = [
        one if isinstance(one, Unexplained) else _resolve(next(there), sources) for one in asked
    ]
    _refuse_if_all(found)
    numbers = (one for each in found if isinstance(each, CellNumbers) for one in each.of.numbers)
    parts = _trace(sources, dict.fromkeys(numbers))
    answers = [
        one if isinstance(one, Unexplained) else _answer(one.cell, one.of, sources, parts)
        for one in found
    ]
    _refuse_if_all(answers)
    return answers


class CellNumbers(NamedTuple):
    """A cell with what its tags come to."""

    cell: BookCell
    of: Resolved


def _address(text: str) -> Address | Unexplained:
    try:
        return address_of(text)
    except SummaryBookError as fault:
        return Unexplained(text, str(fault))


def _refuse_if_all(found: Sequence[object]) -> None:
    """Raises `SummaryBookError` with all the reasons where there is nothing else to answer."""
    refused = [one for one in found if isinstance(one, Unexplained)]
    if len(refused) == len(found):
        raise SummaryBookError(" ".join(dict.fromkeys(one.why for one in refused)))


def _resolve(cell: BookCell, sources: Sources) -> CellNumbers | Unexplained:
    try:
        return CellNumbers(cell, _resolve_or_refuse(cell, sources))
    except (NotExplainedError, SnapshotError) as fault:
        return Unexplained(cell.address.words, str(fault))


def _resolve_or_refuse(cell: BookCell, sources: Sources) -> Resolved:
    """What the cell's number is; raises where it is none, or its source is not to be had."""
    value, words = cell.value, cell.address.words
    if cell.refusal:
        raise NotExplainedError(cell.refusal)
    has_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or value == "":
        raise NotExplainedError(f"Ячейка {words} пуста: объяснять нечего. Выберите число.")
    if not has_number and not _in_brackets(value):
        raise NotExplainedError(f"В ячейке {words} не число, а «{value}». {_what_to_choose(value)}")

    def is_key(one: Number) -> bool:
        return one.key in (sources.own if one.school == DISTRICT.key else sources.now.figures)

    found = resolve_tags(cell, is_key)
    if not found:
        raise NotExplainedError(
            f"Число в ячейке {words} не из тех, что записала программа: у него нет меток. Если "
            "метки листа стёрты, соберите сводку заново."
        )
    if len(found) > 1:
        raise NotExplainedError(
            f"Метки ячейки {words} перемешаны: неясно, какое это число. Соберите сводку заново."
        )
    sources.check(cell.address.words, found[0])
    return found[0]


def _what_to_choose(text: Any) -> str:
    if _COVERAGE.fullmatch(str(text)):
        return "Выберите само число этой строки: его объяснение назовёт школы, которые не вошли."
    return "Выберите число."


def _in_brackets(value: Any) -> bool:
    return isinstance(value, str) and (value[:1], value[-1:]) == _BRACKETED


def _trace(sources: Sources, numbers: Mapping[Number, None]) -> dict[Number, Trace]:
    """The numbers with their parts; the files of each summary are opened once."""
    found: dict[Number, Trace] = {}
    for back in sorted({one.back for one in numbers}):
        here = [one for one in numbers if one.back == back]
        within = sources.circle({one.key for one in here if one.in_circle})
        asked = [
            Question(one.key, one.school, within[one.key] if one.in_circle else None)
            for one in here
        ]
        found |= zip(here, trace(sources.back(back), asked), strict=True)
    return found


def _answer(
    cell: BookCell, found: Resolved, sources: Sources, parts: Mapping[Number, Trace]
) -> Answer:
    numbers = [_explanation(cell, found, one, sources, parts[one]) for one in found.numbers]
    if len(numbers) == 1:
        return numbers[0]
    try:
        return derived_explanation(cell, found, sources, numbers)
    except NotExplainedError as fault:
        return Unexplained(cell.address.words, str(fault))


def _explanation(
    cell: BookCell, found: Resolved, asked: Number, sources: Sources, answer: Trace
) -> Explanation:
    figure, summary = answer.figure, sources.back(asked.back)
    expected = figure.counted if found.of_counted else figure.value
    warnings = _misplaced_warnings(cell, found, answer, summary)
    if len(found.numbers) == 1:
        warnings = [*_typed_over_warnings(cell, answer, expected), *warnings]
    return Explanation(
        address=cell.address.words,
        shown=cell.value,
        expected=expected,
        row=" · ".join(dict.fromkeys(cell.labels)),
        column=cell.header(found.tag_row)[1],
        of_counted=found.of_counted,
        traced=answer,
        warnings=tuple(warnings),
        summary=summary,
        source=sources.named(asked.back),
    )


def _typed_over_warnings(cell: BookCell, answer: Trace, expected: float | None) -> list[str]:
    if _in_brackets(cell.value) or _agrees(cell.value, expected, answer.figure):
        return []
    return [
        f"в ячейке стоит {show_value(cell.value)}, а по книгам школ выходит {number(expected)}. "
        "Число вписано поверх сводки или метки строки стоят не в своей строке (отсортирована не "
        "вся таблица)."
    ]


def _agrees(value: Any, expected: float | None, figure: Figure) -> bool:
    """The number as it is, a percent as Excel keeps it, a mean as it may be rounded."""
    if expected is None:
        return not value
    ways = [expected]
    sort = sort_of(figure.recipe)
    if sort is Sort.MEAN:
        ways += [round_half_up(expected, digits) for digits in (0, 1, 2)]
    elif sort is Sort.SHARE:
        ways.append(expected / 100)
    return any(abs(value - one) < 1e-9 for one in ways)


def _misplaced_warnings(
    cell: BookCell, found: Resolved, answer: Trace, summary: DistrictSummary
) -> list[str]:
    """The row or the header names another school, or another line of the same table."""
    warnings: list[str] = []
    names = {line.school.key: line.school.name for line in summary.lines if line.school}
    own = names.get(answer.asked.school)
    if own:
        others = set(names.values()) - {own}
        texts = [text.split(" — ")[0] for text in cell.row_texts]
        warnings += [
            f"по метке это школа «{own}», а в строке — «{t}»" for t in texts if t in others
        ]
    labels, mine = _labels(answer)
    for text in (*cell.row_texts, cell.header(found.tag_row)[1]):
        if text in labels and text not in mine:
            warnings.append(f"по метке это «{'», «'.join(mine)}», а подписано «{text}»")
    return [f"{one}. Похоже, переставлены не все графы таблицы." for one in dict.fromkeys(warnings)]


def _labels(answer: Trace) -> tuple[Mapping[str, None], list[str]]:
    """The labels of all rows of the tables a number rests on, and those of its own rows."""
    form = answer.form
    fields = [form.fields[slot] for slot in answer.figure.recipe.slots]
    tables = {field.table for field in fields}
    there = dict.fromkeys(f.row.label for f in form.fields if f.table in tables and f.row.label)
    return there, list(dict.fromkeys(field.row.label for field in fields if field.row.label))
