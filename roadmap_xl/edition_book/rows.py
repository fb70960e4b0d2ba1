"""Between an edition's file and the rows of its workbook, both ways; nothing is lost between.

The file has lists that name one another by keys; the workbook has rows whose order says it: an
indicator is of the group above it, an activity of the section above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .sheets import (
    INDICATOR_GROUP,
    INDICATORS,
    LEVELS,
    OWN_ITEM,
    PLAN,
    SHEET_OF,
    SHEETS,
    Sheet,
)

Raw = dict[str, Any]
"""An edition's file as TOML has it: with `{exam_year}` and the like where the year goes."""
OFF = "off"
"""The rows that are switched off, by list: their keys stay taken."""
_AFTER = "after"
"""Of such a row, the key of the row above it."""
_BY_PLACE = ("group", "headings", "opens_group", "level", "kind", "key")
"""Properties that the place of a row, its «Вид» or its hidden key say."""


@dataclass(frozen=True)
class Entry:
    """A row of a sheet with lists."""

    key: str
    """Empty for a row that is new."""
    word: str
    """Its «Вид»."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The properties that differ from what a row has by itself."""
    is_active: bool = True
    row: int = -1
    """Where it stands in the workbook, from zero; -1 where it stands in none yet."""

    def in_list(self, sheet: Sheet) -> str:
        """The list of the edition that it is a row of."""
        return sheet.lists[self.word].partition(":")[0]


# --- From the file to rows ---


def entries_of(raw: Raw, sheet: Sheet) -> list[Entry]:
    """The rows of a sheet in their order, those that are switched off in their places."""
    order = {PLAN.name: _plan_rows, INDICATORS.name: _indicator_rows}.get(sheet.name, _rows)
    found = [_entry(sheet, name, row) for name, row in order(raw, sheet)]
    waiting = [
        (name, row)
        for name in dict.fromkeys(map(_list_of, sheet.lists.values()))
        for row in raw.get(OFF, {}).get(name, ())
    ]
    for name, row in waiting:
        keys = [(one.in_list(sheet), one.key) for one in found]
        above = tuple(row[_AFTER]) if row.get(_AFTER) else None
        at = keys.index(above) + 1 if above in keys else len(found) if above else 0
        properties = {key: value for key, value in row.items() if key != _AFTER}
        found.insert(at, _entry(sheet, name, properties, is_active=False))
    return found


def _list_of(target: str) -> str:
    return target.partition(":")[0]


def _rows(raw: Raw, sheet: Sheet) -> Iterator[tuple[str, Raw]]:
    for name in dict.fromkeys(map(_list_of, sheet.lists.values())):
        yield from ((name, row) for row in raw.get(name, ()))


def _indicator_rows(raw: Raw, sheet: Sheet) -> Iterator[tuple[str, Raw]]:
    for group in raw["indicator_groups"]:
        yield "indicator_groups", group
        for row in raw["indicators"]:
            if row["group"] == group["key"]:
                yield "indicators", row


def _plan_rows(raw: Raw, sheet: Sheet) -> Iterator[tuple[str, Raw]]:
    headings = {row["key"]: row for row in raw["plan_headings"]}
    for item in raw["plan_items"]:
        for key in item["headings"]:
            if key in headings:
                yield "plan_headings", headings.pop(key)
        yield "plan_items", item
    yield from (("plan_headings", row) for row in headings.values())


def _entry(sheet: Sheet, name: str, row: Raw, *, is_active: bool = True) -> Entry:
    sort = str(row.get("level", row.get("kind", "")))
    targets = {target: word for word, target in sheet.lists.items()}
    word = targets.get(f"{name}:{sort}") or targets[name]
    values = {key: value for key, value in row.items() if key not in _BY_PLACE}
    return Entry(row["key"], word, values, is_active)


# --- From rows to the file ---


def lists_of(entries: Mapping[str, Sequence[Entry]]) -> Raw:
    """The lists of an edition from the rows of each sheet by its name, all with keys."""
    found: Raw = {name: [] for name in SHEET_OF}
    for sheet in SHEETS:
        rows = entries[sheet.name]
        active = [one for one in rows if one.is_active]
        placed = {PLAN.name: _place_in_plan, INDICATORS.name: _place_in_groups}.get(sheet.name)
        for one, places in placed(active) if placed else ((one, {}) for one in active):
            found[one.in_list(sheet)].append(_row(sheet, one, places))
        for name, row in _switched_off(sheet, rows):
            found.setdefault(OFF, {}).setdefault(name, []).append(row)
    if not found["controls"]:
        del found["controls"]
    return found


def _row(sheet: Sheet, one: Entry, places: Raw) -> Raw:
    sort = sheet.lists[one.word].partition(":")[2]
    given: Raw = {}
    if sort:
        given = {"level": int(sort)} if sort.isdecimal() else {"kind": sort}
    return {"key": one.key, **given, **one.values, **places}


def _place_in_groups(rows: Sequence[Entry]) -> Iterator[tuple[Entry, Raw]]:
    """Each with its group; the first that a school answers for opens it."""
    group, opened, budget = "", set[str](), False
    for one in rows:
        if one.word == INDICATOR_GROUP:
            group = one.key
            yield one, {}
            continue
        opens = group not in opened and _is_asked_of_school(one)
        opened |= {group} if opens else set()
        places: Raw = {"group": group, **({"opens_group": True} if opens else {})}
        if one.values.get("of_school_budget"):
            places["of_school_budget"] = "next" if budget else "first"
            budget = True
        yield one, places


def _is_asked_of_school(one: Entry) -> bool:
    is_own = INDICATORS.lists[one.word].endswith(":own")
    return one.values.get("owner", "S") != "D" and not is_own


def _place_in_plan(rows: Sequence[Entry]) -> Iterator[tuple[Entry, Raw]]:
    """Each activity with the headings above it; a school's own row is of the whole section."""
    above: list[Entry] = []
    for one in rows:
        if one.word in LEVELS:
            level = LEVELS[one.word]
            above = [*[up for up in above if LEVELS[up.word] < level], one]
            yield one, {}
        else:
            headings = above[:1] if one.word == OWN_ITEM else above
            yield one, {"headings": [heading.key for heading in headings]}


def _switched_off(sheet: Sheet, rows: Iterable[Entry]) -> Iterator[tuple[str, Raw]]:
    above: list[str] = []
    for one in rows:
        name = one.in_list(sheet)
        if not one.is_active:
            places: Raw = {_AFTER: above} if above else {}
            yield name, _row(sheet, one, places)
        above = [name, one.key]


def is_heading(word: str) -> bool:
    """Whether a row of this «Вид» stands above others."""
    return word in LEVELS or word == INDICATOR_GROUP


def needs_heading(word: str) -> bool:
    """Whether a row of this «Вид» has to stand below one."""
    kinds = {*INDICATORS.lists, *PLAN.lists}
    return word in kinds and not is_heading(word)
