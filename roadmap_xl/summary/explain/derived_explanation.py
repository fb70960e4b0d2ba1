"""The cells of a summary that no recipe makes, explained by the name in their column's tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...district.counted import CountedSchool
from ...district.lines import Status, SubmissionLine
from ...district.school import DISTRICT
from ...expressions.numbers import round_half_up, show_value
from ...rules.catalogue import FUNCTION_RULES, RECEIPT_RULES, RULES
from ...rules.findings import Audience, Severity
from ...rules.rule import FunctionRule, ReadingRule, Rule
from ..numbers.averages import SubjectAverage
from ..numbers.dynamics import mean_digits
from ..numbers.from_files import open_own_book
from ..numbers.risks import criteria
from ..numbers.summary import DistrictSummary
from .book import BookCell, read_finding_lines
from .derived_numbers import (
    DerivedNumber,
    activity_days,
    criteria_of,
    days_late,
    findings_of,
    line_number,
    longest_overdue,
    schools_of_criterion,
    schools_without_data,
)
from .explanation import MOST_PARTS, Explanation, head_json, head_line, part_json, part_lines
from .in_words import number
from .sources import NotExplainedError, Sources
from .tags import Number, Resolved, RowTag
from .tracing import Part, SourceCell


@dataclass(frozen=True, slots=True)
class Term:
    """One of the numbers that a difference is made of."""

    name: str
    value: float | None
    explained: Explanation


@dataclass(frozen=True, slots=True)
class DerivedExplanation:
    """What is behind a cell whose number is made from other numbers, or is none of a school's."""

    address: str
    shown: Any
    row: str
    column: str
    derived: DerivedNumber
    warnings: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def expected(self) -> float | None:
        """Worked out now; None where there is nothing to compare the cell with."""
        return self.derived.value

    def as_lines(self, *, everything: bool = False) -> Iterator[str]:
        """What a person reads: what it is, from what, and where that stands."""
        yield head_line(self.address, self.shown, self.row, self.column)
        yield f"  Что это: {self.derived.what}."
        yield f"  Как посчитано: {self.derived.how}."
        yield from (f"  ВНИМАНИЕ: {warning}" for warning in self.warnings)
        for term in self.terms:
            yield f"  {term.name.capitalize()} = {number(term.value)}"
            yield from (f"  {line}" for line in term.explained.body(everything=everything))
        yield from self._parts(everything)

    def _parts(self, everything: bool) -> Iterator[str]:
        parts = self.derived.parts
        if not parts:
            return
        yield "  Откуда:"
        few = parts if everything else parts[:MOST_PARTS]
        for part in few:
            yield from part_lines(part, _count_text(part), everything=everything)
        if more := len(parts) - len(few):
            yield f"    и ещё школ: {more}; все — с параметром --all"

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--format json`."""
        return {
            **head_json(
                self.address,
                self.shown,
                self.expected,
                self.row,
                self.column,
                agrees=not self.warnings,
            ),
            "what": self.derived.what,
            "how": self.derived.how,
            "warnings": list(self.warnings),
            "terms": [
                {"name": t.name, "value": t.value, "number": t.explained.as_json()}
                for t in self.terms
            ],
            "parts": [part_json(part) for part in self.derived.parts],
        }


def _count_text(part: Part) -> str:
    return "" if part.contribution is None else number(part.contribution.count)


_RULES: tuple[Rule | FunctionRule | ReadingRule, ...] = (*RULES, *FUNCTION_RULES, *RECEIPT_RULES)
FOR_DISTRICT = {rule.code for rule in _RULES if rule.audience is Audience.DISTRICT}
"""The codes of the findings that no school is told of."""
_SUPERSEDED = (Status.REPLACED, Status.WITHDRAWN)


def derived_explanation(
    cell: BookCell, found: Resolved, sources: Sources, numbers: Sequence[Explanation]
) -> DerivedExplanation:
    """The explanation of a difference of these numbers, or of what the name says."""
    terms: tuple[Term, ...] = ()
    if numbers:
        terms = _terms(found, sources, numbers)
        derived = _difference(found, sources, terms)
    else:
        derived = _summary_words(cell, found, sources)
    warnings = [warning for one in numbers for warning in one.warnings]
    return DerivedExplanation(
        address=cell.address.words,
        shown=cell.value,
        row=" · ".join(dict.fromkeys(cell.labels)),
        column="№" if found.name == "number" else cell.header(found.tag_row)[1],
        derived=derived,
        warnings=(*_typed_over_warnings(cell, derived), *dict.fromkeys(warnings)),
        terms=terms,
    )


def _typed_over_warnings(cell: BookCell, derived: DerivedNumber) -> list[str]:
    if derived.value is None or abs(cell.value - derived.value) < 1e-9:
        return []
    return [
        f"в ячейке стоит {show_value(cell.value)}, а выходит {number(derived.value)}. Число "
        "вписано поверх сводки или метки строки стоят не в своей строке."
    ]


def _terms(found: Resolved, sources: Sources, numbers: Sequence[Explanation]) -> tuple[Term, ...]:
    pairs = zip(found.numbers, numbers, strict=True)
    return tuple(
        Term(*_term(found, one, sources, explained), explained) for one, explained in pairs
    )


def _term(
    found: Resolved, one: Number, sources: Sources, explained: Explanation
) -> tuple[str, float | None]:
    """A mean's name and the mean as the sheet prints it."""
    summary, value = sources.back(one.back), explained.expected
    subject = one.key.split(".")[1]
    whose = "школы" if one.school else "района"
    year = f", {sources.label(one.back)}" if found.name == "change" else ""
    is_own_mean = one.school or (one.back and found.row.stem.startswith("avg."))
    if value is not None and not is_own_mean:
        value = round_half_up(value, mean_digits(summary.figures, subject))
    elif value is not None and found.row.stem.startswith("dyn."):
        value = round_half_up(value, 1)
    return f"средний балл {whose}{year}", value


def _difference(found: Resolved, sources: Sources, terms: Sequence[Term]) -> DerivedNumber:
    first, second = terms
    what = f"{first.name} минус {second.name}"
    if first.value is None or second.value is None:
        return DerivedNumber(None, what, "одного из чисел нет")
    digits = 1
    if found.row.stem.startswith("avg."):
        key = found.row.stem.split(".")[1]
        row = next(s for s in sources.now.edition.subjects if s.key == key)
        digits = SubjectAverage(row, sources.now.figures).digits
    value = round_half_up(first.value - second.value, digits)
    return DerivedNumber(
        value, what, f"{number(first.value)} − {number(second.value)} = {number(value)}"
    )


def _summary_words(cell: BookCell, found: Resolved, sources: Sources) -> DerivedNumber:
    name, _, at = found.name.partition(".")
    derived = None
    if name in _NAMED:
        derived = _NAMED[name](sources.now, found.row, at)
    elif name in _OF_LINE and (line := _line_of(sources.now, found.row)) is not None:
        derived = _with_findings(sources, name, line, _OF_LINE[name](sources.now, line))
    if derived is None:
        raise NotExplainedError(
            f"{cell.address.words}: в источнике нет строки, которую называют метки. Соберите "
            "сводку заново."
        )
    return derived


def _number(summary: DistrictSummary, row: RowTag, _: str) -> DerivedNumber:
    line = _line_of(summary, row)
    return line_number(summary, line.school.key if line and line.school else row.school)


def _criterion(summary: DistrictSummary, _: RowTag, at: str) -> DerivedNumber | None:
    if at.isdecimal() and int(at) < len(criteria(summary.settings, summary.edition)):
        return schools_of_criterion(summary, int(at))
    return None


def _criteria(summary: DistrictSummary, row: RowTag, _: str) -> DerivedNumber | None:
    is_there = any(line.school and line.school.key == row.school for line in summary.lines)
    return criteria_of(summary, row.school) if is_there else None


def _longest(summary: DistrictSummary, row: RowTag, _: str) -> DerivedNumber | None:
    school = _open_school(summary, row.school)
    return None if school is None else longest_overdue(summary, school)


def _days(summary: DistrictSummary, row: RowTag, _: str) -> DerivedNumber | None:
    school = _open_school(summary, row.school)
    of = row.stem.removeprefix("late.")
    return None if school is None else activity_days(summary, school, of)


_NAMED: dict[str, Callable[[DistrictSummary, RowTag, str], DerivedNumber | None]] = {
    "number": _number,
    "at_risk": lambda summary, row, at: schools_of_criterion(summary, None),
    "no_data": lambda summary, row, at: schools_without_data(summary),
    "risk": _criterion,
    "risks": _criteria,
    "longest": _longest,
    "days": _days,
}
_OF_LINE: dict[str, Callable[[DistrictSummary, SubmissionLine], DerivedNumber]] = {
    "late": days_late,
    "errors": lambda _, line: findings_of(line, Severity.ERROR),
    "warnings": lambda _, line: findings_of(line, Severity.WARNING),
}


def _line_of(summary: DistrictSummary, row: RowTag) -> SubmissionLine | None:
    at = row.stem.removeprefix("line.")
    lines = summary.all_lines
    return lines[int(at)] if at.isdecimal() and int(at) < len(lines) else None


def _open_school(summary: DistrictSummary, key: str) -> CountedSchool | None:
    return open_own_book(summary) if key == DISTRICT.key else summary.counted.of(key)


def _with_findings(
    sources: Sources, name: str, line: SubmissionLine, derived: DerivedNumber
) -> DerivedNumber:
    """With the places that «Замечания» lists for this file; the snapshot keeps no findings."""
    if name == "late" or not derived.value:
        return derived
    if line.status in _SUPERSEDED:
        how = f"{derived.how}; файл {line.status}, его замечаний на листе «Замечания» нет"
        return replace(derived, how=how)
    file = line.received.file if line.received else ""
    who = line.school.name if line.school else f"Не опознано: {file}"
    severity = Severity.ERROR if name == "errors" else Severity.WARNING
    cells = tuple(
        SourceCell(one.sheet, one.cell, f"{one.code}. {one.message}", "", counts=True)
        for one in read_finding_lines(sources.path, who)
        if one.severity == severity.word and one.code not in FOR_DISTRICT
    )
    (part,) = derived.parts
    parts: tuple[Part, ...] = (replace(part, cells=cells),)
    return replace(
        derived, how=f"{derived.how}; одинаковые на листе стоят одной строкой", parts=parts
    )
