"""A protocol read: every row of its tables ends as a record, left out with a reason, or unclear.

Nothing of a row is repeated in a message: surnames and documents stand beside the scores.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ...form.edition import Edition
from ...texts.squeezing import Pattern, normalize, squeeze
from ...texts.typed import as_text
from ..files.faults import Refused
from ..files.tables import Rows, tables_of
from .columns import EXAM, SCHOOL, Header, header_at
from .rows import Outcome, ProtocolError, RowReader, Table
from .subjects import ExamTitle, SubjectNames, day_in, is_other_exam

MOST_TITLES = 4
"""A line above a table has at most so many cells; a row of a table has more."""


class PersonMarks:
    """Marks by which the rows of one participant are known for each other's, in one run alone.

    They are made with a key that nobody keeps, so that no name can be found by its mark.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of(self, words: str) -> str:
        """The mark of a name or a document; empty for no words."""
        letters = normalize(words).replace(" ", "")
        if not letters:
            return ""
        return hashlib.blake2b(letters.encode(), key=self._key, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Protocol:
    """A file of results, without whose they are."""

    file: str
    outcomes: tuple[Outcome, ...]
    has_school_codes: bool
    """Whether the rows say of which school they are."""

    @property
    def schools(self) -> tuple[str, ...]:
        """The codes that its rows bear, in the order of the file."""
        return tuple(dict.fromkeys(one.school for one in self.outcomes if one.school))


def read_protocol(
    data: bytes,
    name: str,
    edition: Edition,
    marks: PersonMarks,
    score_column: str = "",
) -> Protocol:
    """The results in a file. `marks` are the same for all files that belong together.

    `score_column` is the title or the letters of the column with the scores, where that is asked.

    Raises `ProtocolError`, with what to do, for a file that is no protocol of this form's exams.
    """
    reader = _Reader(name, edition, marks, score_column)
    try:
        for sheet, rows in tables_of(data, name):
            reader.read(sheet, rows)
    except Refused as refused:
        raise ProtocolError(f"{refused.fault.message} {refused.fault.fix}") from refused
    if not reader.tables:
        raise ProtocolError(
            f"В файле «{name}» нет таблицы протокола: не найдены заголовки граф «Код ОО», «Класс», "
            "«Фамилия», «Балл». Укажите протокол в том виде, в каком его выдал РЦОИ."
        )
    if len(reader.schools) > 1:
        raise ProtocolError(
            f"В файле «{name}» несколько школ, а графы «Код ОО» нет: чья строка, не понять. "
            "Возьмите протокол с кодами или разделите его по школам."
        )
    return Protocol(
        name,
        tuple(reader.outcomes),
        all(table.header.of(SCHOOL) for table in reader.tables),
    )


def files_of(paths: Iterable[Path]) -> list[Path]:
    """These files, and all that lie in those of them that are folders.

    None is passed over for its name, since a protocol left out is results left out; only what
    programs put beside files they have open is.
    """
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        )
        found += [one for one in inside if not one.name.startswith(_BESIDE)]
    return found


_SCHOOL = Pattern(r"\b(?:м[бка]оу|гбоу|[со]ош|нош|школа|лицей|гимназия|интернат)\b")
_BESIDE = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass
class _Reader:
    """Walks the sheets of a file, table by table."""

    file: str
    edition: Edition
    marks: PersonMarks
    score_column: str
    tables: list[Table] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    schools: set[str] = field(default_factory=set)
    """What lines between rows call schools, where no column says of which school a row is."""

    def __post_init__(self) -> None:
        self.names = SubjectNames(self.edition)

    def read(self, sheet: str, rows: Rows) -> None:
        title, is_other, day = self._exam_of_name(sheet), False, None
        header: Header | None = None
        begun: list[tuple[int, Sequence[object]]] = []
        at = 0
        while at < len(rows):
            row = rows[at]
            line = _line(row)
            found = header_at(rows, at)
            exam = self.names.title(line) if line else None
            if found is not None:
                self._close(sheet, header, title, begun, day=day, is_other=is_other)
                header, begun = found, []
                at += found.rows
                continue
            if exam is not None and exam.subjects:
                self._close(sheet, header, title, begun, day=day, is_other=is_other)
                title, begun = exam, []
                day = exam.day or day
            elif exam is not None and _names_unknown_exam(exam):
                self._close(sheet, header, title, begun, day=day, is_other=is_other)
                title, begun, day = exam, [], exam.day
            elif header is None and line:
                is_other = is_other or is_other_exam(line)
                day = day_in(line) if "дата экзамена" in normalize(line) else day
            elif any(value is not None for value in row):
                begun.append((at, row))
            at += 1
        self._close(sheet, header, title, begun, day=day, is_other=is_other)

    def _exam_of_name(self, sheet: str) -> ExamTitle | None:
        """What the name of the file or the sheet says, where it names exactly one subject."""
        for name in (sheet, self.file):
            exam = self.names.title(name.rpartition(".")[0] if name == self.file else name)
            if len(exam.subjects) == 1:
                return exam
        return None

    def _close(
        self,
        sheet: str,
        header: Header | None,
        title: ExamTitle | None,
        rows: list[tuple[int, Sequence[object]]],
        *,
        day: date | None,
        is_other: bool,
    ) -> None:
        if header is None:
            return
        day = title.day if title and title.day else day
        table = Table(self.file, sheet, header, title, day, is_other, self.names, self.edition)
        if rows and title is None and not header.of(EXAM):
            raise ProtocolError(
                f"«{self.file}»: не сказано, какой это предмет. Впишите строкой над таблицей, "
                "например: 04 - Химия 01.06.2026."
            )
        self.tables.append(table)
        if not header.of(SCHOOL):
            lines = (normalize(_line(row)) for _, row in rows)
            self.schools |= {line for line in lines if _SCHOOL.search(line)}
        reader = RowReader(table, self.marks.of, [row for _, row in rows], self.score_column)
        self.outcomes += [
            reader.outcome(at, row) for at, row in rows if not reader.is_numbering(row)
        ]


def _line(row: Sequence[object]) -> str:
    """The words of a row that is no row of a table."""
    texts = [text for value in row if value is not None and (text := squeeze(as_text(value)))]
    return " ".join(texts) if 0 < len(texts) <= MOST_TITLES else ""


def _names_unknown_exam(title: ExamTitle) -> bool:
    """«51 - Родной язык 2026.06.01»: an exam that the form does not have."""
    return title.has_code and title.day is not None
