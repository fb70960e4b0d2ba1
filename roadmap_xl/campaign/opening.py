"""A campaign as its folder tells it: the registry, the settings, the journal.

Raises `RegistryError` where one of them is missing, unreadable or contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..district.journal import Journal, JournalSheet, new_entries, read_journal
from ..district.matching import matcher_of
from ..district.received import Received
from ..district.registry import Registry, read_registry_and_settings
from ..district.school import OWN, apart, is_own
from ..district.settings import Settings
from ..errors import RegistryError
from ..texts.wording import perhaps
from .folder import CampaignFolder


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's folder, read."""

    folder: CampaignFolder
    settings: Settings
    registry: Registry
    sheet: JournalSheet

    @property
    def journal(self) -> Journal:
        return self.sheet.journal

    def deciding(self, asked: Settings) -> Campaign:
        """The campaign with what is asked for otherwise in one run."""
        settings = replace(
            self.settings,
            district=asked.district or self.settings.district,
            edition=asked.edition or self.settings.edition,
            stage=asked.stage or self.settings.stage,
            report_day=asked.report_day or self.settings.report_day,
        )
        return replace(self, settings=settings)


def open_campaign(folder: CampaignFolder) -> Campaign:
    """The campaign in a folder."""
    if not folder.path.is_dir():
        raise RegistryError(
            f"Нет папки «{folder.path}»{perhaps(folder.path)}. Папку сбора делает roadmap-xl init."
        )
    _there(folder.registry, "реестра школ")
    _there(folder.journal, "журнала")
    registry, settings = read_registry_and_settings(folder.registry)
    return Campaign(folder, settings, registry, read_journal(folder.journal))


def _there(path: Path, what: str) -> None:
    if not path.is_file():
        raise RegistryError(
            f"В папке «{path.parent}» нет {what} «{path.name}». Верните файл на место или сделайте "
            "пустой: roadmap-xl init с этой же папкой допишет недостающее, остальное не тронет."
        )


def extended_by(campaign: Campaign, received: Iterable[Received], day: date) -> Journal:
    """The journal with an entry for each new file, in its workbook too.

    Raises `NotExtendedError` if the workbook could not be extended.
    """
    journal = journal_with(campaign, received, day)
    added = journal.entries[len(campaign.journal.entries) :]
    if added:
        from ..district.journal_workbook import extend_journal  # openpyxl is slow to import

        header = campaign.sheet.header
        extend_journal(campaign.folder.journal, added, header.row, header.places, day=day)
    return journal


def journal_with(campaign: Campaign, received: Iterable[Received], day: date) -> Journal:
    """The journal as it stands with an entry for each new file."""
    files = list(received)
    schools, _ = apart(files)
    matcher = matcher_of(schools, campaign.registry, campaign.journal)

    def whose(one: Received) -> str:
        if is_own(one):
            return OWN.name
        school = matcher.match(one).school
        return f"{school.code} — {school.full_name}" if school else ""

    new = new_entries(campaign.journal, files, whose, day)
    return Journal([*campaign.journal.entries, *new])
