"""The journal: what the district has noted about the files it received, by their SHA-256."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from ..errors import RegistryError


class JournalEntry(BaseModel):
    """One received file. `school` is the code it is assigned to, if a person had to say so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    file: str = ""
    school: str = ""
    received: date | None = None
    withdrawn: bool = False
    remark: str = ""


class Journal:
    """The entries in the order they were made; each file stands in it once."""

    def __init__(self, entries: Sequence[JournalEntry] = ()) -> None:
        self.entries: tuple[JournalEntry, ...] = tuple(entries)
        self._by_sha256: dict[str, JournalEntry] = {}
        for entry in entries:
            other = self._by_sha256.setdefault(entry.sha256, entry)
            if other is not entry:
                raise RegistryError(
                    f"В журнале дважды записан один и тот же файл: «{other.file}» и "
                    f"«{entry.file}» (SHA-256 {entry.sha256[:12]}…). Оставьте одну строку."
                )

    def of(self, sha256: str) -> JournalEntry | None:
        return self._by_sha256.get(sha256)
