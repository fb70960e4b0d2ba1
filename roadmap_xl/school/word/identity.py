"""Whose document it is and who signs it: what stands outside its tables.

The school's name, the sentence that replaces the exams of a school without graduates, and the block
of the signature with its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...form.fields import Form
from ...form.tables import Signature
from ...form.vocabulary import GRADE11_STATES
from ...texts.squeezing import normalize, squeeze
from .content import Cell, Paragraph, Where
from .rows import CollectedValues
from .words import column, match_key


class IdentityLines:
    """The school's name above its caption, and the sentence in place of the exams."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.collected = collected
        self.name, self.grade11 = form.by_id["meta.school_name"], form.by_id["meta.grade11"]
        self._caption = match_key(form.edition.titles.school_caption)
        self._without_exams = f"{normalize(form.edition.titles.without_exams)}:"

    def take_name(self, where: Where, text: str, following: str) -> bool:
        """The line above «(наименование …)»; False where another line follows."""
        if match_key(following) != self._caption:
            return False
        self.collected.put(where, text, self.name)
        return True

    def take_without_exams(self, where: Where, text: str) -> bool:
        """«Итоги ЕГЭ не заполняются: 11 класса нет.»; False for another text."""
        sentence = normalize(text)
        if not sentence.startswith(self._without_exams):
            return False
        state = sentence.removeprefix(self._without_exams).strip()
        meant = next((one for one in GRADE11_STATES if normalize(one) == state), "")
        if meant:
            self.collected.put(where, meant, self.grade11)
        return bool(meant)

    def repeats_name(self, where: Where, text: str) -> bool:
        """The name again, at the top of each page."""
        name = self.collected.texts.get(self.name.slot, "")
        if not name or squeeze(text) != squeeze(name):
            return False
        self.collected.slots_at.setdefault(where, set()).add(self.name.slot)
        return True

    @property
    def has_no_exams(self) -> bool:
        """The document says so."""
        return self.grade11.slot in self.collected.raw


_PARTS = re.compile(r"[\n\t]| {3,}")
_BY_HAND = re.compile(r"\t+|_{2,}|\s{3,}")
_DATE = ("дата", "датаподписания")
_BLANK_LINE = re.compile(r"[_\s/]+")


class SignatureBlock:
    """«(наименование должности руководителя) (подпись) (ФИО)», with what stands above them."""

    def __init__(self, form: Form, collected: CollectedValues) -> None:
        self.form, self.collected = form, collected
        self.captions = {
            match_key(column(Signature, "position").label): "position",
            match_key(column(Signature, "fio").label): "fio",
            match_key(form.edition.titles.handwritten): "",
        }

    def captions_in(self, parts: Sequence[Cell | Paragraph]) -> bool:
        """At least two of the block's captions stand here."""
        found = {match_key(line) for one in parts for line in _PARTS.split(one.text)}
        return len(found & self.captions.keys()) > 1

    def take(self, cells: Sequence[Cell], above: Sequence[Cell]) -> None:
        """A row of captions, with the row above it."""
        for cell in cells:
            lines = cell.text.split("\n")
            caption = next((line for line in lines if match_key(line) in self.captions), "")
            rest = "\n".join(line for line in lines if line != caption)
            key = self.captions.get(match_key(caption), "") if caption else ""
            self._put(key, cell.where, rest)
            for other in above:
                if other.start == cell.start:
                    self._put(key, other.where, other.text)
        captioned = {cell.start for cell in cells}
        for other in above:
            if other.start not in captioned:
                self._put("", other.where, other.text)

    def take_line(self, where: Where, text: str) -> None:
        """A line above the captions: «Директор ______ Иванова И. И.»."""
        parts = [part for part in _BY_HAND.split(text) if part.strip(" /")]
        if len(parts) != 2:
            self._put("", where, text)
            return
        for key, part in zip(("position", "fio"), parts, strict=True):
            self._put(key, where, part.strip(" /"))

    def take_date(self, where: Where, text: str) -> bool:
        """«Дата: 01.10.2020»."""
        label, _, value = text.partition(":") if ":" in text else text.partition(" ")
        if match_key(label) not in _DATE:
            return False
        self._put("date", where, value)
        return True

    def _put(self, key: str, where: Where, text: str) -> None:
        if _BLANK_LINE.fullmatch(text) or not text:
            return
        one = self.form.field(Signature, "", key) if key else None
        if one is None:
            self.collected.leave(where, text, "в графе подписи расписываются на бумаге")
        else:
            self.collected.put(where, text.strip(), one)
