"""Whose document it is, and whether it has graduates: what stands outside the tables of it."""

from __future__ import annotations

from ...form.fields import Form
from ...form.vocabulary import GRADE11_STATES
from ...texts.squeezing import compared, squeezed
from .content import Where
from .taking import Taken
from .words import bones


class IdentityLines:
    """The school's name above its caption, and the sentence in place of the exams."""

    def __init__(self, form: Form, taken: Taken) -> None:
        self.taken = taken
        self.name, self.grade11 = form.by_id["meta.school_name"], form.by_id["meta.grade11"]
        self._caption = bones(form.edition.titles.school_caption)
        self._without_exams = f"{compared(form.edition.titles.without_exams)}:"

    def take_name(self, where: Where, text: str, following: str) -> bool:
        """The line above «(наименование …)»; False where another line follows."""
        if bones(following) != self._caption:
            return False
        self.taken.put(where, text, self.name)
        return True

    def take_without_exams(self, where: Where, text: str) -> bool:
        """«Итоги ЕГЭ не заполняются: 11 класса нет.»; False for another text."""
        said = compared(text)
        if not said.startswith(self._without_exams):
            return False
        state = said.removeprefix(self._without_exams).strip()
        meant = next((one for one in GRADE11_STATES if compared(one) == state), "")
        if meant:
            self.taken.put(where, meant, self.grade11)
        return bool(meant)

    def repeats_name(self, where: Where, text: str) -> bool:
        """The name again, at the top of each page."""
        name = self.taken.texts.get(self.name.slot, "")
        if not name or squeezed(text) != squeezed(name):
            return False
        self.taken.told.setdefault(where, set()).add(self.name.slot)
        return True

    @property
    def has_no_exams(self) -> bool:
        """The document says so."""
        return self.grade11.slot in self.taken.raw
