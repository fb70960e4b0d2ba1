"""The folder of a campaign: what lies where, and names for files that every system takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..form.forms import FOLDER as EDITIONS
from ..texts.signs import visible_text
from .results import FILE_NAME

_LEAST_PARTS = 2
"""With one part lost it is still a campaign's folder, and the loss is said."""


@dataclass(frozen=True, slots=True)
class CampaignFolder:
    """The parts of a campaign's folder, whether they are there or not."""

    path: Path

    @property
    def registry(self) -> Path:
        """The schools and the settings."""
        return self.path / "Реестр школ.xlsx"

    @property
    def journal(self) -> Path:
        return self.path / "Журнал.xlsx"

    @property
    def official(self) -> Path:
        """What РЦОИ says of the schools' results; it may be empty or not there."""
        return self.path / "Данные РЦОИ.xlsx"

    @property
    def incoming(self) -> Path:
        """What the schools sent."""
        return self.path / "Книги школ"

    @property
    def documents(self) -> Path:
        """The Word documents that came; what they were poured into lies among the books."""
        return self.path / "Документы Word"

    @property
    def blanks(self) -> Path:
        """What the schools are sent."""
        return self.path / "Бланки"

    @property
    def editions(self) -> Path:
        """The editions of one's own; seldom there."""
        return self.path / EDITIONS

    @property
    def summaries(self) -> Path:
        return self.path / "Сводки"

    @property
    def readme(self) -> Path:
        return self.path / "Прочтите.txt"

    @property
    def collector(self) -> Path:
        """What collects on Windows with a double click."""
        return self.path / "Собрать свод.cmd"

    @property
    def results(self) -> Path:
        """The database of what was read already."""
        return self.path / FILE_NAME

    @property
    def letters(self) -> Path:
        """What the page writes to the schools."""
        return self.path / "Письма школам"

    def published(self, day: date) -> Path:
        return self.summaries / f"Для публикации {day:%d.%m.%Y}.xlsx"

    def tidy(self, day: date) -> Path:
        return self.summaries / f"Данные {day:%d.%m.%Y}.csv"

    def summary(self, day: date) -> Path:
        return self.summaries / f"Сводка {day:%d.%m.%Y}.xlsx"


def campaign_at(path: Path) -> CampaignFolder | None:
    """The campaign in this folder; None for any other, as one with schools' books only."""
    folder = CampaignFolder(path)
    parts = (folder.registry.is_file(), folder.journal.is_file(), folder.incoming.is_dir())
    return folder if sum(parts) >= _LEAST_PARTS else None


# Names of files; Windows is the strictest system.

LONGEST = 80
"""Characters of a name, so that its path stays below Windows' 260."""
_MOST_BYTES = 180
"""Linux allows 255 for a name, with what is put behind it: « - с замечаниями.xlsx», a number."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|com[¹²³]|lpt[¹²³])(?=\.|\s|$)", re.IGNORECASE)


def safe_names(wanted: Iterable[str], prefix: str = "_") -> list[str]:
    """A name for each of these, all different also where capitals and small letters are one."""
    taken: set[str] = set()
    names: list[str] = []
    for one in wanted:
        name, number = safe_name(one, prefix=prefix), 1
        while name.casefold() in taken:
            number += 1
            name = f"{safe_name(one, LONGEST - 6, prefix)} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def safe_name(wanted: str, longest: int = LONGEST, prefix: str = "_") -> str:
    """The words of a name without what a file may not be called.

    `prefix` stands before a name that Windows keeps for its devices, and in place of none at all.
    """
    name = " ".join(visible_text(_FORBIDDEN.sub(" ", wanted)).split())[:longest]
    name = name.encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .'")
    return f"{prefix}{name}".rstrip() if _RESERVED.match(name) or not name else name
