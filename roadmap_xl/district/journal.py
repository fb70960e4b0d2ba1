"""The journal: what the district has noted about the files it received, by their SHA-256.

People edit it, the program only adds to it: what it recognised stands in a column of its own, so
that a code of a school is always somebody's decision. Here are its entries, and how they are read
from the sheet as people left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import RegistryError
from ..texts.days import day_text
from .listed import Header, Row, Rows, header_of, rows_below, sheets_of
from .received import Received

JOURNAL_SHEET = "Журнал"
COLUMNS: Final = {
    "file": "Файл",
    "recognised": "Опознана как",
    "school": "Код школы",
    "received": "Дата получения",
    "withdrawn": "Отозван",
    "counts": "Засчитать",
    "returned": "Возвращён на доработку",
    "no_data": "Нет данных — подтверждено",
    "deadline": "Другой срок",
    "remark": "Примечание",
    "run": "Сбор",
    "sha256": "SHA-256",
}
"""The columns by their headers."""
OF_FILE: Final = ("school", "received", "withdrawn", "counts", "returned", "remark")
OF_SCHOOL: Final = ("no_data", "received", "deadline", "remark")
"""What people decide in the row of a file, and in a row about a school."""
BY_PEOPLE: Final = frozenset((*OF_FILE, *OF_SCHOOL))
"""The columns that people fill; the program writes into them what is decided on the page."""


class JournalEntry(BaseModel):
    """One received file, or without `sha256` what is decided about a school."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    file: str = ""
    recognised: str = ""
    """Whose file the program took it for when it saw it first."""
    school: str = ""
    """The code it is assigned to, if a person had to say so."""
    received: date | None = None
    withdrawn: bool = False
    counts: bool = False
    """A draft or an empty blank counts as handed in."""
    returned: str = ""
    """Why it goes back to the school to be mended; it counts until another comes."""
    no_data: bool = False
    """Confirmed: the school has nothing to report."""
    deadline: date | None = None
    """The day that was agreed with the school."""
    remark: str = ""
    run: int | None = None
    """In which run it was seen first, of two files of one day the newer in the later."""


class Journal:
    """The entries in the order they were made; each file stands in it once.

    Several rows on one file or one school are read as one. Raises `RegistryError` where they
    contradict each other.
    """

    def __init__(self, entries: Sequence[JournalEntry] = ()) -> None:
        self._by_sha256: dict[str, JournalEntry] = {}
        self.of_schools: dict[str, JournalEntry] = {}
        """By the school's code, what is decided about it."""
        for entry in entries:
            found, key = self._by_sha256, entry.sha256
            if not key:
                found, key = self.of_schools, entry.school
            found[key] = _join(found[key], entry) if key in found else entry
        self.entries = (*self._by_sha256.values(), *self.of_schools.values())

    @property
    def without_data(self) -> dict[str, JournalEntry]:
        """By the school's code, the confirmations that it has nothing to report."""
        return {code: one for code, one in self.of_schools.items() if one.no_data}

    @property
    def deadlines(self) -> dict[str, date]:
        """By the school's code, the day that was agreed with it."""
        return {code: one.deadline for code, one in self.of_schools.items() if one.deadline}

    def with_codes(self, full_code: Callable[[str], str]) -> Journal:
        """The journal with each school's code as the registry has it, its zeros too."""
        return Journal([
            one.model_copy(update={"school": full_code(one.school)}) if one.school else one
            for one in self.entries
        ])  # fmt: skip

    def of(self, sha256: str) -> JournalEntry | None:
        return self._by_sha256.get(sha256)

    @property
    def next_run(self) -> int:
        """The number of a run that comes after all that are noted."""
        return max((entry.run or 0 for entry in self.entries), default=0) + 1


def _join(one: JournalEntry, other: JournalEntry) -> JournalEntry:
    """What two rows on one file or school say together: the first day, what stands in one."""
    if one.school and other.school and one.school != other.school:
        raise RegistryError(
            f"В журнале дважды записан один и тот же файл: «{one.file}» и «{other.file}» (SHA-256 "
            f"{one.sha256[:12]}…), с кодами разных школ: {one.school} и {other.school}. Оставьте "
            "один код."
        )
    if one.deadline and other.deadline and one.deadline != other.deadline:
        raise RegistryError(
            f"В журнале у школы с кодом {one.school} два других срока: {day_text(one.deadline)} и "
            f"{day_text(other.deadline)}. Оставьте один."
        )
    return JournalEntry(
        sha256=one.sha256,
        file=one.file or other.file,
        recognised=one.recognised or other.recognised,
        school=one.school or other.school,
        received=min(filter(None, (one.received, other.received)), default=None),
        withdrawn=one.withdrawn or other.withdrawn,
        counts=one.counts or other.counts,
        returned=_both(one.returned, other.returned),
        no_data=one.no_data or other.no_data,
        deadline=one.deadline or other.deadline,
        remark=_both(one.remark, other.remark),
        run=min((run for run in (one.run, other.run) if run is not None), default=None),
    )


def _both(one: str, other: str) -> str:
    return "; ".join(dict.fromkeys(filter(None, (one, other))))


class Receipt(NamedTuple):
    """When a file was seen first."""

    day: date
    run: int


def new_entries(
    journal: Journal,
    received: Iterable[Received],
    whose: Callable[[Received], str],
    day: date,
    seen: Mapping[str, Receipt] = MappingProxyType({}),
) -> list[JournalEntry]:
    """An entry for each file that the journal does not know, in the order of their names.

    `whose` says whom a file was recognised as, `seen` by SHA-256 when earlier runs saw a file that
    they could not write into the journal; the others came on this day. A file that could not be
    read from the disk has no SHA-256 and waits; of two equal files the first is noted.
    """
    found: dict[str, JournalEntry] = {}
    run = max([journal.next_run, *(receipt.run + 1 for receipt in seen.values())])
    for one in sorted(received, key=lambda one: (one.file, one.sha256)):
        if one.sha256 and journal.of(one.sha256) is None and one.sha256 not in found:
            first = seen.get(one.sha256, Receipt(day, run))
            found[one.sha256] = JournalEntry(
                sha256=one.sha256,
                file=one.file,
                recognised=whose(one),
                received=first.day,
                run=first.run,
            )
    return list(found.values())


# The sheet «Журнал», with its columns wherever people moved them.

LONGEST_RUN = 10
"""Digits of a run's number; what is longer is somebody's remark."""
_WITHOUT_SHA = (
    "{place}: нет SHA-256, и непонятно, о каком файле строка. Строку без SHA-256 пишут только о "
    "школе: её код и «да» в графе «{no_data}», день в графе «{deadline}» или примечание. SHA-256 "
    "файла показан на листе «Паспорт сводки»."
)
_WITH_SHA = (
    "{place}: «{no_data}» вписано напротив файла. Добавьте для школы отдельную строку: её код и "
    "«да», без SHA-256; если файл не нужен, впишите «да» в графе «{withdrawn}»."
)
_DEADLINE_OF_FILE = (
    "{place}: «{deadline}» вписан напротив файла. Срок дают школе: добавьте для неё отдельную "
    "строку, её код и день, без SHA-256."
)


@dataclass(frozen=True, slots=True)
class JournalSheet:
    """A journal and where it stands on its sheet."""

    journal: Journal
    header: Header
    rows: tuple[tuple[int, JournalEntry], ...] = ()
    """Each entry as it stands in its row, with the row's number from 1 on."""


def read_journal(path: Path) -> JournalSheet:
    """The journal in a workbook of its own."""
    rows = sheets_of(path, "Журнал", JOURNAL_SHEET)[JOURNAL_SHEET]
    header = header_of(rows, JOURNAL_SHEET, COLUMNS, "sha256")
    found = tuple(_entries(rows, header))
    return JournalSheet(Journal([entry for _, entry in found]), header, found)


def journal_in(rows: Rows) -> Journal:
    """The journal on a sheet that is open; empty where the sheet is."""
    if not rows:
        return Journal()
    header = header_of(rows, JOURNAL_SHEET, COLUMNS, "sha256")
    return Journal([entry for _, entry in _entries(rows, header)])


def _entries(rows: Rows, header: Header) -> Iterator[tuple[int, JournalEntry]]:
    for row in rows_below(rows, JOURNAL_SHEET, header):
        if (entry := _entry(row)) is not None:
            yield row.number, entry


def _entry(row: Row) -> JournalEntry | None:
    """What a row says; None for a person's own remark between the rows."""
    sha256, run = row.text("sha256").lower(), row.text("run")
    if not sha256 and not _decides(row):
        return None
    if wrong := _fault_of_file(row) if sha256 else _fault_of_school(row):
        raise RegistryError(wrong.format(place=row.place, **COLUMNS))
    try:
        return JournalEntry(
            sha256=sha256,
            file=row.text("file"),
            recognised=row.text("recognised"),
            school=row.text("school"),
            received=row.day("received"),
            withdrawn=bool(row.yes("withdrawn")),
            counts=bool(row.yes("counts")),
            returned=row.text("returned"),
            no_data=bool(row.yes("no_data")),
            deadline=row.day("deadline"),
            remark=row.text("remark"),
            run=int(run) if run.isdecimal() and len(run) <= LONGEST_RUN else None,
        )
    except ValidationError as fault:
        raise RegistryError(
            f"{row.place}: в графе «SHA-256» должны стоять 64 знака 0–9 и a–f, как их показывает "
            f"«Паспорт сводки», а стоит «{row.text('sha256')}»."
        ) from fault


MARKS: Final = ("withdrawn", "counts", "no_data")
"""The columns where «да» stands or nothing."""


def _decides(row: Row) -> bool:
    """It says something of a file or a school, and is no mere remark, be it with a day."""
    dated_file = row.text("file") and row.text("received")
    words = any(map(row.text, ("school", "returned", "deadline")))
    return bool(words or any(map(row.yes, MARKS)) or dated_file)


def _fault_of_file(row: Row) -> str:
    """What cannot be said in the row of a file; empty where nothing is wrong."""
    if row.yes("no_data"):
        return _WITH_SHA
    return _DEADLINE_OF_FILE if row.text("deadline") else ""


def _fault_of_school(row: Row) -> str:
    """A row without a file has to say of which school it is, and what; empty where it does.

    A code and a remark beside a file's name are a row that has lost its SHA-256.
    """
    has_remark = row.text("remark") and not row.text("file")
    is_of_file = row.yes("withdrawn") or row.yes("counts")
    says = row.yes("no_data") or ((row.text("deadline") or has_remark) and not is_of_file)
    return "" if row.text("school") and says and not row.text("returned") else _WITHOUT_SHA
