"""The rows of the indicators, group by group; the heading above a table names its group."""

from __future__ import annotations

from ...form.fields import Field, Form
from ...form.tables import Indicator
from ...texts.squeezing import Pattern, squeeze
from ...texts.typed import quote_value
from .content import Where
from .headers import LABEL
from .rows import CollectedValues, TableRow
from .words import Labels, is_written

_NUMBER = Pattern(r"(\d\.\d)\.? ?\D.*")


class IndicatorRows:
    """«1.1» to «1.5»."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.labels = Labels()
        for spec in form.edition.indicators:
            if spec.kind != "own":
                self.labels.add(spec.key, spec.label)
        self.groups = Labels()
        for group in form.edition.indicator_groups:
            self.groups.add(group.key, group.label)
        self.group = ""
        self.found: set[str] = set()
        self._own: list[TableRow] = []

    def heading(self, text: str) -> bool:
        """Takes a heading of a group; False for another text."""
        group = self.groups.exact(text)
        if not group and (number := _NUMBER.fullmatch(squeeze(text))):
            like = number[1] in self.groups.by_match_key.values()
            group = number[1] if like and self.groups.similar(text, (number[1],)) else ""
        self.group = group or self.group
        return bool(group)

    def take(self, row: TableRow) -> bool:
        if is_written(row.label) and row.text("unit") == row.label:  # a heading over the whole row
            return self.heading(row.label)
        key = self.labels.exact(row.label)
        if not key and self._is_own():
            self._own.append(row)
            return True
        if row.is_blank:
            return True
        key = key or row.similar_key(self.labels, self.collected)
        if not key:
            return False
        self.found.add(key)
        row.put(self.collected, self._fields(key), LABEL)
        return True

    def leave(self, row: TableRow) -> None:
        if is_written(row.label):
            self.collected.remark("row-homeless", row.label_place, text=quote_value(row.label))
        row.leave(self.collected, "такого показателя в бланке нет")

    def finish(self) -> None:
        """Gives the school's own indicators their rows, each its own where there are as many."""
        indicators = self.form.edition.indicators
        specs = [spec for spec in indicators if spec.kind == "own"]
        printed = [spec for spec in indicators if spec.kind != "own"]
        missing = [quote_value(spec.label, 60) for spec in printed if spec.key not in self.found]
        self.collected.missing(Where("Показатели"), missing, len(printed))
        rows = self._own
        if len(rows) > len(specs):
            rows = [row for row in rows if not row.is_blank]
        for row, spec in zip(rows, specs, strict=False):
            row.put(self.collected, self._fields(spec.key))
        for row in rows[len(specs) :]:
            self.leave(row)

    def _is_own(self) -> bool:
        indicators = self.form.edition.indicators
        return any(one.group == self.group and one.kind == "own" for one in indicators)

    def _fields(self, key: str) -> dict[str, Field | None]:
        fields = self.form.fields_of(Indicator, key)
        return {LABEL if one.column == "name" else one.column: one for one in fields}
