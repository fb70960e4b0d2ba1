"""The plan of a document: its sections, their activities, and those that the school added itself.

`wording_faults` and `numbering_faults` look at what the school's own words and numbers are wrong
in; `PlanRows` reads the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...form.fields import Field, Form
from ...form.rows import PlanItemRow
from ...form.tables import PlanHeading, PlanItem
from ...reader.files.package_parts import digits_in
from ...texts.squeezing import Pattern, squeeze
from ...texts.typed import quote_value
from .content import Where
from .headers import LABEL
from .rows import CollectedValues, TableRow
from .words import Labels, is_numbering, is_written

_TO_FILL_IN = Pattern(r"№ ?_+|_{2,}|…+|\.{3,}|район[а-я]? \(город[а-я]?\)")
_REPEATED = Pattern(r"\b((\w+)(?: \w+){1,5}) \1\b", 2)
_OTHER_REGION = Pattern(r"\bДИРО\b|\bреспубликанск\w+")
"""Bodies and words of a republic: the form went from region to region."""
_BULLET = Pattern(r"\s*[-–—•*]\s*\S.*")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """The number that is printed beside a row of the plan."""

    code: str
    printed: str
    where: Where


def wording_faults(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The kinds of remarks on an activity's own words, with what a message names of it."""
    words = squeeze(text)
    if found := _TO_FILL_IN.search(words):
        yield "placeholder-left", {"said": found[0]}
    if found := _REPEATED.search(words):
        yield "words-repeated", {"said": found[1]}
    if found := _OTHER_REGION.search(words):
        yield "other-region", {"said": found[0]}
    if (number := _activities(text)) > 1:
        yield "several-activities", {"number": str(number)}


def _activities(text: str) -> int:
    """Bullets, or sentences that each begin a line of their own."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    bullets = sum(bool(_BULLET.fullmatch(line)) for line in lines)
    if bullets > 1:
        return bullets
    return 1 + sum(
        one.endswith((".", ";")) and other[0].isupper() for one, other in pairwise(lines)
    )


def numbering_faults(numbers: Sequence[PrintedNumber]) -> list[str]:
    """The codes of rows whose number is out of sequence, or lacks its full stop."""
    last: Counter[str] = Counter()
    ended = Counter(number.printed.endswith(".") for number in numbers)
    faults = []
    for number in numbers:
        above, _, own = number.printed.rstrip(".)").rpartition(".")
        own_number = digits_in(own, 6)
        gap = own_number is not None and own_number != last[above] + 1
        last[above] = last[above] if own_number is None else own_number
        if gap or number.printed.endswith(".") != (ended[True] > ended[False]):
            faults.append(number.code)
    return faults


# --- The table ---

_REWORDED = "формулировка пункта изменена; в бланке она напечатана"


class PlanRows:
    """«План мероприятий»."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.headings, self.labels = Labels(), Labels()
        for heading in form.edition.plan_headings:
            self.headings.add(heading.key, heading.label)
        self.items = {item.key: item for item in form.edition.plan_items}
        self.rows_of: dict[str, list[str]] = {}
        """By the key of an activity, all with the same words."""
        standard = [item for item in self.items.values() if item.kind != "own"]
        for item in standard:
            self.labels.add(item.key, item.label)
            same = self.labels.exact(item.label)
            self.rows_of.setdefault(same, []).append(item.key)
        self.standard = [item.key for item in standard]
        self.heading = self.last = ""
        self.found: dict[str, Where] = {}
        self.numbers: list[PrintedNumber] = []
        self._own: set[str] = set()
        self._others = form.edition.others
        self._below = {name: f"{spec.label}:" for name, (_, spec) in PlanHeading.columns.items()}

    def take(self, row: TableRow) -> bool:
        if row.is_blank:
            return True
        label, for_all = self._split_heading(row.label)
        if heading := self._heading(row, label):
            self._take_heading(row, heading, label, for_all)
            return True
        if is_written(row.label) and (item := self._item(row)):
            self._take_item(row, item)
            return True
        return self._adopt(row)

    def leave(self, row: TableRow) -> None:
        if is_written(row.label):
            self.collected.remark("row-homeless", row.label_place, text=quote_value(row.label))
            row.leave(
                self.collected, "в бланке нет такого пункта и свободной строки в разделе", "no"
            )
        else:
            row.leave(self.collected, "в строке не названо мероприятие", "no")
        self._number(row, "")

    def finish(self) -> None:
        """Reports what is wrong in the numbering, and the activities that the document lacks."""
        if faults := numbering_faults(self.numbers):
            self.collected.remark(
                "numbering-mended", self.numbers[0].where, codes=", ".join(faults)
            )
        missing = [key for key in self.standard if key not in self.found]
        self.collected.missing(Where("План мероприятий"), missing, len(self.standard))

    def _split_heading(self, text: str) -> tuple[str, dict[str, str]]:
        """A heading, and the lines below it that hold for all its activities: «Сроки: …»."""
        heading: list[str] = []
        for_all: dict[str, list[str]] = {}
        lines = heading
        for line in text.split("\n"):
            name = next((n for n, start in self._below.items() if line.startswith(start)), "")
            if name and name not in for_all:
                lines = for_all[name] = [line.removeprefix(self._below[name]).removeprefix(" ")]
            else:
                lines.append(line)
        return "\n".join(heading), {name: "\n".join(lines) for name, lines in for_all.items()}

    def _take_heading(
        self, row: TableRow, key: str, label: str, for_all: Mapping[str, str]
    ) -> None:
        self.heading = key
        self._record(row, key, label)
        fields = {one.column: one for one in self.form.fields_of(PlanHeading, key)}
        for name, text in for_all.items():
            self.collected.put(row.label_place, text, fields[name])
        row.put(self.collected, fields, LABEL, "no")

    def _heading(self, row: TableRow, label: str) -> str:
        cell = row.under(LABEL)
        spread = cell is not None and any(
            origin is cell and len(keys) > 1 for _, origin, keys in row.cells
        )
        key = self.headings.exact(label)
        if not key and spread and (key := self.headings.similar(label)):
            self.collected.note(row.label_place, label)
            self.collected.remark("label-changed", row.label_place, label=quote_value(label))
        return key

    def _item(self, row: TableRow) -> str:
        """The activity of the row; of several with the same words, by the heading or the order."""
        if same := self.labels.exact(row.label):
            keys = self.rows_of[same]
            free = [key for key in keys if key not in self.found] or keys
            return next(filter(self._is_here, free), "") or self._next(free)
        section = self.heading.split(".")[0]
        here = [
            key
            for key in self.standard
            if key not in self.found and section in ("", self.items[key].headings[0])
        ]
        return self.labels.similar(row.label, here)

    def _is_here(self, key: str) -> bool:
        return self.items[key].headings[-1] == self.heading

    def _next(self, keys: Sequence[str]) -> str:
        after = self.standard.index(self.last) if self.last else -1
        return next((key for key in keys if self.standard.index(key) > after), keys[0])

    def _take_item(self, row: TableRow, key: str) -> None:
        self.last = key
        if not self.labels.exact(row.label):
            label = quote_value(self.items[key].label)
            self.collected.leave(row.label_place, row.label, _REWORDED)
            field_id = f"{PlanItem.prefix}.{key}.term"
            self.collected.remark("item-reworded", row.label_place, field_id, code=key, label=label)
        if key not in self.found:
            self._record(row, key, row.label)
        row.put(self.collected, self._fields(key), LABEL, "no")

    def _record(self, row: TableRow, key: str, label: str) -> None:
        """Keeps where a row was found, its number, and remarks on its wording."""
        self.found[key] = row.label_place
        self._number(row, key)
        for kind, words in wording_faults(label):
            field_id = f"{PlanItem.prefix}.{key}.term"
            self.collected.remark(kind, row.label_place, field_id, code=key, **words)

    def _number(self, row: TableRow, key: str) -> None:
        cell = row.under("no")
        if cell is None or not is_written(cell.text):
            return
        lines = [line for line in cell.text.split("\n") if line.strip() != self._others]
        number = "\n".join(lines)
        if is_written(number) and not is_numbering(number):
            self.collected.leave(cell.where, number, "номер пункта в бланке напечатан")
        elif key and is_written(number):
            self.numbers.append(PrintedNumber(key, number.strip(), cell.where))

    def _adopt(self, row: TableRow) -> bool:
        """Gives a row that the form does not have to a spare one of the section."""
        section = self.heading.split(".")[0]
        spare = next(filter(lambda item: self._is_spare(item, section), self.items.values()), None)
        if spare is None:
            return False
        self._own.add(spare.key)
        self._number(row, "")
        row.put(self.collected, self._fields(spare.key), "no")
        text = quote_value(row.label) if is_written(row.label) else "(без названия)"
        self.collected.remark("row-adopted", row.label_place, text=text)
        return True

    def _is_spare(self, item: PlanItemRow, section: str) -> bool:
        return item.kind == "own" and item.headings[0] == section and item.key not in self._own

    def _fields(self, key: str) -> dict[str, Field | None]:
        fields = self.form.fields_of(PlanItem, key)
        return {LABEL if one.column == "text" else one.column: one for one in fields}
