"""What is seen on a sheet and stands in no value: merged cells, struck text, hidden rows.

The same for every format: an .xlsx has it in its markup, the others give it as `Looks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from ..expressions.numbers import show_value
from ..form.columns import Kind
from ..form.fields import Field, Layout
from ..form.layout import column_name
from ..form.submission import Remark, Value
from ..texts.cleaned import Cleaned
from ..texts.typed import as_text, quote_value
from .files.cells import Looks
from .files.places import At, place_of
from .structure.gathering import Gathered, SheetRead
from .unseen import number_of, remarks_on_seen

SHARED_KINDS = (Kind.SHARE, Kind.FREE, Kind.TEXT, Kind.DATE, Kind.CHOICE)
"""Kinds whose value a merged cell gives to all it covers; people must not be counted twice."""
MOST_NAMED = 12
"""Of the hidden rows or columns of a sheet."""


class Covered(NamedTuple):
    """A blank field under a merged cell, and the field whose value is seen there."""

    source: Field
    target: Field
    sheet: SheetRead
    at: At


def covered_fields(found: Gathered, looks: Mapping[str, Looks]) -> Iterator[Covered]:
    """Each blank input that a merged area of somebody's own covers with a value."""
    for sheet in found.sheets.values():
        own = sheet.printed.imprint.merged
        told: set[At] = set()  # areas of a damaged file may lie over one another
        for area in dict.fromkeys(_merged_areas(sheet, looks, len(own))):
            for one in _covered_by(area, sheet) if area not in own else ():
                if one.at not in told:
                    told.add(one.at)
                    yield one


def _merged_areas(sheet: SheetRead, looks: Mapping[str, Looks], usual: int) -> tuple[str, ...]:
    """The markup is walked only where it has another number of areas than the blank."""
    if sheet.markup is None:
        return looks.get(sheet.name, Looks()).merged
    xml = sheet.markup.xml
    return () if xml.merged_marks == usual else tuple(xml.walk.merged)


def _covered_by(area: str, sheet: SheetRead) -> Iterator[Covered]:
    start, _, end = area.partition(":")
    first, last = place_of(start), place_of(end)
    fields = sheet.field_at
    if not first or not last or first not in fields or sheet.value(first) is None:
        return
    for at, one in sorted(fields.items(), key=lambda pair: pair[0]):
        is_inside = first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]
        if is_inside and at != first and one.is_input and sheet.value(at) is None:
            yield Covered(fields[first], one, sheet, at)


def values_under_merged(
    layout: Layout,
    found: Gathered,
    cleaned: Mapping[int, Cleaned],
    looks: Mapping[str, Looks],
) -> dict[int, Cleaned]:
    """By slot, the values of blank fields that lie under a merged cell."""
    values = {}
    fields = layout.form.fields
    pairs = [(fields[source], fields[target]) for target, source in found.merged.items()]
    covered = covered_fields(found, looks)
    pairs += [(one.source, one.target) for one in covered if one.target.kind in SHARED_KINDS]
    for source, target in pairs:
        one = cleaned.get(source.slot)
        if one is not None and one.value is not None:
            shown_value = _shown(one.value, target.kind)
            values[target.slot] = Cleaned(one.value, "merged", shown_value, quote=shown_value)
    return values


def _shown(value: Value, kind: Kind) -> str:
    if kind is Kind.SHARE and isinstance(value, int | float):
        return f"{show_value(value * 100)}%"
    return as_text(value)


def remarks_on_looks(
    layout: Layout, found: Gathered, looks: Mapping[str, Looks]
) -> Iterator[Remark]:
    """Numbers under merged cells and texts struck out in part; without markup, all of it."""
    for one in covered_fields(found, looks):
        if one.target.kind not in SHARED_KINDS:
            place = layout.place(one.source)
            value = quote_value(one.sheet.value(one.sheet.placed.places[one.source.slot]))
            words = {"value": value, "of": place.cell}
            yield one.sheet.remark("merged-number", one.at, one.target, **words)
    for sheet in found.sheets.values():
        seen = looks.get(sheet.name)
        if seen is not None:
            yield from _struck(sheet, seen)
            yield from remarks_on_seen(sheet, seen)
            if seen.is_hidden and any(_filled_inputs(sheet)):
                yield Remark("hidden-sheet", sheet.name)
            if sheet.markup is None:
                yield from remarks_on_hidden(sheet, seen.hidden_rows, seen.hidden_columns)


def _struck(sheet: SheetRead, seen: Looks) -> Iterator[Remark]:
    for at, one in sheet.field_at.items():
        if sheet.value(at) is None:
            continue
        number = number_of(one)
        if at in seen.struck_parts:
            struck = quote_value(seen.struck_parts[at])
            yield sheet.remark("struck-part", at, one, number=number, struck=struck)
        elif at in seen.struck and not _is_struck_by_style(sheet, at):
            yield sheet.remark("struck", at, one, number=number)


def _is_struck_by_style(sheet: SheetRead, at: At) -> bool:
    """Which the walk over the markup tells."""
    if sheet.markup is None or not sheet.markup.styles.struck:
        return False
    return sheet.markup.xml.walk.styles.get(at) in sheet.markup.styles.struck


def remarks_on_hidden(sheet: SheetRead, rows: Set[int], columns: Set[int]) -> Iterator[Remark]:
    """Those of the hidden rows and columns in which somebody has filled something."""
    filled = [at for at in _filled_inputs(sheet) if at[0] in rows or at[1] in columns]
    if found := sorted({row for row, _ in filled if row in rows}):
        yield Remark("hidden-rows", sheet.name, words={"rows": _listed(row + 1 for row in found)})
    if found := sorted({column for _, column in filled if column in columns}):
        words = {"columns": _listed(map(column_name, found))}
        yield Remark("hidden-columns", sheet.name, words=words)


def _filled_inputs(sheet: SheetRead) -> Iterator[At]:
    for at, one in sheet.field_at.items():
        if one.is_input and sheet.value(at) is not None:
            yield at


def _listed(names: Iterable[object]) -> str:
    texts = [str(name) for name in names]
    return ", ".join(texts[:MOST_NAMED]) + (" …" if len(texts) > MOST_NAMED else "")
