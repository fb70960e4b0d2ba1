"""Where Excel and xlwings look for things of the user's own.

xlwings' `Config.bas` and `cli.py` name the configuration and the script of macOS; the startup
folders are Microsoft's. xlwings asks a running Excel for the folder, which would have to start.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import roadmap_xl

from ...errors import SetupError

ADDIN = "roadmap_xl.xlam"
SETTINGS = "xlwings.conf"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one user, and the name of the setting that says which Python runs."""

    settings_folder: Path
    startup_folder: Path
    interpreter_key: str = "INTERPRETER_WIN"
    scripts_folder: Path | None = None
    """Where macOS lets Excel start scripts from; no other system has such a folder."""

    @property
    def settings(self) -> Path:
        return self.settings_folder / SETTINGS

    @property
    def addin(self) -> Path:
        return self.startup_folder / ADDIN


def places_of(platform: str, home: Path, environment: Mapping[str, str]) -> Places | None:
    """The places of a user on a system by its `sys.platform`; None where there is no Excel."""
    if platform == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return Places(home / ".xlwings", roaming / "Microsoft" / "Excel" / "XLSTART")
    if platform == "darwin":
        library = home / "Library"
        office = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        return Places(
            library / "Containers" / "com.microsoft.Excel" / "Data",
            office / "Startup.localized" / "Excel",
            "INTERPRETER_MAC",
            library / "Application Scripts" / "com.microsoft.Excel",
        )
    return None


def places_here(settings_folder: Path | None, startup_folder: Path | None) -> Places:
    """The places on this machine, or those that are named instead of them.

    Raises `SetupError` where there is no Excel and not both folders are named.
    """
    found = places_of(sys.platform, Path.home(), os.environ)
    if found is None:
        if settings_folder is None or startup_folder is None:
            raise SetupError(
                "На этой системе нет Excel: надстройка ставится в Windows и macOS. Чтобы только "
                "записать файлы, назовите обе папки: --config-dir и --startup-dir."
            )
        return Places(settings_folder, startup_folder)
    return replace(
        found,
        settings_folder=settings_folder or found.settings_folder,
        startup_folder=startup_folder or found.startup_folder,
    )


def addin_file() -> Path:
    """The add-in that came with this program; raises `SetupError` if there is none."""
    if found := addin_at_hand():
        return found
    raise SetupError(f"Рядом с программой нет файла {ADDIN}. Назовите его: --file ПУТЬ.")


def addin_at_hand() -> Path | None:
    """The add-in beside the program, if that is frozen, or with the project; None if neither."""
    with_the_project = Path(roadmap_xl.__file__).parents[1] / "workbook_templates"
    places = (Path(sys.executable).parent / ADDIN, with_the_project / ADDIN)
    return next((path for path in places if path.is_file()), None)
