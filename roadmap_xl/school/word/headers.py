"""Which table of the form a row of headers begins, and which column is which.

`TableHeaders` are those of one table as the form prints them; `header_in` finds the table that a
row of a document fits best. A header is known by its words, wherever it stands; one between two
known headers is known by its place there, and reported as a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...form.derived import derived
from ...form.fields import Form
from ...form.tables import (
    BaseMath,
    Indicator,
    PlanItem,
    SchoolMeasures,
    SubjectResults,
    Table,
)
from ...reader.structure.lines import is_similar
from ...texts.squeezing import normalize
from .content import Cell
from .words import match_key

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


_TABLES: Mapping[str, type[Table]] = {
    EGE: SubjectResults,
    BASE_MATH: BaseMath,
    SCHOOL: SchoolMeasures,
    INDICATORS: Indicator,
    PLAN: PlanItem,
}


@dataclass(frozen=True)
class TableHeaders:
    """The headers of one table as the form prints them, in their order."""

    kind: str
    title: str
    """As a message names the table."""
    labels: tuple[tuple[str, str], ...]
    """Each column's key with what is printed above it."""
    required: str = ""
    """The letters that some header has to have: without them it is another table."""

    def is_in(self, form: Form) -> bool:
        """Whether the form has the table; one that it does without is known, and left."""
        return form.has_table(_TABLES[self.kind])

    def may_be_guessed(self, key: str) -> bool:
        """Its place among its neighbours is enough; a band or a subject has to be named."""
        of_school = self.kind == SCHOOL and key not in ("no", "school", LABEL)
        return not of_school and not has_digits(dict(self.labels)[key])

    @cached_property
    def exact(self) -> dict[str, str]:
        """The keys by headers that are known by their words alone."""
        found: dict[str, str] = {}
        for key, label in self.labels:
            if not key.endswith(PERCENT):
                found.setdefault(match_key(label), key)
        return found

    def by_part(self, text: str, and_similar: bool) -> str:
        """The column that a header names in part, or resembles where others are certain."""
        header = normalize(text)
        for key, label in self.labels if len(header) <= _LONGEST_HEADER else ():
            stems = _STEMS.get((self.kind, key), ())
            may_resemble = and_similar and header and not has_digits(label)
            if any(stem in header for stem in stems) or (
                may_resemble and is_similar(header, normalize(label))
            ):
                return key
        return ""


def has_digits(text: str) -> bool:
    """The header names a band, a mark or a year, so no similar one may stand for it."""
    return any(letter.isdigit() for letter in text)


@derived
def table_headers(form: Form) -> tuple[TableHeaders, ...]:
    """The headers of every table of a form that has any."""
    edition, titles = form.edition, form.edition.titles
    school = [(row.key, row.label) for row in edition.school_columns]
    plan = _labels(form, PlanItem, {"text": LABEL})
    return (
        TableHeaders(
            EGE, titles.ege, ((LABEL, titles.subject), *_labels(form, SubjectResults)), "предмет"
        ),
        TableHeaders(
            BASE_MATH, titles.base_math, _labels(form, BaseMath, {"year": LABEL}), "математикабаз"
        ),
        TableHeaders(
            SCHOOL,
            titles.school,
            (("no", titles.number), ("school", titles.organisation),
             (LABEL, titles.school_measure), *school),
        ),
        TableHeaders(INDICATORS, "Показатели", _labels(form, Indicator, {"name": LABEL})),
        TableHeaders(PLAN, titles.plan[0], (("no", titles.number), *plan)),
    )  # fmt: skip


def _labels(
    form: Form, table: type[Table], renamed: dict[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    renamed = renamed or {}
    return tuple(
        (renamed.get(name, name), form.column_label(table, name))
        for name, (_, spec) in table.columns.items()
        if not spec.added
    )


# --- A row of headers in a document ---

_ENOUGH_SIMILAR = 4
"""As many headers that are only similar prove a table."""
_LEAST_SHARE = 0.4
"""The part of a table's headers that has to be there."""


@dataclass
class Header:
    """A row of headers that was found: the columns of a table by the grid they stand over."""

    headers: TableHeaders
    columns: list[tuple[Cell, str]]
    """Each header with its key; an empty one for a header that the form does not have."""
    guessed: list[tuple[Cell, str]] = field(default_factory=list)
    """Those that are known by a part of their words or by their place."""

    @property
    def kind(self) -> str:
        return self.headers.kind

    def label(self, key: str) -> str:
        """What the form prints above a column."""
        return dict(self.headers.labels).get(key, key)

    def keyed(self, cells: Sequence[Cell]) -> Iterator[tuple[Cell, tuple[str, ...]]]:
        """Each cell of a row with the keys of the columns it stands in."""
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


def header_in(cells: Sequence[Cell], known: Sequence[TableHeaders]) -> Header | None:
    """The table whose headers these are; None for a row that is not a row of headers."""
    best: tuple[float, Header] | None = None
    texts = [match_key(cell.text) for cell in cells]
    for headers in known:
        keys, guessed = _match(headers, cells, texts)
        certain = {key for key, doubt in zip(keys, guessed, strict=True) if key and not doubt}
        wanted = {key for key, _ in headers.labels if not key.endswith(PERCENT)}
        enough = max(2, _LEAST_SHARE * len(wanted))
        hits = len({key for key in keys if key} & wanted)
        in_words = any(
            key and text.strip("0123456789Y%") for key, text in zip(keys, texts, strict=True)
        )
        if (
            hits < enough
            or not (certain or hits >= _ENOUGH_SIMILAR)
            or not in_words
            or not _has_required(headers, texts)
        ):
            continue
        fit = (hits + len(certain & wanted)) / (len(wanted) + len(texts))
        if best is None or fit > best[0]:
            best = (fit, _header(headers, cells, keys, guessed))
    return best[1] if best else None


def _has_required(headers: TableHeaders, texts: Sequence[str]) -> bool:
    return not headers.required or any(headers.required in text for text in texts)


def _match(
    headers: TableHeaders, cells: Sequence[Cell], texts: Sequence[str]
) -> tuple[list[str], list[bool]]:
    """By header, its key and whether it is known by a part of its words only."""
    exact, years = headers.exact, [key for key, _ in headers.labels if key in ("y1", "y2")]
    printed = {normalize(label): key for key, label in headers.labels if key in years}
    keys = [printed.get(normalize(cell.text), "") for cell in cells]
    doubts = [False] * len(cells)
    for at, text in enumerate(texts):
        if keys[at]:
            continue
        if text == "YY" and years:
            keys[at] = next((key for key in years if key not in keys), "")
            doubts[at] = True
        elif text.startswith("%") and at and f"{keys[at - 1]}{PERCENT}" in dict(headers.labels):
            keys[at] = f"{keys[at - 1]}{PERCENT}"
        elif text in exact and exact[text] not in keys:
            keys[at] = exact[text]
    any_known = any(keys)
    for at, cell in enumerate(cells):
        if not keys[at] and (key := headers.by_part(cell.text, any_known)) and key not in keys:
            keys[at], doubts[at] = key, True
    return keys, doubts


def _header(
    headers: TableHeaders, cells: Sequence[Cell], keys: list[str], guessed: list[bool]
) -> Header:
    """The header row; an unknown header between known ones is guessed by its place."""
    order = [key for key, _ in headers.labels]
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
        may_guess = all(map(headers.may_be_guessed, between)) and not any(
            has_digits(cell.text) for cell in cells[at:end]
        )
        if len(between) == end - at and may_guess:
            keys[at:end] = between
            guessed[at:end] = [True] * len(between)
        at = end
    columns = list(zip(cells, keys, strict=True))
    return Header(
        headers,
        columns,
        [pair for pair, doubt in zip(columns, guessed, strict=True) if doubt and pair[1]],
    )
