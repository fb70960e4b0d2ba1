"""The passport's fields: a label, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...form.fields import Form
from ...form.rows import PassportRow
from ...form.tables import Passport
from .content import Cell, Where, lines_kept
from .labels import Labels
from .taking import Taken
from .words import bones, says


class PassportRows:
    """«Состав рабочей группы» and the rest: a table without headers, or lines with a colon."""

    def __init__(self, form: Form, taken: Taken) -> None:
        self.form, self.taken = form, taken
        self.rows: dict[str, PassportRow] = {row.key: row for row in form.edition.passport}
        self.labels = Labels()
        for row in self.rows.values():
            self.labels.add(row.key, row.label)
        self.groups = Labels()
        for group in form.edition.indicator_groups:
            self.groups.add(group.key, re.sub(r"^[\d.\s]+", "", group.label))
        self._said: dict[str, list[tuple[Where, str]]] = {}

    def take(self, cells: Sequence[tuple[Cell, Cell]]) -> bool:
        """A row, each cell with the one it continues; False where its label is another's."""
        label = next((seen for _, seen in cells if says(seen.text)), None)
        key = self._key(label.text) if label else ""
        if label is None or not key:
            return False
        for cell, seen in cells:
            if seen is not label and seen is cell:
                self._say(key, cell.where, cell.text)
            elif seen is not cell:
                self.taken.leave(cell.where, cell.text, "ячейка объединена с верхней")
        return True

    def take_line(self, where: Where, text: str) -> bool:
        """«Цель разработки и реализации: …»."""
        label, colon, value = text.partition(":")
        key = self._key(label) if colon else self.labels.exact(text)
        if not key:
            return False
        self._say(key, where, value)
        return True

    def finish(self) -> None:
        """Gives the fields what was said of them, in one row or several."""
        for key, said in self._said.items():
            one = self.form.field(Passport, key, "value")
            if one is None:
                continue
            text = "\n".join(lines_kept(text) for _, text in said)
            self.taken.put(said[0][0], text, one)
            for where, _ in said[1:]:
                self.taken.told.setdefault(where, set()).add(one.slot)

    def _key(self, label: str) -> str:
        return self.labels.exact(label) or self.labels.similar(label)

    def _say(self, key: str, where: Where, text: str) -> None:
        if self.rows[key].fixed:
            self._list(key, where, text)
        elif says(text):
            self._said.setdefault(key, []).append((where, text))

    def _list(self, key: str, where: Where, text: str) -> None:
        """The list is printed in the form; another wording of it is told (PSP-006)."""
        printed = {bones(line) for line in self.rows[key].fixed}
        for line in filter(says, text.split("\n")):
            if self.groups.exact(line):
                continue
            if bones(line) in printed or self._group(line):
                self.taken.note(where, line)
                self.taken.remark("groups-renamed", where, text=line.strip())
            else:
                self.taken.leave(where, line, "перечень показателей в бланке напечатан")

    def _group(self, line: str) -> str:
        return self.groups.similar(line)
