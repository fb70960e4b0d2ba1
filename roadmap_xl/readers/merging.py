"""Cells that somebody merged: «86 %» over both years is said of both."""

from __future__ import annotations

from collections.abc import Iterator

from ..form.columns import Kind
from ..form.fields import Field
from .damage import SheetSeen
from .sheet_xml import At, place_of

SAID_OF_ALL = (Kind.SHARE, Kind.FREE, Kind.TEXT, Kind.DATE, Kind.CHOICE)
"""Of what merged cells say the same for all; a number of people is not to be counted twice."""


def merged_over(sheet: SheetSeen) -> Iterator[tuple[Field, Field]]:
    """The filled field of each merged area, with every blank field that lies in it, too."""
    if sheet.markup.xml.bytes.count(b"<mergeCell ") == len(sheet.imprint.merged):
        return
    fields = sheet.field_at()
    for area in sheet.markup.xml.walk.merged:
        if area in sheet.imprint.merged:
            continue
        if place_of(area.partition(":")[0]) not in fields:
            continue
        covered = _fields_in(area, fields)
        for at, one in covered[1:] if covered and sheet.value(covered[0][0]) is not None else ():
            if one.is_input and sheet.value(at) is None and one.kind in SAID_OF_ALL:
                yield covered[0][1], one


def _fields_in(area: str, fields: dict[At, Field]) -> list[tuple[At, Field]]:
    start, _, end = area.partition(":")
    first, last = place_of(start), place_of(end)
    if not first or not last:
        return []
    return sorted(
        (
            (at, one)
            for at, one in fields.items()
            if first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]
        ),
        key=lambda pair: pair[0],
    )
