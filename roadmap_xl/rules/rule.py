"""A rule: one condition on the cells of a row, with the words that go with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from ..expressions.nodes import Expression
from ..expressions.write import both, node
from ..findings import Audience, Excludes, Severity
from ..form.rows import Row
from ..form.tables import Table
from .conditions import has_graduates
from .grouped import Grouped

Example = Mapping[str, object]
"""Values by field id; everything else is blank."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A live rule: asked once for each row of its table, in Python and in the workbook alike.

    `holds_when` is asked where `asked_when` is true. The message may name `{label}` (the row),
    `{column}`, `{code}` (the row's key), the names in `shows`, and the names in `facts`.
    """

    code: str
    name: str
    """What the fault is, in English, as a stable name."""
    table: type[Table]
    marks: tuple[str, ...]
    """The columns whose cells the rule marks. More than one: asked for each of them."""
    severity: Severity
    title: str
    """The condition, as a specialist would name it."""
    message: str
    fix: str
    """What to do; may name `{exam_year}` and the edition's other words."""
    why: str
    source: str
    holds_when: object
    asked_when: object = True
    rows: Callable[[Row], bool] = lambda row: True
    """Which rows of the table it is asked for."""
    exams: bool = False
    """About the exams of grade 11: not asked where the school has no graduates this year."""
    required: object = False
    """It asks for something to be filled in: in a draft only a note, while this condition holds."""
    grouped: Grouped | None = None
    """How several findings of the rule are said in one line; apart, if None."""
    silenced_by: tuple[str, ...] = ()
    """Rules whose finding on one of the same cells says the same more precisely."""
    shows: Mapping[str, object] = field(default_factory=dict)
    facts: Callable[[Row], Mapping[str, str]] = lambda row: {}
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL
    holds: tuple[Example, ...] = ()
    fails: tuple[Example, ...] = ()

    @property
    def asked(self) -> Expression:
        return both(has_graduates, self.asked_when) if self.exams else node(self.asked_when)

    @property
    def condition(self) -> Expression:
        return node(self.holds_when)

    @property
    def unfinished(self) -> Expression:
        """Where a draft may still have it wrong."""
        return node(self.required)

    def message_parts(self) -> list[tuple[str, str]]:
        """The message as pairs of text and the name of what follows it (or nothing)."""
        return [(text, name or "") for text, name, _, _ in Formatter().parse(self.message)]


@dataclass(frozen=True, kw_only=True)
class ReadingRule:
    """A rule on how a cell was read: turns a reader's note into a finding.

    Not a formula, because it looks at the text as it was typed, before cleaning.
    """

    code: str
    name: str
    note: str
    """The kind of reader's note it answers."""
    severity: Severity
    title: str
    message: str
    fix: str
    why: str
    source: str
    grouped: Grouped | None = None
    """How several findings of the rule are said in one line; apart, if None."""
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL

    def text(self, values: Mapping[str, Any]) -> str:
        return self.message.format(**values)
