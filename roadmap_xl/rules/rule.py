"""The kinds of rules: live, in Python alone, and on what a reader saw; each with its words.

A live rule is one condition on the cells of a row. `Grouping` says how many findings of a rule are
put in one line: «Не заполнены сроки: 54 пункта (1-01 … 13-07)».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from string import Formatter
from typing import Any, NamedTuple

from ..expressions.nodes import Expression
from ..expressions.write import both, negated, node, one_of
from ..form.fields import Field
from ..form.references import every
from ..form.rows import Row
from ..form.submission import Submission
from ..form.tables import Identity, Indicator, PlanHeading, PlanItem, Table
from ..form.vocabulary import STAGES, WITHOUT_EXAMS
from ..records import Record
from ..texts.refusals import Refusal
from ..texts.wording import Nouns, with_noun
from .findings import Audience, Excludes, Severity

_identity = every(Identity)

has_graduates = negated(one_of(_identity.grade11, *WITHOUT_EXAMS))
"""There are graduates of grade 11 this year, so exams are asked for."""


CELLS: Nouns = ("ячейка", "ячейки", "ячеек")
INDICATORS: Nouns = ("показатель", "показателя", "показателей")
ITEMS: Nouns = ("пункт", "пункта", "пунктов")
ROWS: Nouns = ("строка", "строки", "строк")
SUBJECTS: Nouns = ("предмет", "предмета", "предметов")


TEXT_FOR_NUMBER = "«{label}»: нужно число цифрами, а стоит «{value}»."
"""What the live sheet says of a text in a cell that takes a number."""

MOST_NAMED = 12
"""As many places a line names one by one."""


class Grouping(NamedTuple):
    """How the findings of a rule are put in one line."""

    says: str
    nouns: Nouns
    ends: str = "."
    """What follows the number and the places."""
    apart: int = 1
    """Up to so many are listed one by one."""
    by_sheet: bool = True
    """One line for each sheet; for all, where the findings are about sheets."""

    def line(self, number: int, first: str, last: str) -> str:
        """The line for so many findings, from the first place to the last."""
        return f"{self.says}: {with_noun(number, self.nouns)} ({first} … {last}){self.ends}"

    def line_of(self, places: Sequence[str]) -> str:
        """The line with each place named, where they are few enough to read."""
        if len(places) > MOST_NAMED:
            return self.line(len(places), places[0], places[-1])
        return f"{self.says}: {with_noun(len(places), self.nouns)} ({', '.join(places)}){self.ends}"


def place_name(field: Field, cell: str) -> str:
    """What a group's line calls one of its places: the number in the plan, or the cell."""
    return field.row.key if field.table in (Indicator, PlanHeading, PlanItem) else cell


Example = Mapping[str, object]
"""Values by field id; everything else is blank."""


class Rule(Record, kw_only=True):
    """A live rule: asked once for each row of its table, in Python and in the workbook alike.

    `holds_when` is asked where `applies_when` is true. The message may name `{label}` (the row),
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
    applies_when: object = True
    rows: Callable[[Row], bool] = lambda row: True
    """Which rows of the table it is asked for."""
    exams: bool = False
    """About the exams of grade 11: not asked where the school has no graduates this year."""
    required: object = False
    """It asks for something to be filled in: in a draft only a note, while this condition holds."""
    grouped: Grouping | None = None
    """How several findings of the rule are put in one line; apart, if None."""
    silenced_by: tuple[str, ...] = ()
    """Rules whose finding on one of the same cells says the same more precisely."""
    shows: Mapping[str, object] = field(default_factory=dict)
    facts: Callable[[Row], Mapping[str, str]] = lambda row: {}
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL
    number_cells: tuple[object, ...] = ()
    """The cells that the live sheet tells a text of; `check` tells it of the file (TXT-003)."""
    number_needed: object = False
    """Where even a lone dash in them is told, because a number has to stand there."""
    allowed_words: tuple[str, ...] = ()
    """What may stand in them instead of a number."""
    holds: tuple[Example, ...] = ()
    fails: tuple[Example, ...] = ()

    @property
    def applies(self) -> Expression:
        return both(has_graduates, self.applies_when) if self.exams else node(self.applies_when)

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


class ReadingRule(Record, kw_only=True):
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
    grouped: Grouping | None = None
    """How several findings of the rule are put in one line; apart, if None."""
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL

    def text(self, values: Mapping[str, Any]) -> str:
        return self.message.format(**values)


class Fault(Record):
    """One place where a rule is broken: the field it marks, and the words of its message."""

    field_id: str
    words: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    """The rule's own, if None."""


Finder = Callable[[Submission, date | None], Iterable[Fault]]
"""From a cleaned submission and the day of the check (None where no day is known) to the faults."""


class FunctionRule(Record, kw_only=True):
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
    grouped: Grouping | None = None
    """How several findings of the rule are put in one line; apart, if None."""
    turns_on: str = ""
    """The field whose day the day of the check is compared with; until then it says otherwise.
    Empty: it says the same on every day."""
    silenced_by: tuple[str, ...] = ()
    """Rules whose finding in the same row says the same more precisely."""
    excludes: Excludes = Excludes.NOTHING
    audience: Audience = Audience.SCHOOL
    holds: tuple[Example, ...] = ()
    fails: tuple[Example, ...] = ()


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
NO_NEED = "Исправлять не нужно."
REPAIR = "Целый бланк с этими же данными сделает муниципальный специалист (команда repair)."
PASTE_VALUES = "возьмите чистый бланк и перенесите данные (вставка «Только значения»)"
BY_LABELS = "Скрытые метки строк и подписи проверяются друг по другу; иначе число ушло бы не туда."


def structure_rule(
    code: str,
    note: str,
    severity: Severity,
    title: str,
    message: str,
    fix: str,
    why: str,
    source: str = "",
    grouped: Grouping | None = None,
    excludes: Excludes = Excludes.NOTHING,
) -> ReadingRule:
    return ReadingRule(
        code=code,
        name=note,
        note=note,
        severity=severity,
        title=title,
        message=message,
        fix=fix,
        why=why,
        source=source or f"domain.md 2, {code}",
        grouped=grouped,
        excludes=excludes,
    )


def rule_of_refusal(refusal: Refusal) -> ReadingRule:
    """The entry of the rulebook for a reason why a file is not read."""
    code, kind, title, message, fix, why, source = refusal
    return structure_rule(
        code, kind, ERROR, title, message, fix, why, source, excludes=Excludes.FILE
    )
