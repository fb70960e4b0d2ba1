"""What a repaired workbook says about itself: what is left to mend, what was read otherwise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .findings import Finding
from .layout import TITLE
from .texts.squeezing import squeezed

_SEALS = re.compile("#[0-9a-f]{10}(?: #[0-9a-f]{10})*")
NOTES_SHEET = "Замечания"
LEFT_OVER_SHEET = "Не перенесено"
"""The two sheets that a repair adds to the blank's own."""
OUR_AUTHOR = "roadmap_xl"
"""Who signs the notes on cells; a reader knows by it that they are not the school's."""
OUR_HEADING = "Программа roadmap_xl:"
"""How they begin: LibreOffice keeps no names of authors."""
MENDED_HEADER = "Что прочитано иначе, чем было записано"
"""Above the rows of what was mended, on the sheet of notes."""
FOUND_HEADERS = ("Важность", "Где", "Что не так", "Как исправить", "Код")
LOST = "потеряно"
"""Stands before a row of what a repair could not bring back."""
MENDED_HEADERS = ("Где", "Было", "Что сделано")
"""One column is left empty after them; the next, hidden, has the id of the field."""
LEFT_OVER_HEADERS = ("Лист", "Ячейка", "Что стояло", "Почему не перенесено")
TO_TITLE = f"← {TITLE}"
LEFT_OVER_HINT = (
    "Этому не нашлось места в бланке. Нужное перенесите в графы или в «Примечание» на листе "
    f"«{TITLE}», затем лист можно удалить."
)
LEFT_OVER_TEXTS = (LEFT_OVER_SHEET, TO_TITLE, LEFT_OVER_HINT)
"""What stands above the list; the rest of its sheet is the list, or the school's."""


def seal_of(text: str) -> str:
    """A short mark of a text that the program wrote, however its spaces are kept."""
    return f"#{hashlib.sha256(squeezed(text).encode()).hexdigest()[:10]}"


def is_seal(text: str) -> bool:
    """The hidden cell with the seals of its row's texts."""
    return _SEALS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that was read otherwise than it was written, or a fault in the file's structure."""

    field: str
    """The id of its field; empty for the structure."""
    place: str
    """In the file as it was sent."""
    was: str
    done: str
    is_lost: bool = False
    """Not mended: what it speaks of was lost, and somebody has to fill it in again."""


@dataclass(frozen=True, slots=True)
class Untaken:
    """A cell that has no place in the form, as it stood in the file that was sent."""

    sheet: str
    cell: str
    text: str
    why: str


@dataclass(frozen=True)
class RepairNotes:
    """Everything a repair has to say; nothing, for a clean file."""

    findings: tuple[Finding, ...] = ()
    mended: tuple[Mended, ...] = ()
    untaken: tuple[Untaken, ...] = ()

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that say it."""
        found = [NOTES_SHEET] if self.findings or self.mended else []
        return found + [LEFT_OVER_SHEET] * bool(self.untaken)

    @cached_property
    def by_field(self) -> Mapping[str, str]:
        """By id of a field, the note on its cell."""
        said: dict[str, list[str]] = {}
        for one in self.mended:
            if one.field and not one.is_lost:
                said.setdefault(one.field, []).append(one.done)
        for finding in self.findings:
            if finding.field:
                text = f"{finding.severity.word.capitalize()}: {finding.message}\n→ {finding.fix}"
                said.setdefault(finding.field, []).append(text)
        return {field_id: "\n\n".join([OUR_HEADING, *texts]) for field_id, texts in said.items()}

    @cached_property
    def mended_fields(self) -> frozenset[str]:
        return frozenset(one.field for one in self.mended if one.field and not one.is_lost)
