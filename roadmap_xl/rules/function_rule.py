"""A rule in Python alone: a function that finds where it is broken, and why it is no formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..findings import Audience, Excludes, Severity
from ..form.vocabulary import STAGES
from ..submission import Submission
from .grouped import Grouped
from .rule import Example


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule is broken: the field it marks, and the words of its message."""

    field_id: str
    words: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    """The rule's own, if None."""


Finder = Callable[[Submission, date | None], Iterable[Fault]]
"""From a cleaned submission and the day of the check (None where no day is known) to the faults."""


@dataclass(frozen=True, kw_only=True)
class FunctionRule:
    """A rule that reads texts, days or many rows at once, which a formula cannot.

    The message may name what the fault's words name, and `{label}`, `{column}`, `{code}` as in a
    live rule.
    """

    code: str
    name: str
    """What the fault is, in English, as a stable name."""
    severity: Severity
    title: str
    """The condition, as a specialist would name it."""
    message: str
    fix: str
    why: str
    source: str
    not_live: str
    """Why the workbook cannot tell it by a formula, in words for the page of the rules."""
    finds: Finder
    stages: tuple[str, ...] = STAGES
    """The stages at which it is asked."""
    grouped: Grouped | None = None
    """How several findings of the rule are said in one line; apart, if None."""
    turns_on: str = ""
    """The field whose day the day of the check is compared with; until then it says otherwise.
    Empty: it says the same on every day."""
    silenced_by: tuple[str, ...] = ()
    """Rules whose finding in the same row says the same more precisely."""
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL
    holds: tuple[Example, ...] = ()
    fails: tuple[Example, ...] = ()
