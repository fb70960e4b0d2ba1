"""The journal: what the district has noted about the files it received, by their SHA-256.

People edit it, the program only adds to it: what it recognised stands in a column of its own, so
that a code of a school is always somebody's decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from ..errors import RegistryError
from .received import Received

JOURNAL_SHEET = "Журнал"
COLUMNS: Final = {
    "file": "Файл",
    "recognised": "Опознана как",
    "school": "Код школы",
    "received": "Дата получения",
    "withdrawn": "Отозван",
    "no_data": "Нет данных — подтверждено",
    "remark": "Примечание",
    "run": "Сбор",
    "sha256": "SHA-256",
}
"""The columns by their headers."""
BY_PEOPLE: Final = ("school", "received", "withdrawn", "no_data", "remark")
"""The columns that people fill; the program writes into them only the day of receipt."""


class JournalEntry(BaseModel):
    """One received file, or without `sha256` a school that has nothing to report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    file: str = ""
    recognised: str = ""
    """Whose file the program took it for when it saw it first."""
    school: str = ""
    """The code it is assigned to, if a person had to say so."""
    received: date | None = None
    withdrawn: bool = False
    no_data: bool = False
    """Confirmed: the school has nothing to report."""
    remark: str = ""
    run: int | None = None
    """In which run it was seen first, of two files of one day the newer in the later."""


class Journal:
    """The entries in the order they were made; each file stands in it once.

    Raises `RegistryError` where it contradicts itself.
    """

    def __init__(self, entries: Sequence[JournalEntry] = ()) -> None:
        self.entries: tuple[JournalEntry, ...] = tuple(entries)
        self._by_sha256: dict[str, JournalEntry] = {}
        self.without_data: dict[str, JournalEntry] = {}
        """By the school's code, the confirmations that it has nothing to report."""
        for entry in entries:
            if entry.sha256:
                self._put(entry)
            elif entry.school:
                self.without_data.setdefault(entry.school, entry)

    def _put(self, entry: JournalEntry) -> None:
        other = self._by_sha256.setdefault(entry.sha256, entry)
        if other is not entry:
            raise RegistryError(
                f"В журнале дважды записан один и тот же файл: «{other.file}» и "
                f"«{entry.file}» (SHA-256 {entry.sha256[:12]}…). Оставьте одну строку."
            )

    def of(self, sha256: str) -> JournalEntry | None:
        return self._by_sha256.get(sha256)

    @property
    def next_run(self) -> int:
        """The number of a run that comes after all that are noted."""
        return max((entry.run or 0 for entry in self.entries), default=0) + 1


def new_entries(
    journal: Journal, received: Iterable[Received], whose: Callable[[Received], str], day: date
) -> list[JournalEntry]:
    """An entry for each file that the journal does not know, in the order of their names.

    `whose` says whom a file was recognised as. A file that could not be read from the disk has no
    SHA-256 and waits; of two equal files the first is noted.
    """
    found: dict[str, JournalEntry] = {}
    for one in sorted(received, key=lambda one: (one.file, one.sha256)):
        if one.sha256 and journal.of(one.sha256) is None and one.sha256 not in found:
            found[one.sha256] = JournalEntry(
                sha256=one.sha256,
                file=one.file,
                recognised=whose(one),
                received=day,
                run=journal.next_run,
            )
    return list(found.values())
