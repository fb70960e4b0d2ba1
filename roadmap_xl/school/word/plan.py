"""The plan of a document: its sections, their activities, and those that the school added itself.

`wording_faults` and `numbering_faults` look at what the school's own words and numbers are wrong
in; `PlanRows` reads the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...form.fields import Field, Form, columns_of
from ...form.rows import PlanItemRow
from ...form.tables import PlanHeading, PlanItem
from ...reader.files.package_parts import digits_in
from ...texts.squeezing import Pattern, squeezed
from ...texts.typed import quoted
from .content import Where
from .headers import LABEL
from .rows import TableRow, Taken
from .words import Labels, is_numbering, says

_TO_FILL_IN = Pattern(r"№ ?_+|_{2,}|…+|\.{3,}|район[а-я]? \(город[а-я]?\)")
_REPEATED = Pattern(r"\b((\w+)(?: \w+){1,5}) \1\b", 2)
_OF_OTHER_REGIONS = Pattern(r"\bДИРО\b|\bреспубликанск\w+")
"""Bodies and words of a republic: the form went from region to region."""
_BULLET = Pattern(r"\s*[-–—•*]\s*\S.*")


@dataclass(frozen=True, slots=True)
class NumberSeen:
    """The number that is printed beside a row of the plan."""

    code: str
    printed: str
    where: Where


def wording_faults(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The kinds of remarks on an activity's own words, with what a message names of it."""
    said = squeezed(text)
    if found := _TO_FILL_IN.search(said):
        yield "placeholder-left", {"said": found[0]}
    if found := _REPEATED.search(said):
        yield "words-repeated", {"said": found[1]}
    if found := _OF_OTHER_REGIONS.search(said):
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


def numbering_faults(numbers: Sequence[NumberSeen]) -> list[str]:
    """The codes of rows whose number is out of the row, or lacks its full stop."""
    last: Counter[str] = Counter()
    ended = Counter(number.printed.endswith(".") for number in numbers)
    faults = []
    for number in numbers:
        above, _, own = number.printed.rstrip(".)").rpartition(".")
        said = digits_in(own, 6)
        gap = said is not None and said != last[above] + 1
        last[above] = last[above] if said is None else said
        if gap or number.printed.endswith(".") != (ended[True] > ended[False]):
            faults.append(number.code)
    return faults


# --- The table ---

_REWORDED = "формулировка пункта изменена; в бланке она напечатана"


class PlanRows:
    """«План мероприятий»."""

    def __init__(self, form: Form, taken: Taken) -> None:
        self.form, self.taken = form, taken
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
        self.numbers: list[NumberSeen] = []
        self._own: set[str] = set()
        self._others = form.edition.others
        self._below = {
            name: f"{spec.label}:" for name, (_, spec) in columns_of(PlanHeading).items()
        }

    def take(self, row: TableRow) -> bool:
        if row.is_blank:
            return True
        label, said = self._parted(row.label)
        if heading := self._heading(row, label):
            self._take_heading(row, heading, label, said)
            return True
        if says(row.label) and (item := self._item(row)):
            self._take_item(row, item)
            return True
        return self._adopt(row)

    def leave(self, row: TableRow) -> None:
        if says(row.label):
            self.taken.remark("row-homeless", row.label_place, text=quoted(row.label))
            row.leave(self.taken, "в бланке нет такого пункта и свободной строки в разделе", "no")
        else:
            row.leave(self.taken, "в строке не названо мероприятие", "no")
        self._number(row, "")

    def finish(self) -> None:
        """Says what the document's own numbering is wrong in, and which activities it lacks."""
        if faults := numbering_faults(self.numbers):
            self.taken.remark("numbering-mended", self.numbers[0].where, codes=", ".join(faults))
        missing = [key for key in self.standard if key not in self.found]
        self.taken.missing(Where("План мероприятий"), missing, len(self.standard))

    def _parted(self, text: str) -> tuple[str, dict[str, str]]:
        """A heading, and what is said below it for all its activities: «Сроки: …»."""
        label: list[str] = []
        said: dict[str, list[str]] = {}
        lines = label
        for line in text.split("\n"):
            name = next((n for n, start in self._below.items() if line.startswith(start)), "")
            if name and name not in said:
                lines = said[name] = [line.removeprefix(self._below[name]).removeprefix(" ")]
            else:
                lines.append(line)
        return "\n".join(label), {name: "\n".join(lines) for name, lines in said.items()}

    def _take_heading(self, row: TableRow, key: str, label: str, said: Mapping[str, str]) -> None:
        self.heading = key
        self._told(row, key, label)
        fields = {one.column: one for one in self.form.fields_of(PlanHeading, key)}
        for name, text in said.items():
            self.taken.put(row.label_place, text, fields[name])
        row.put(self.taken, fields, LABEL, "no")

    def _heading(self, row: TableRow, label: str) -> str:
        cell = row.under(LABEL)
        spread = cell is not None and any(
            origin is cell and len(keys) > 1 for _, origin, keys in row.cells
        )
        key = self.headings.exact(label)
        if not key and spread and (key := self.headings.similar(label)):
            self.taken.note(row.label_place, label)
            self.taken.remark("label-changed", row.label_place, label=quoted(label))
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
            label = quoted(self.items[key].label)
            self.taken.leave(row.label_place, row.label, _REWORDED)
            field_id = f"{PlanItem.prefix}.{key}.term"
            self.taken.remark("item-reworded", row.label_place, field_id, code=key, label=label)
        if key not in self.found:
            self._told(row, key, row.label)
        row.put(self.taken, self._fields(key), LABEL, "no")

    def _told(self, row: TableRow, key: str, label: str) -> None:
        """Keeps what the document's own wording and numbering says of a row."""
        self.found[key] = row.label_place
        self._number(row, key)
        for kind, words in wording_faults(label):
            field_id = f"{PlanItem.prefix}.{key}.term"
            self.taken.remark(kind, row.label_place, field_id, code=key, **words)

    def _number(self, row: TableRow, key: str) -> None:
        cell = row.under("no")
        if cell is None or not says(cell.text):
            return
        lines = [line for line in cell.text.split("\n") if line.strip() != self._others]
        number = "\n".join(lines)
        if says(number) and not is_numbering(number):
            self.taken.leave(cell.where, number, "номер пункта в бланке напечатан")
        elif key and says(number):
            self.numbers.append(NumberSeen(key, number.strip(), cell.where))

    def _adopt(self, row: TableRow) -> bool:
        """Gives a row that the form does not have to a spare one of the section."""
        section = self.heading.split(".")[0]
        spare = next(filter(lambda item: self._is_spare(item, section), self.items.values()), None)
        if spare is None:
            return False
        self._own.add(spare.key)
        self._number(row, "")
        row.put(self.taken, self._fields(spare.key), "no")
        text = quoted(row.label) if says(row.label) else "(без названия)"
        self.taken.remark("row-adopted", row.label_place, text=text)
        return True

    def _is_spare(self, item: PlanItemRow, section: str) -> bool:
        return item.kind == "own" and item.headings[0] == section and item.key not in self._own

    def _fields(self, key: str) -> dict[str, Field | None]:
        fields = self.form.fields_of(PlanItem, key)
        return {LABEL if one.column == "text" else one.column: one for one in fields}
