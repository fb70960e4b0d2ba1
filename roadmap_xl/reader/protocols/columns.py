"""The columns of a protocol: found by their titles, in whatever order and width they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ...form.layout import column_name
from ...texts.squeezing import Pattern, normalize, squeeze
from ...texts.typed import as_text

SCHOOL, CLASS, CATEGORY, STATUS, EXAM, DAY, SCORE, MARK = (
    "school", "class", "category", "status", "exam", "day", "score", "mark",
)  # fmt: skip
SURNAME, NAME, PATRONYMIC, FULL_NAME = "surname", "name", "patronymic", "full_name"
SERIES, NUMBER, DOCUMENT, PARTICIPANT = "series", "number", "document", "participant"
APPEAL, OLD, OTHER = "appeal", "old", "other"
NAMES: Final = (SURNAME, NAME, PATRONYMIC, FULL_NAME)
DOCUMENTS: Final = (SERIES, NUMBER, DOCUMENT, PARTICIPANT)

_KINDS: Final = {
    OLD: Pattern(r"до (?:изменени|апелляци|перепроверк)|прежн|\bбыло\b"),
    OTHER: Pattern(
        r"первичн|задани|\bчаст[ьи]|\bмин(?:имальн|\b)|\bмакс(?:имальн|\b)|средн|^№|^п/п|мсу|ппэ|аудитори|вариант"
        r"|код (?:предмет|регион)|бланк"
    ),
    APPEAL: Pattern(r"^(?:тип |вид |дата |номер |результат )?(?:апелляци|перепроверк)"),
    SCHOOL: Pattern(r"^код (?:оо|оу|общеобраз|образов|организаци|школы|учрежд)|^(?:оо|оу)$"),
    PARTICIPANT: Pattern(r"^код участник|^(?:id|guid|уин|снилс)\b"),
    CLASS: Pattern(r"^класс"),
    CATEGORY: Pattern(r"^категори"),
    SURNAME: Pattern(r"^фамилия$"),
    FULL_NAME: Pattern(r"^фио\b|^ф\. ?и\. ?о|^фамилия|^участник$"),
    NAME: Pattern(r"^имя"),
    PATRONYMIC: Pattern(r"^отчество"),
    SERIES: Pattern(r"^серия$"),
    NUMBER: Pattern(r"^номер(?: документа)?$"),
    DOCUMENT: Pattern(r"^документ|^паспорт|^серия"),
    EXAM: Pattern(r"^(?:экзамен|предмет|наименование предмета|учебный предмет)$"),
    DAY: Pattern(r"^(?:дата|день)(?: экзамена| проведения.*)?$"),
    STATUS: Pattern(r"^(?:состояние|статус|примечание|отметка о)"),
    MARK: Pattern(r"^(?:оценка|отметка)"),
    SCORE: Pattern(r"\bбаллы?\b"),
}
"""What a title says the column holds; the first that fits."""
LEAST_KNOWN = 2
"""A row of titles names at least so many of them."""


def kind_of(title: str) -> str:
    """What a column of this title holds; empty for a title that no protocol has."""
    words = normalize(title)
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the title that people see above it."""

    title: str
    kind: str
    first: int
    """Zero-based; where its title stands."""
    last: int
    """The last column below the same title: titles are often merged over several."""

    @property
    def named(self) -> str:
        return f"{column_name(self.first)} «{self.title}»"


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table."""

    columns: tuple[Column, ...]
    rows: int
    """How many rows they take."""

    def of(self, kind: str) -> list[Column]:
        return [column for column in self.columns if column.kind == kind]


def header_at(rows: Sequence[Sequence[object]], at: int) -> Header | None:
    """The titles that begin in this row; None where none do."""
    tops = dict(_texts(rows[at]))
    if len(_known(tops)) < LEAST_KNOWN or _has_numbers(rows[at]):
        return None
    below = dict(_texts(rows[at + 1])) if at + 1 < len(rows) else {}
    if not below or not _known(below) or _has_numbers(rows[at + 1]):
        below = {}
    width = max(len(rows[at]), len(rows[at + 1]) if below else 0)
    titled = sorted({*tops, *below})
    ends = [*(column - 1 for column in titled[1:]), max(width - 1, titled[-1])]
    columns = []
    for first, last in zip(titled, ends, strict=True):
        group = next((tops[at] for at in range(first, -1, -1) if at in tops), "")
        title = " / ".join(filter(None, (group, below.get(first, ""))))
        kind = kind_of(below.get(first, "") or group)
        kind = OLD if kind_of(group) == OLD else kind
        columns.append(Column(title, kind, first, last))
    return Header(tuple(columns), 2 if below else 1)


def _texts(row: Sequence[object]) -> Iterator[tuple[int, str]]:
    for at, value in enumerate(row):
        if isinstance(value, str) and (text := squeeze(value)):
            yield at, text


def _known(titles: dict[int, str]) -> set[str]:
    return {kind_of(title) for title in titles.values()} - {""}


def _has_numbers(row: Sequence[object]) -> bool:
    """A row of titles has none, also where all cells of a file are texts."""
    texts = (squeeze(as_text(value)) for value in row if value is not None)
    return any(text.replace(".", "").replace(",", "").isdecimal() for text in texts)
