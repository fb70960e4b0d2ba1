"""What was read and found in a file as JSON texts, and back.

JSON and not pickle: the database lies in a folder that many people can write to, and reading it
must never run anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from ..district.received import Contents, Exclusion, Received, contents_of, received_of
from ..form.fields import form_of
from ..form.layout import Place
from ..form.submission import Submission, Value
from ..rules.checking import days_of
from ..rules.findings import Audience, Excludes, Finding, Severity
from ..school.check import FileReport
from .figures import Exact, Figure, Figures, Names, Recipe

_FINDING = tuple(field.name for field in fields(Finding))
_COUNTS = TypeAdapter(dict[Severity, int])
_ENUMS = {"severity": Severity, "audience": Audience, "excludes": Excludes}


class Encoded(NamedTuple):
    """One checked file: how it is listed, its values (empty if unread), its findings."""

    received: str
    contents: str
    findings: str
    first: str = date.min.isoformat()
    last: str = date.max.isoformat()
    """The days between which a check finds the same."""


def encoded(report: FileReport, today: date | None = None) -> Encoded:
    """The report of one file, checked for everybody on this day."""
    reading, findings = report.reading, report.findings
    submission = reading.submission
    listed = received_of("", reading.sha256, reading.template_version, submission, findings)
    contents = contents_of(submission, findings) if submission is not None else None
    return Encoded(
        dumped(as_listed(listed)),
        dumped(_contents(contents)) if contents else "",
        dumped([as_finding(finding) for finding in findings]),
        *(day.isoformat() for day in (days_of(submission, today) if submission else ())),
    )


def received_in(text: str, file: str) -> Received:
    """The file as it is listed, under this name."""
    return replace(to_received(loaded(text)), file=file)


def contents_in(text: str) -> Contents:
    """The values of a file that was read."""
    found: dict[str, Any] = loaded(text)
    form = form_of(found["edition"])
    values: list[Value] = found["values"]
    for slot in found["days"]:
        values[slot] = date.fromisoformat(str(values[slot]))
    submission = Submission(
        form,
        tuple(values),
        frozenset(found["rejected"]),
        moved={int(slot): Place(*place) for slot, place in found["moved"].items()},
        lost=frozenset(found["lost"]),
    )
    exclusions = (Exclusion(slot, Excludes(what), code) for slot, what, code in found["out"])
    return Contents(submission, tuple(exclusions))


def findings_in(text: str) -> tuple[Finding, ...]:
    """Every finding on a file."""
    return tuple(map(to_finding, loaded(text)))


def as_listed(received: Received) -> dict[str, Any]:
    """The file as it is listed, for JSON."""
    shallow = {field.name: getattr(received, field.name) for field in fields(received)}
    return shallow | {"decisive": [as_finding(finding) for finding in received.decisive]}


def to_received(listed: dict[str, Any]) -> Received:
    """The file that was listed so."""
    decisive = tuple(map(to_finding, listed["decisive"]))
    counts = _COUNTS.validate_python(listed["counts"])
    return Received(**listed | {"decisive": decisive, "counts": counts})


def _contents(contents: Contents) -> dict[str, Any]:
    submission = contents.submission
    values = submission.values
    return {
        "edition": submission.form.edition.key,
        "values": [value.isoformat() if isinstance(value, date) else value for value in values],
        "days": [slot for slot, value in enumerate(values) if isinstance(value, date)],
        "rejected": sorted(submission.rejected),
        "lost": sorted(submission.lost),
        "moved": {slot: list(place) for slot, place in submission.moved.items()},
        "out": contents.exclusions,
    }


def as_finding(finding: Finding) -> list[str]:
    """A finding for JSON: its values in the order of its fields."""
    return [getattr(finding, name) for name in _FINDING]


def to_finding(values: list[str]) -> Finding:
    """The finding with these values."""
    named: dict[str, Any] = dict(zip(_FINDING, values, strict=True))
    return Finding(**named | {name: kind(named[name]) for name, kind in _ENUMS.items()})


def as_figure(figure: Figure) -> dict[str, Any]:
    """A figure for JSON; its value is for people, it is not read."""
    return {
        "count": None if figure.count is None else _digits(figure.count),
        "whole": _digits(figure.whole),
        "value": figure.value,
        "counted": figure.counted,
        "gave": figure.gave,
        "left_out": figure.left_out.number,
        "named": list(figure.left_out.named),
    }


def _digits(number: Exact) -> int | str:
    """A decimal as its digits: a float would not be what was typed."""
    return str(number) if isinstance(number, Decimal) else number


def to_figures(found: object, recipes: Mapping[str, Recipe]) -> Figures:
    """The figures that were encoded so, as far as there are recipes for them.

    Raises `ValueError` where they are none.
    """
    listed = _FIGURES.validate_python(found)
    return {
        key: _to_figure(listed[key], recipe) for key, recipe in recipes.items() if key in listed
    }


def _to_figure(found: _Listed, recipe: Recipe) -> Figure:
    left_out = Names(found.left_out, dict.fromkeys(found.named))
    return Figure(recipe, found.count, found.whole, found.counted, found.gave, left_out)


def _exact(digits: int | str) -> Exact:
    """The number of these digits; raises `ValueError` where no sheet could show it."""
    try:
        number: Exact = Decimal(digits) if isinstance(digits, str) else digits
        if not isfinite(float(number)):
            raise ValueError("not a number")
    except ArithmeticError as fault:
        raise ValueError("not a number") from fault
    return number


_Digits = Annotated[Exact, BeforeValidator(_exact)]
_Whole = Annotated[int, Field(ge=0)]


class _Listed(BaseModel):
    """A figure as it stands in a document."""

    model_config = ConfigDict(strict=True)

    count: _Digits | None
    whole: _Digits
    counted: _Whole
    gave: _Whole
    left_out: _Whole
    named: list[str]


_FIGURES = TypeAdapter(dict[str, _Listed])


def dumped(value: object) -> str:
    """JSON in one line, Russian letters as they are; a date in the calendar's own order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def loaded(text: str) -> Any:
    """What stands in a JSON text; raises `ValueError` where a number in it is none or endless."""
    return json.loads(text, parse_constant=_no_number, parse_float=_finite)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _no_number(text)
