"""What was read and found in a file as JSON texts, and back.

JSON and not pickle: the database lies in a folder that many people can write to, and reading it
must never run anything. Pydantic reads and writes the records by their own types; declared here is
what stands in a document otherwise than in memory: contents by the ids of their fields, figures
without their recipes. The snapshot has both in the same shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    TypeAdapter,
)

from ..district.received import Contents, Exclusion, Received, contents_of, received_of
from ..form.fields import Form
from ..form.layout import Place
from ..form.submission import Submission, Value
from ..rules.checking import days_of
from ..rules.findings import Excludes, Finding
from ..school.check import FileReport
from .figures import Exact, Figure, Figures, Names, Recipe


class Encoded(NamedTuple):
    """One checked file: how it is listed, its values (empty if unread), its findings."""

    received: str
    contents: str
    findings: str
    first: str = date.min.isoformat()
    last: str = date.max.isoformat()
    """The days between which a check finds the same."""


RECEIVED = TypeAdapter(Received)
_FINDINGS = TypeAdapter(tuple[Finding, ...])


def encode(report: FileReport, today: date | None = None) -> Encoded:
    """The report of one file, checked for everybody on this day."""
    reading, findings = report.reading, report.findings
    submission = reading.submission
    listed = received_of("", reading.sha256, reading.template_version, submission, findings)
    contents = contents_of(submission, findings) if submission is not None else None
    return Encoded(
        RECEIVED.dump_json(listed, exclude_defaults=True).decode(),
        dump(as_contents(contents)) if contents else "",
        _FINDINGS.dump_json(findings, exclude_defaults=True).decode(),
        *(day.isoformat() for day in (days_of(submission, today) if submission else ())),
    )


def received_in(text: str, file: str) -> Received:
    """The file as it is listed, under this name."""
    return replace(RECEIVED.validate_json(text), file=file)


def contents_in(text: str, form: Form) -> Contents:
    """The values of a file of this form."""
    return to_contents(CONTENTS.validate_json(text), form)


def findings_in(text: str) -> tuple[Finding, ...]:
    """Every finding on a file."""
    return _FINDINGS.validate_json(text)


# --- Contents ---

_MOST_IN_A_CELL = 10**308
_Integer = Annotated[StrictInt, Field(ge=-_MOST_IN_A_CELL, le=_MOST_IN_A_CELL)]


@dataclass
class ListedContents:
    """What is in a file, by the fields' ids; blanks are left out."""

    __pydantic_config__ = ConfigDict(allow_inf_nan=False)

    values: dict[str, _Integer | StrictFloat | StrictStr]
    days: dict[str, date]
    """Apart from the other values, since JSON has them as texts."""
    rejected: list[str]
    lost: list[str]
    moved: dict[str, Place]
    exclusions: list[tuple[str, Excludes, str]]
    unasked: list[str] = field(default_factory=list)


CONTENTS = TypeAdapter(ListedContents)


def as_contents(contents: Contents) -> dict[str, Any]:
    """What is in a file, for JSON."""
    submission = contents.submission
    ids = [field.id for field in submission.form.fields]
    filled = {key: v for key, v in zip(ids, submission.values, strict=True) if v is not None}
    days = {key: value for key, value in filled.items() if isinstance(value, date)}
    unasked = [ids[slot] for slot in sorted(submission.unasked)]
    return {
        "values": {key: value for key, value in filled.items() if key not in days},
        "days": days,
        "rejected": [ids[slot] for slot in sorted(submission.rejected)],
        "lost": [ids[slot] for slot in sorted(submission.lost)],
        "moved": {ids[slot]: place for slot, place in sorted(submission.moved.items())},
        "exclusions": [(ids[slot], what, code) for slot, what, code in contents.exclusions],
    } | ({"unasked": unasked} if unasked else {})


def to_contents(found: ListedContents, form: Form) -> Contents:
    """The contents that were listed so; raises `KeyError` for a field that the form has not."""
    by_id = form.by_id
    values: list[Value] = [None] * len(form.fields)
    for key, value in (found.values | found.days).items():
        values[by_id[key].slot] = value
    submission = Submission(
        form,
        tuple(values),
        frozenset(by_id[key].slot for key in found.rejected),
        moved={by_id[key].slot: place for key, place in found.moved.items()},
        lost=frozenset(by_id[key].slot for key in found.lost),
        unasked=frozenset(by_id[key].slot for key in found.unasked),
    )
    exclusions = (Exclusion(by_id[key].slot, what, code) for key, what, code in found.exclusions)
    return Contents(submission, tuple(exclusions))


# --- Figures ---


def _exact(digits: Any) -> Exact:
    """The number of these digits; raises `ValueError` where no sheet could show it."""
    try:
        number: Exact = Decimal(digits) if isinstance(digits, str) else digits
        if type(number) in (int, Decimal) and isfinite(float(number)):
            return number
    except ArithmeticError as fault:
        raise ValueError("not a number") from fault
    raise ValueError("not a number")


_Digits = Annotated[Exact, BeforeValidator(_exact)]
_Whole = Annotated[StrictInt, Field(ge=0)]


@dataclass
class ListedFigure:
    """A figure as it stands in a document: decimals as their digits, as they were typed."""

    count: _Digits | None
    whole: _Digits
    value: int | float | None
    """For people; it is not read."""
    counted: _Whole
    gave: _Whole
    left_out: _Whole
    named: list[str]


FIGURES = TypeAdapter(dict[str, ListedFigure])


def as_figures(figures: Figures) -> dict[str, ListedFigure]:
    """The figures for JSON."""
    return {key: _list_figure(figure) for key, figure in figures.items()}


def _list_figure(found: Figure) -> ListedFigure:
    number, named = found.left_out.number, list(found.left_out.named)
    return ListedFigure(
        found.count, found.whole, found.value, found.counted, found.gave, number, named
    )


def to_figures(listed: Mapping[str, ListedFigure], recipes: Mapping[str, Recipe]) -> Figures:
    """The figures that were listed so, as far as there are recipes for them."""
    return {
        key: _to_figure(listed[key], recipe) for key, recipe in recipes.items() if key in listed
    }


def _to_figure(found: ListedFigure, recipe: Recipe) -> Figure:
    left_out = Names(found.left_out, dict.fromkeys(found.named))
    return Figure(recipe, found.count, found.whole, found.counted, found.gave, left_out)


def dump(value: object) -> str:
    """JSON in one line, Russian letters as they are; a date in the calendar's own order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
