"""One row of a protocol: a result, or the reason why it is none, or that it is unclear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from ...errors import RoadmapError
from ...form.edition import Edition
from ...form.layout import column_name
from ...form.results import BASE_MATH, is_possible
from ...texts.squeezing import Pattern, normalize, squeeze
from ...texts.typed import as_text
from . import columns as c
from .subjects import ExamTitle, SubjectNames, day_in, is_other_exam

Row = Sequence[object]


class ProtocolError(RoadmapError):
    """A file that is no protocol, or one of which somebody has to say where the scores are."""


class State(StrEnum):
    """What became of a row."""

    RESULT = "учтена"
    LEFT = "не учтена"
    UNCLEAR = "не понята"


ANNULLED, ABSENT, UNFINISHED, NO_SCORE = (
    "результат аннулирован",
    "не явился",
    "не завершил экзамен",
    "балла нет",
)
FORMER, OTHER_CLASS = "выпускник прошлых лет", "не 11 класс"
TOTAL, OTHER_EXAM, OTHER_SUBJECT, OTHER_YEAR = (
    "итоги и подписи под таблицей",
    "не ЕГЭ",
    "предмета нет в бланке",
    "экзамен другого года",
)
NO_CODE, NO_CLASS, NO_SUBJECT, BAD_SCORE, REVOKED = (
    "нет кода ОО",
    "не указан класс",
    "не ясно, какой предмет",
    "балл или отметка не поняты",
    "отменено, а что именно — не сказано",
)
_STATES: Final = {
    ANNULLED: Pattern(r"аннулир|удал[её]н|^анн\.?$"),
    UNFINISHED: Pattern(r"не ?завершил"),
    ABSENT: Pattern(r"не ?яв|отсутств|^н/я$|^н$|^неявка"),
}
_REVOKED = Pattern(r"отмен[её]н|недействит|без результата")
"""Of a result or of an appeal: only РЦОИ knows."""
_FORMER = Pattern(r"прошлых лет|прошлого года|\bвпл\b|\bспо\b|\bнпо\b|иностранн")
_TOTALS = Pattern(
    r"^(?:средн(?:ие|ий|яя|ее)\b|минимальн|максимальн|всего\b|итого\b|количество\b|процент|доля\b)"
)
_WHOLE = Pattern(r"^([0-9]{1,3})(?:[.,]0+)?$")
_CLASS = Pattern(r"^([0-9]{1,2})(?![0-9])")
_GRADUATING = ("11", "12")
"""Evening schools have a twelfth year."""
_TELLING: Final = ((c.SCHOOL,), (c.CLASS,), c.NAMES, c.DOCUMENTS)
"""What tells a row of a participant from a total: so many of these have to be there."""
_ENOUGH = 2
_LEAST_NUMBERS = 3
"""The row of column numbers below the titles has at least so many."""


class Outcome(NamedTuple):
    """A row without anything that names its participant."""

    state: State
    reason: str
    """Why it is not counted; empty for a result."""
    place: str
    school: str = ""
    """The code of its school; empty where the protocol has none."""
    subjects: tuple[str, ...] = ()
    """The subject; several where it is not clear which."""
    day: date | None = None
    score: int = 0
    name: str = ""
    """The mark of the participant's name; empty where there is none."""
    document: str = ""
    """The mark of the participant's document or number."""
    is_after_appeals: bool = False
    """Of a table that says what a score was before."""
    is_appealed: bool = False
    is_oral: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a protocol, and what is said above it."""

    file: str
    sheet: str
    header: c.Header
    title: ExamTitle | None
    day: date | None
    is_other_exam: bool
    names: SubjectNames
    edition: Edition

    @cached_property
    def is_after_appeals(self) -> bool:
        return bool(self.header.of(c.OLD) or self.header.of(c.APPEAL))

    def place(self, at: int) -> str:
        sheet = "" if self.sheet == self.file else f", лист «{self.sheet}»"
        return f"«{self.file}»{sheet}, строка {at + 1}"


class RowReader:
    """The rows of one table."""

    def __init__(
        self, table: Table, mark: Callable[[str], str], rows: Sequence[Row], score_column: str
    ) -> None:
        self.table = table
        self.mark = mark
        self._rows = _full(rows)
        self._asked = score_column
        self._width = max(map(len, rows), default=0)
        self._at = {
            column: next(self._filled(column), column.first) for column in table.header.columns
        }
        self._has_classes = any(self._text(row, c.CLASS) for row in rows)
        self._score_at: dict[bool, int] = {}

    def is_numbering(self, row: Row) -> bool:
        """«1 2 3 …» below the titles."""
        texts = [squeeze(as_text(value)) for value in row if value is not None]
        numbers = [int(text) for text in texts if text.isdecimal() and len(text) < _LEAST_NUMBERS]
        if len(numbers) < max(len(texts), _LEAST_NUMBERS) or numbers[0] != 1:
            return False
        return all(second == first + 1 for first, second in pairwise(numbers))

    def outcome(self, at: int, row: Row) -> Outcome:
        """What became of a row."""
        found = Outcome(
            State.LEFT,
            "",
            self.table.place(at),
            school=self._text(row, c.SCHOOL),
            name=self.mark(" ".join(self._texts(row, *c.NAMES))),
            document=self.mark(" ".join(self._texts(row, *c.DOCUMENTS))),
            is_after_appeals=self.table.is_after_appeals,
            is_appealed=any(self._texts(row, c.APPEAL)),
        )
        if not self._is_of_participant(row):
            return found._replace(reason=TOTAL)
        exam = self._exam(row)
        day = exam.day if exam else None
        found = found._replace(
            subjects=exam.subjects if exam else (),
            day=day or self.table.day,
            is_oral=bool(exam and exam.is_oral),
        )
        if reason := self._left(row, found):
            return found._replace(reason=reason)
        if reason := self._unclear(row, found):
            return found._replace(state=State.UNCLEAR, reason=reason)
        return self._with_score(row, found)

    def _is_of_participant(self, row: Row) -> bool:
        """It is not a total below the table, a signature or a heading between tables."""
        telling = {
            kinds: [
                text for text in self._texts(row, *kinds) if not _TOTALS.search(normalize(text))
            ]
            for kinds in _TELLING
        }
        known = [
            kinds is c.NAMES or _has_digit(text) or bool(_FORMER.search(normalize(text)))
            for kinds, texts in telling.items()
            for text in texts[:1]
        ]
        possible = sum(any(map(self.table.header.of, kinds)) for kinds in _TELLING)
        if sum(known) >= min(possible, _ENOUGH) > 0:
            return True
        words = (normalize(as_text(value)) for value in row if value is not None)
        is_total = any(map(_TOTALS.search, words))
        is_told = any(known) or not possible
        return is_told and not is_total and bool(self._texts(row, c.SCORE, c.MARK))

    def _exam(self, row: Row) -> ExamTitle | None:
        words = self._text(row, c.EXAM)
        exam = self.table.names.in_column(words) if words else self.table.title
        day = day_in(self._text(row, c.DAY))
        return exam._replace(day=day) if exam and day else exam

    def _left(self, row: Row, found: Outcome) -> str:
        if self.table.is_other_exam or is_other_exam(self._text(row, c.EXAM)):
            return OTHER_EXAM
        if self._exam(row) and not found.subjects and not self._may_be_subject(row):
            return OTHER_SUBJECT
        if found.day and found.day.year != self.table.edition.exam_year:
            return OTHER_YEAR
        grade = normalize(self._text(row, c.CLASS))
        if _FORMER.search(f"{grade} {normalize(self._text(row, c.CATEGORY))}"):
            return FORMER
        number = _CLASS.match(grade)
        return OTHER_CLASS if number and number[1].lstrip("0") not in _GRADUATING else ""

    def _may_be_subject(self, row: Row) -> bool:
        words = self._text(row, c.EXAM)
        return bool(words) and self.table.names.may_be(words)

    def _unclear(self, row: Row, found: Outcome) -> str:
        if len(found.subjects) != 1:
            return NO_SUBJECT
        if self.table.header.of(c.SCHOOL) and not found.school:
            return NO_CODE
        if self._has_classes and not _CLASS.match(self._text(row, c.CLASS)):
            return NO_CLASS
        return ""

    def _with_score(self, row: Row, found: Outcome) -> Outcome:
        (subject,) = found.subjects
        at = self._score(subject == BASE_MATH)
        text = squeeze(as_text(row[at])) if at < len(row) and row[at] is not None else ""
        words = (normalize(text), *map(normalize, self._texts(row, c.STATUS)))
        for reason, pattern in _STATES.items():
            if any(pattern.search(one) for one in words):
                return found._replace(reason=reason)
        if any(map(_REVOKED.search, words)):
            return found._replace(state=State.UNCLEAR, reason=REVOKED)
        if text in ("", "-"):
            return found._replace(reason=NO_SCORE)
        number = _WHOLE.match(text)
        if number is None or not is_possible(subject, int(number[1])):
            return found._replace(state=State.UNCLEAR, reason=BAD_SCORE)
        return found._replace(state=State.RESULT, score=int(number[1]))

    # --- which column ---

    def _filled(self, column: c.Column) -> Iterator[int]:
        """The columns below a title in which something stands: it may be merged over several."""
        is_last = column is self.table.header.columns[-1]
        for at in range(column.first, max(column.last + 1, self._width if is_last else 0)):
            if any(at < len(row) and _holds(row[at]) for row in self._rows):
                yield at

    def _texts(self, row: Row, *kinds: str) -> list[str]:
        found = (self._at[column] for kind in kinds for column in self.table.header.of(kind))
        values = (row[at] for at in found if at < len(row) and row[at] is not None)
        return [text for value in values if (text := squeeze(as_text(value)))]

    def _text(self, row: Row, kind: str) -> str:
        return next(iter(self._texts(row, kind)), "")

    def _score(self, is_base: bool) -> int:
        if is_base not in self._score_at:
            self._score_at[is_base] = self._asked_column() if self._asked else self._found(is_base)
        return self._score_at[is_base]

    def _found(self, is_base: bool) -> int:
        """The one column that the scores, or the marks, can only stand in."""
        columns = self.table.header.of(c.MARK if is_base else c.SCORE)
        newest = [one for one in columns if _NEWEST.search(normalize(one.title))]
        columns = newest if len(newest) == 1 else columns
        places = [at for column in columns for at in self._filled(column)]
        if len(columns) == 1 and len(places) <= 1:
            return places[0] if places else columns[0].first
        raise self._unknown("отметки" if is_base else "баллы")

    def _asked_column(self) -> int:
        wanted = normalize(self._asked)
        for column in self.table.header.columns:
            letters = {normalize(column_name(at)) for at in range(column.first, column.last + 1)}
            if wanted in letters:
                return next(at for at in range(column.first, column.last + 1)
                            if normalize(column_name(at)) == wanted)  # fmt: skip
        named = [one for one in self.table.header.columns if wanted == normalize(one.title)]
        if len(named) == 1:
            return self._at[named[0]]
        raise self._unknown(f"баллы (графы «{self._asked}» нет или она не одна)")

    def _unknown(self, what: str) -> ProtocolError:
        titles = ", ".join(column.named for column in self.table.header.columns)
        return ProtocolError(
            f"«{self.table.file}»: не ясно, в какой графе {what}. Графы: {titles}. Назовите её "
            "заголовком или буквой (в команде: --score-column)."
        )


_NEWEST = Pattern(r"после|текущ")


def _full(rows: Sequence[Row]) -> list[Row]:
    """The rows in which most cells hold something: totals and signatures have a few only."""
    filled = [(sum(map(_holds, row)), row) for row in rows]
    most = max((number for number, _ in filled), default=0)
    return [row for number, row in filled if 2 * number > most]


def _has_digit(text: str) -> bool:
    return any("0" <= sign <= "9" for sign in text)


def _holds(value: object) -> bool:
    return value is not None and bool(squeeze(as_text(value)))
