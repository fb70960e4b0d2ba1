"""What a repaired workbook says about itself: what is left to mend, what was read otherwise."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cached_property
from typing import Any, NamedTuple

from ..form.layout import TITLE
from ..form.submission import Remark
from ..records import Record
from ..rules.findings import Finding
from ..texts.squeezing import squeeze

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
MENDED_HEADERS = ("Где", "Было", "Что сделано")
"""One column is left empty after them; the next, hidden, has the id of the field."""
LOST_HEADER = "Потеряно: заполните заново"
"""Above the rows of what was lost, on the sheet of notes."""
LOST_HINT = (
    "Пока место пустое и ответа нет, проверка показывает ошибку. Заполните место в книге или, если "
    "заполнять нечего, впишите ответ, например «предмет не сдавали»."
)
LOST_HEADERS = ("Где", "Что потеряно", "Ваш ответ", "Код")
"""The next column, hidden, keeps the loss for the next reading."""
LOST_KEY = "lost"
"""Of the rows of `_meta` that keep the same losses, each with its answer."""
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
    return f"#{hashlib.sha256(squeeze(text).encode()).hexdigest()[:10]}"


def is_seal(text: str) -> bool:
    """The hidden cell with the seals of its row's texts."""
    return _SEALS.fullmatch(text) is not None


class Correction(NamedTuple):
    """A cell that was read otherwise than it was written, or a fault in the file's structure."""

    field: str
    """The id of its field; empty for the structure."""
    place: str
    """In the file as it was sent."""
    was: str
    done: str


class UnplacedCell(NamedTuple):
    """A cell that has no place in the form, as it stood in the file that was sent."""

    sheet: str
    cell: str
    text: str
    why: str


_FILL = (
    "Место для этих данных в книге есть, но пустое: заполните его (что уцелело — на листе "
    f"«{LEFT_OVER_SHEET}»). Заполнять нечего — ответьте на листе «{NOTES_SHEET}»."
)
_LOOK = (
    "Проверьте, что числа стоят под своими заголовками, и напишите об этом в графе «Ваш ответ» "
    f"на листе «{NOTES_SHEET}»."
)


class Loss(Record):
    """What a file lost, as an error somebody has to act on: by filling it again, or by answering.

    `kind`, `sheet`, `cell`, `field` and `words` are those of the remark, at its place in the blank.
    """

    kind: str
    sheet: str
    cell: str
    field: str
    words: dict[str, str]
    fields: tuple[str, ...]
    """The ids of the fields without a place; none where the data were read but are doubtful."""
    answer: str = ""
    """What the school says of it; empty until it does."""

    @property
    def remark(self) -> Remark:
        fix = _FILL if self.fields else _LOOK
        return Remark(self.kind, self.sheet, self.cell, self.field, self.words, fix)

    @property
    def kept(self) -> str:
        """The loss without its answer, for the hidden cell beside it."""
        said = asdict(self)
        del said["answer"]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def kept_in(text: str) -> Loss | None:
        """The loss that a hidden cell keeps; None for any other text."""
        try:
            said = json.loads(text)
            json.dumps(said, ensure_ascii=False).encode()  # half of a sign cannot be shown again
        except (ValueError, RecursionError):
            return None
        return Loss(**said | {"fields": tuple(said["fields"])}) if _is_loss(said) else None

    def answered(self, answer: str) -> Loss:
        return replace(self, answer=answer)


def _is_loss(said: Any) -> bool:
    """By hand: for this one cell the page for browsers would have to carry pydantic."""
    match said:
        case {
            "kind": str(), "sheet": str(), "cell": str(), "field": str(),
            "words": dict(words), "fields": list(fields), **others,
        } if not others:  # fmt: skip
            return all(isinstance(text, str) for text in (*words.values(), *fields))
    return False


class RepairNotes(Record):
    """Everything a repair has to say; nothing, for a clean file."""

    findings: tuple[Finding, ...] = ()
    mended: tuple[Correction, ...] = ()
    untaken: tuple[UnplacedCell, ...] = ()
    lost: tuple[tuple[Loss, Finding], ...] = ()
    """What was lost, each with its error."""

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """The errors on what was lost and of what nothing is said."""
        return tuple(error for loss, error in self.lost if not loss.answer)

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that say it."""
        found = [NOTES_SHEET] if self.findings or self.mended or self.lost else []
        return found + [LEFT_OVER_SHEET] * bool(self.untaken)

    @cached_property
    def by_field(self) -> Mapping[str, str]:
        """By id of a field, the note on its cell."""
        notes: dict[str, list[str]] = {}
        for one in self.mended:
            if one.field:
                notes.setdefault(one.field, []).append(one.done)
        for finding in (*self.unanswered, *self.findings):
            if finding.field:
                text = f"{finding.severity.word.capitalize()}: {finding.message}\n→ {finding.fix}"
                notes.setdefault(finding.field, []).append(text)
        return {field_id: "\n\n".join([OUR_HEADING, *texts]) for field_id, texts in notes.items()}

    @cached_property
    def mended_fields(self) -> frozenset[str]:
        return frozenset(one.field for one in self.mended if one.field)
