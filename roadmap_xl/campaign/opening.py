"""A campaign as its folder tells it: the registry, the settings, the journal.

Raises `RegistryError` where one of them is missing, unreadable or contradicts itself.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from ..district.journal import Journal, JournalSheet, read_journal
from ..district.registry import Registry, read_registry_and_settings
from ..district.settings import Settings
from ..errors import RegistryError, RoadmapError, suggest_name
from ..form.forms import PACKAGED, Forms, editions_in
from .folder import CampaignFolder


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's folder, read."""

    folder: CampaignFolder
    settings: Settings
    registry: Registry
    sheet: JournalSheet
    forms: Forms = PACKAGED
    """Those of the package and of the folder «Издания»."""

    @property
    def journal(self) -> Journal:
        return self.sheet.journal

    def with_settings(self, asked: Settings) -> Campaign:
        """The campaign with what is asked for otherwise in one run."""
        settings = replace(
            self.settings,
            district=asked.district or self.settings.district,
            edition=asked.edition or self.settings.edition,
            stage=asked.stage or self.settings.stage,
            report_day=asked.report_day or self.settings.report_day,
        )
        return replace(self, settings=settings)


def open_campaign(folder: CampaignFolder, *, may_be_empty: bool = False) -> Campaign:
    """The campaign in a folder; raises `EditionError` for an edition that contradicts itself.

    Its registry has a school at least, unless it `may_be_empty` still.
    """
    if not folder.path.is_dir():
        raise RegistryError(
            f"Нет папки «{folder.path}»{suggest_name(folder.path)}. Папку сбора делает "
            "roadmap-xl init."
        )
    _require_file(folder.registry, "реестра школ")
    _require_file(folder.journal, "журнала")
    registry, settings = read_registry_and_settings(folder.registry, may_be_empty=may_be_empty)
    forms = Forms(editions_in(folder.editions))
    return Campaign(folder, settings, registry, read_journal(folder.journal), forms)


def reread_journal(campaign: Campaign) -> Campaign:
    """The campaign with its journal as it stands now."""
    return replace(campaign, sheet=read_journal(campaign.folder.journal))


def _require_file(path: Path, what: str) -> None:
    if not path.is_file():
        raise RegistryError(
            f"В папке «{path.parent}» нет {what} «{path.name}». Верните файл на место или сделайте "
            "пустой: roadmap-xl init с этой же папкой допишет недостающее, остальное не тронет."
        )


def account() -> str:
    """The name under which somebody works on this computer; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


LOCK, PAGE_LOCK = ".roadmap_xl.lock", ".roadmap_xl.page.lock"


class BusyError(RoadmapError):
    """Another run works in the same folder."""


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """No other run works in this folder meanwhile; raises `BusyError` if one does already.

    Where the folder cannot be written to, or its disk knows no locks, nobody is kept out.
    """
    busy = (
        f"В папке «{folder}» уже работает эта программа: дождитесь, пока она закончит, и "
        "повторите команду."
    )
    with _lock(folder / LOCK, busy):
        yield


@contextmanager
def only_page_of(folder: Path) -> Iterator[None]:
    """No other page leads this campaign meanwhile; raises `BusyError` if one does already."""
    busy = (
        f"Сбор «{folder.name}» уже открыт на странице: на этом компьютере под другим именем или на "
        "другом, если папка общая. Закройте её там."
    )
    with _lock(folder / PAGE_LOCK, busy):
        yield


@contextmanager
def _lock(path: Path, busy: str) -> Iterator[None]:
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as fault:
        raise BusyError(busy) from fault
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()
