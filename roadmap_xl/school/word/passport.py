"""The passport of a document: «Описание проблемы» in lines, then its fields.

A field is a label and what stands beside it, in a table without headers or after a colon; a line of
«1. Описание проблемы» is a label, a dash and a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...form.fields import Field, Form
from ...form.rows import PassportRow
from ...form.tables import Average, Passport, ProblemCount, SubjectResults
from ...texts.squeezing import normalize
from .content import Cell, Where, lines_kept
from .rows import CollectedValues
from .words import Labels, is_written, match_key


class PassportRows:
    """«Состав рабочей группы» and the rest: a table without headers, or lines with a colon."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.rows: dict[str, PassportRow] = {row.key: row for row in form.edition.passport}
        self.labels = Labels()
        for row in self.rows.values():
            self.labels.add(row.key, row.label)
        self.groups = Labels()
        for group in form.edition.indicator_groups:
            self.groups.add(group.key, re.sub(r"^[\d.\s]+", "", group.label))
        self._texts: dict[str, list[tuple[Where, str]]] = {}

    def take(self, cells: Sequence[tuple[Cell, Cell]]) -> bool:
        """A row, each cell with the one it continues; False where its label is another's."""
        label = next((seen for _, seen in cells if is_written(seen.text)), None)
        key = self._key(label.text) if label else ""
        if label is None or not key:
            return False
        for cell, seen in cells:
            if seen is not label and seen is cell:
                self._add(key, cell.where, cell.text)
            elif seen is not cell:
                self.collected.leave(cell.where, cell.text, "ячейка объединена с верхней")
        return True

    def take_line(self, where: Where, text: str) -> bool:
        """«Цель разработки и реализации: …»."""
        label, colon, value = text.partition(":")
        key = self._key(label) if colon else self.labels.exact(text)
        if not key:
            return False
        self._add(key, where, value)
        return True

    def finish(self) -> None:
        """Gives each field its text, from one row or several."""
        for key, parts in self._texts.items():
            one = self.form.field(Passport, key, "value")
            if one is None:
                continue
            text = "\n".join(lines_kept(text) for _, text in parts)
            self.collected.put(parts[0][0], text, one)
            for where, _ in parts[1:]:
                self.collected.slots_at.setdefault(where, set()).add(one.slot)

    def _key(self, label: str) -> str:
        return self.labels.exact(label) or self.labels.similar(label)

    def _add(self, key: str, where: Where, text: str) -> None:
        if self.rows[key].fixed:
            self._take_fixed(key, where, text)
        elif is_written(text):
            self._texts.setdefault(key, []).append((where, text))

    def _take_fixed(self, key: str, where: Where, text: str) -> None:
        """The list is printed in the form; another wording of it is reported (PSP-006)."""
        printed = {match_key(line) for line in self.rows[key].fixed}
        for line in filter(is_written, text.split("\n")):
            if self.groups.exact(line):
                continue
            if match_key(line) in printed or self._group(line):
                self.collected.note(where, line)
                self.collected.remark("groups-renamed", where, text=line.strip())
            else:
                self.collected.leave(where, line, "перечень показателей в бланке напечатан")

    def _group(self, line: str) -> str:
        return self.groups.similar(line)


# --- «1. Описание проблемы» ---

_AFTER_LABEL = re.compile(r"[–—−:\-_]|\s(?=[\d.,_])|$")
_SEPARATOR = re.compile(r"[\s_]*[–—−:-]*[\s_]*")
_AVERAGE_OF = "средний балл по "
_ENDING = 2
"""Letters that cases change: «по физике»."""
_LONGEST_LABEL = 400


class ProblemLines:
    """The averages of subjects and the numbers of persons."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.subjects, self.counts = Labels(), Labels()
        for subject in form.edition.subjects:
            self.subjects.add(subject.key, subject.average_label, subject.label, *subject.aliases)
        for count in form.edition.problem_counts:
            self.counts.add(count.key, count.label)
        self.listed: list[tuple[str, Where]] = []
        """The subjects in the order of the list, each with its place."""

    def take(self, where: Where, text: str) -> bool:
        """Takes a line, or a list of several in one line; False for another text."""
        found = self._split(text)
        if found is None:
            return False
        key, value = found
        one = self._field(key)
        if one is None:
            return False
        if one.table is Average and any(key == subject for subject, _ in self.listed):
            self.collected.leave(where, value, "предмет в списке средних баллов назван дважды")
        else:
            self.collected.put(where, value, one)
        if one.table is Average:
            self.listed.append((key, where))
        return True

    def _split(self, text: str) -> tuple[str, str] | None:
        """The key of the longest label the text begins with, and what follows it."""
        found = None
        for end in _AFTER_LABEL.finditer(text[:_LONGEST_LABEL]):
            key = self._key(text[: end.start()])
            if key and (
                found is None or found[0] != key
            ):  # marks after a label belong to its value
                found = (key, _SEPARATOR.sub("", text[end.start() :], count=1).strip())
        return found

    def _key(self, label: str) -> str:
        key = self.subjects.exact(label) or self.counts.exact(label)
        phrase = "" if key else normalize(label)
        if phrase.startswith(_AVERAGE_OF):
            stem = match_key(phrase.removeprefix(_AVERAGE_OF))[:-_ENDING]
            key = next(
                (
                    key
                    for name, key in self.subjects.by_match_key.items()
                    if name[:-_ENDING] == stem
                ),
                "",
            )
        return key

    def _field(self, key: str) -> Field | None:
        return self.form.field(Average, key, "value") or self.form.field(ProblemCount, key, "value")

    def finish(self) -> None:
        """Reports the subjects that the list names twice, and those it lacks."""
        if not self.listed or not self.form.has_table(Average):
            return
        names = [key for key, _ in self.listed]
        for number, (key, where) in enumerate(self.listed):
            if key in names[:number]:
                self.collected.remark(
                    "subject-twice", where, f"{Average.prefix}.{key}",
                    text=self._label(key), meant=self._meant(names, number),
                )  # fmt: skip
        for subject in self.form.edition.subjects:
            if subject.key not in names:
                total = self.form.field(SubjectResults, subject.key, "total")
                sat = bool(total and self.collected.raw.get(total.slot))
                kind = "subject-unlisted" if sat else "subject-unlisted-unsat"
                place = Where("Средние баллы")
                field_id = f"{Average.prefix}.{subject.key}"
                name = subject.label
                self.collected.remark(kind, place, field_id, text=name, label=name)

    def _label(self, key: str) -> str:
        return next(s.label for s in self.form.edition.subjects if s.key == key)

    def _meant(self, names: Sequence[str], number: int) -> str:
        """The subject that the form has in this place and the list lacks."""
        order = [subject.key for subject in self.form.edition.subjects]
        first = order.index(names[number])
        last = order.index(names[number + 1]) if number + 1 < len(names) else len(order)
        lacking = [key for key in order[first:last] if key not in names]
        return f" Вторая строка, видимо, «{self._label(lacking[0])}»." if lacking else ""
