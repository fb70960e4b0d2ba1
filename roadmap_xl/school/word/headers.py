"""Which table of the form a row of headers begins, and which column is which.

A `Signature` is the headers of one table as the form prints them; `header_in` finds the one that a
row of a document fits best. A header is known by its words, wherever it stands; one between two
known headers is known by its place there, and reported as a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...form.derived import derived
from ...form.fields import Form, columns_of
from ...form.tables import BaseMath, Indicator, PlanItem, SubjectResults, Table
from ...reader.structure.lines import is_similar
from ...texts.squeezing import compared
from .content import Cell
from .words import bones

EGE, BASE_MATH, SCHOOL, INDICATORS, PLAN = "ege", "bm", "org", "ind", "pln"
LABEL = "label"
"""The column that says what a row is about."""
PERCENT = "_pct"
_STEMS = {
    (PLAN, "no"): ("№",),
    (PLAN, LABEL): ("мероприят", "содержание"),
    (PLAN, "term"): ("срок", "дата"),
    (PLAN, "responsible"): ("ответств", "исполнител"),
    (PLAN, "result"): ("результат", "итог"),
    (PLAN, "mark"): ("отметк", "выполнен"),
    (INDICATORS, LABEL): ("показател",),
    (INDICATORS, "unit"): ("единиц", "ед."),
    (SCHOOL, "school"): ("организаци", "школ"),
    (EGE, "total"): ("всего", "участник", "сдавал"),
    (EGE, "below"): ("не преодол", "не сдал", "ниже порог"),
    (EGE, "b_min_50"): ("мин",),
    (BASE_MATH, "total"): ("всего", "участник", "сдавал"),
}
"""Beginnings of words by which a renamed header is known."""
_LONGEST_HEADER = 60
"""Characters; what is longer is an activity, not the name of a column."""


@dataclass(frozen=True)
class Signature:
    """The headers of one table of the form, in their order."""

    kind: str
    title: str
    """As a message names the table."""
    labels: tuple[tuple[str, str], ...]
    """Each column's key with what is printed above it."""
    needed: str = ""
    """Without these letters in some header it is another table."""

    def may_be_guessed(self, key: str) -> bool:
        """The place among its neighbours tells the column; a band or a subject has to be named."""
        of_school = self.kind == SCHOOL and key not in ("no", "school", LABEL)
        return not of_school and not has_digits(dict(self.labels)[key])

    @cached_property
    def exact(self) -> dict[str, str]:
        """The keys by headers that are told by their words alone."""
        found: dict[str, str] = {}
        for key, label in self.labels:
            if not key.endswith(PERCENT):
                found.setdefault(bones(label), key)
        return found

    def by_part(self, text: str, and_similar: bool) -> str:
        """The column whose name a header has a part of, or resembles if others are certain."""
        said = compared(text)
        for key, label in self.labels if len(said) <= _LONGEST_HEADER else ():
            stems = _STEMS.get((self.kind, key), ())
            may_resemble = and_similar and said and not has_digits(label)
            if any(stem in said for stem in stems) or (
                may_resemble and is_similar(said, compared(label))
            ):
                return key
        return ""


def has_digits(text: str) -> bool:
    """It names a band, a mark or a year, which no other name may stand for."""
    return any(letter.isdigit() for letter in text)


@derived
def signatures(form: Form) -> tuple[Signature, ...]:
    """The tables of a form that are known by their headers."""
    edition, titles = form.edition, form.edition.titles
    school = [(row.key, row.label) for row in edition.school_columns]
    plan = _labels(form, PlanItem, {"text": LABEL})
    return (
        Signature(
            EGE, titles.ege, ((LABEL, titles.subject), *_labels(form, SubjectResults)), "предмет"
        ),
        Signature(
            BASE_MATH, titles.base_math, _labels(form, BaseMath, {"year": LABEL}), "математикабаз"
        ),
        Signature(
            SCHOOL,
            titles.school,
            (("no", titles.number), ("school", titles.organisation),
             (LABEL, titles.school_measure), *school),
        ),
        Signature(INDICATORS, "Показатели", _labels(form, Indicator, {"name": LABEL})),
        Signature(PLAN, titles.plan[0], (("no", titles.number), *plan)),
    )  # fmt: skip


def _labels(
    form: Form, table: type[Table], renamed: dict[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    renamed = renamed or {}
    return tuple(
        (renamed.get(name, name), form.edition_text(spec.label))
        for name, (_, spec) in columns_of(table).items()
        if not spec.added
    )


# --- A row of headers in a document ---

_MANY = 4
"""As many headers prove a table, though none is worded as the form has it."""
_ANYHOW = 0.4
"""The part of a table's headers that has to be there."""


@dataclass
class Header:
    """A row of headers that was found: the columns of a table by the grid they stand over."""

    signature: Signature
    columns: list[tuple[Cell, str]]
    """Each header with its key; without one it is none of the form's."""
    guessed: list[tuple[Cell, str]] = field(default_factory=list)
    """Those that are known by a part of their words or by their place."""

    @property
    def kind(self) -> str:
        return self.signature.kind

    def label(self, key: str) -> str:
        """What the form prints above a column."""
        return dict(self.signature.labels).get(key, key)

    def keyed(self, cells: Sequence[Cell]) -> Iterator[tuple[Cell, tuple[str, ...]]]:
        """Each cell of a row with the columns it stands in; none outside the known ones."""
        edges = {edge for cell, _ in self.columns for edge in (cell.start, cell.end)}
        fits = all(cell.start in edges and cell.end in edges for cell in cells)
        if not fits and len(cells) == len(self.columns):
            for cell, (_, key) in zip(cells, self.columns, strict=True):
                yield cell, (key,) if key else ()
            return
        for cell in cells:
            yield cell, tuple(key for key in self._under(cell) if key)

    def _under(self, cell: Cell) -> list[str]:
        middles = [(head.start + head.end, key) for head, key in self.columns]
        inside = [key for twice, key in middles if 2 * cell.start < twice < 2 * cell.end]
        if inside:
            return inside
        shared = [
            (min(cell.end, head.end) - max(cell.start, head.start), -head.start, key)
            for head, key in self.columns
        ]
        most, _, key = max(shared, default=(0, 0, ""))
        return [key] if most > 0 else []


def header_in(cells: Sequence[Cell], known: Sequence[Signature]) -> Header | None:
    """The table whose headers these are; None where they are none of the form's."""
    best: tuple[float, Header] | None = None
    said = [bones(cell.text) for cell in cells]
    for signature in known:
        keys, guessed = _told(signature, cells, said)
        certain = {key for key, doubt in zip(keys, guessed, strict=True) if key and not doubt}
        wanted = {key for key, _ in signature.labels if not key.endswith(PERCENT)}
        enough = max(2, _ANYHOW * len(wanted))
        hits = len({key for key in keys if key} & wanted)
        in_words = any(
            key and text.strip("0123456789Y%") for key, text in zip(keys, said, strict=True)
        )
        if (
            hits < enough
            or not (certain or hits >= _MANY)
            or not in_words
            or not _is_named(signature, said)
        ):
            continue
        fit = (hits + len(certain & wanted)) / (len(wanted) + len(said))
        if best is None or fit > best[0]:
            best = (fit, _header(signature, cells, keys, guessed))
    return best[1] if best else None


def _is_named(signature: Signature, said: Sequence[str]) -> bool:
    return not signature.needed or any(signature.needed in text for text in said)


def _told(
    signature: Signature, cells: Sequence[Cell], said: Sequence[str]
) -> tuple[list[str], list[bool]]:
    """By header, its key and whether it is known by a part of its words only."""
    exact, years = signature.exact, [key for key, _ in signature.labels if key in ("y1", "y2")]
    printed = {compared(label): key for key, label in signature.labels if key in years}
    keys = [printed.get(compared(cell.text), "") for cell in cells]
    doubts = [False] * len(cells)
    for at, text in enumerate(said):
        if keys[at]:
            continue
        if text == "YY" and years:
            keys[at] = next((key for key in years if key not in keys), "")
            doubts[at] = True
        elif text.startswith("%") and at and f"{keys[at - 1]}{PERCENT}" in dict(signature.labels):
            keys[at] = f"{keys[at - 1]}{PERCENT}"
        elif text in exact and exact[text] not in keys:
            keys[at] = exact[text]
    some = any(keys)
    for at, cell in enumerate(cells):
        if not keys[at] and (key := signature.by_part(cell.text, some)) and key not in keys:
            keys[at], doubts[at] = key, True
    return keys, doubts


def _header(
    signature: Signature, cells: Sequence[Cell], keys: list[str], guessed: list[bool]
) -> Header:
    """With the unknown headers between known ones told by their place, where it is certain."""
    order = [key for key, _ in signature.labels]
    at = 0
    while at < len(keys):
        if keys[at] or not cells[at].text.strip():
            at += 1
            continue
        end = at
        while end < len(keys) and not keys[end]:
            end += 1
        before = order.index(keys[at - 1]) + 1 if at else 0
        after = order.index(keys[end]) if end < len(keys) else len(order)
        between = [key for key in order[before:after] if key not in keys]
        may_guess = all(map(signature.may_be_guessed, between)) and not any(
            has_digits(cell.text) for cell in cells[at:end]
        )
        if len(between) == end - at and may_guess:
            keys[at:end] = between
            guessed[at:end] = [True] * len(between)
        at = end
    columns = list(zip(cells, keys, strict=True))
    return Header(
        signature,
        columns,
        [pair for pair, doubt in zip(columns, guessed, strict=True) if doubt and pair[1]],
    )
