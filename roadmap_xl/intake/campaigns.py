"""The campaigns that the page knows: folders she has opened, and those beside them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from ..campaign.folder import CampaignFolder, campaign_at
from ..errors import OutputError, RegistryError
from ..files import make_folder, write_whole
from .open_campaign import OpenCampaign, key_of

KNOWN, MAIL = "campaigns.json", "mail.json"
MOST_KNOWN = 50


class Campaigns:
    """The known folders by key, and those of them that are open."""

    def __init__(
        self, home: Path, here: Iterable[Path] = (), today: Callable[[], date] = date.today
    ) -> None:
        """`home` keeps the list of folders; campaigns lying in one of `here` are known too."""
        self._list = home / KNOWN
        self.mail_server = home / MAIL
        self.today = today
        self._guard = threading.RLock()
        self._open: dict[str, OpenCampaign] = {}
        self.folders: dict[str, CampaignFolder] = {}
        self._look([*_listed(self._list), *_beside(here)])

    def _look(self, paths: Iterable[Path]) -> None:
        for path in paths:
            if (found := campaign_at(path)) is not None:
                self.folders.setdefault(key_of(path), found)

    def know(self, folder: CampaignFolder) -> str:
        """Remembers a folder for the next start; gives its key."""
        key = key_of(folder.path)
        with self._guard:
            self.folders = {key: folder, **self.folders}
            paths = [str(one.path.resolve()) for one in self.folders.values()][:MOST_KNOWN]
        try:
            make_folder(self._list.parent)
            write_whole(self._list, json.dumps(paths, ensure_ascii=False, indent=0).encode())
        except (OutputError, UnicodeEncodeError):
            pass  # the folder is known as long as the program runs
        return key

    def know_path(self, path: Path) -> str:
        """The same of a folder that somebody has named; raises `RegistryError` for any other."""
        found = campaign_at(path)
        if found is None:
            raise RegistryError(f"«{path}» — не папка сбора: в ней нет реестра и журнала.")
        return self.know(found)

    def open(self, key: str) -> OpenCampaign:
        """The campaign with this key; raises `RegistryError` if there is none any more."""
        with self._guard:
            if key in self._open:
                return self._open[key]
            if key not in self.folders:  # another start of the program may have noted it since
                self._look(_listed(self._list))
            folder = self.folders.get(key)
            if folder is None or not folder.path.is_dir():
                raise RegistryError("Этой папки сбора больше нет на месте.")
            found = self._open[key] = OpenCampaign(folder, self.today, self.mail_server)
        self.know(folder)
        return found

    def opened(self) -> list[OpenCampaign]:
        with self._guard:
            return list(self._open.values())

    def close(self) -> None:
        """Closes those that are open."""
        with self._guard:
            for one in self._open.values():
                one.close()
            self._open.clear()


def _listed(path: Path) -> list[Path]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [Path(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _beside(here: Iterable[Path]) -> list[Path]:
    """The folders that lie in these."""
    found: list[Path] = []
    for folder in here:
        try:
            found += sorted(one for one in folder.iterdir() if one.is_dir())
        except OSError:
            continue
    return found
