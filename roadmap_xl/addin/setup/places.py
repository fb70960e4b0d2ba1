"""Where Excel and xlwings look for a user's own files, and how these are written.

xlwings' `Config.bas` and `cli.py` name the configuration and the script of macOS; the startup
folders are Microsoft's. xlwings asks a running Excel for the folder, which would have to start.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import roadmap_xl

from ...errors import SetupError
from ...files import replacing_from

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


# Writing: all files or none.


def write_files(contents: Mapping[Path, bytes | None]) -> None:
    """Writes all of these files, in this order, or none of them; None deletes one.

    What holds its content already is left alone. Raises `SetupError`.
    """
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            with naming_faults(path):
                found = path.read_bytes() if path.is_file() else None
                if found != content:
                    before[path] = found
                    _put(path, content)
    except SetupError:
        for path, found in before.items():
            with suppress(OSError):
                _put(path, found)
        raise


def _put(path: Path, content: bytes | None) -> None:
    """The whole file or what was there before.

    In the making it is beside the folder, for Excel opens whatever lies in its startup folder.
    """
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing_from(path.parent.parent, path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def naming_faults(path: Path) -> Iterator[None]:
    """Turns a refusal of the system into a `SetupError` that names the file and the way out."""
    try:
        yield
    except PermissionError as fault:
        raise SetupError(
            f"Нет доступа к «{path}»: файл занят или не хватает прав. Закройте Excel (все окна) "
            f"и повторите; если не помогло, нужны права на запись в эту папку.{_cloud(path)}"
        ) from fault
    except OSError as fault:
        raise SetupError(
            f"Не удалось записать «{path}»: папка недоступна, или на её месте файл.{_cloud(path)}"
        ) from fault


def _cloud(path: Path) -> str:
    if not any(part.lower().startswith("onedrive") for part in path.parts):
        return ""
    return (
        " Папка перенаправлена в OneDrive: дождитесь окончания синхронизации или назовите другую "
        "папку (--config-dir, --startup-dir)."
    )


# The settings of xlwings: a line `"KEY","value"` each, read by VBA's `Input #`.

_LINE_END = os.linesep.encode()
_LINE = re.compile(rb'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*')


class Settings:
    """The settings of a user, as a file holds them; a missing file has none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []

    def get(self, key: str) -> str | None:
        """The first value of a key, for that is the one VBA takes."""
        for line in self._lines:
            if _key(line) == key.lower() and (parts := _LINE.fullmatch(line)):
                return parts[2].decode(locale.getencoding(), errors="replace")
        return None

    def put(self, key: str, value: str | None) -> None:
        """Puts a value in the place of the key's first one; None takes the key away."""
        places = [n for n, line in enumerate(self._lines) if _key(line) == key.lower()]
        if value is None:
            self._lines = [line for n, line in enumerate(self._lines) if n not in places]
        elif places:
            self._lines[places[0]] = _line(key, value)
        else:
            self._lines = [*_end_lines(self._lines), _line(key, value)]

    @property
    def content(self) -> bytes | None:
        """The file as it should be; None for no file, where no line is left."""
        return b"".join(self._lines) or None


def _key(line: bytes) -> str | None:
    parts = _LINE.fullmatch(line)
    return parts[1].decode("ascii", errors="replace").lower() if parts else None


def _end_lines(lines: list[bytes]) -> list[bytes]:
    """The lines, the last one with an end as well, so that another may follow."""
    return [line if line.endswith((b"\n", b"\r")) else line + _LINE_END for line in lines]


def _line(key: str, value: str) -> bytes:
    try:
        return f'"{key}","{value}"'.encode(locale.getencoding()) + _LINE_END
    except UnicodeEncodeError as fault:
        raise SetupError(
            f"Excel не прочтёт путь «{value}»: в нём есть буквы не из языка системы. "
            "Поставьте программу в папку без таких букв."
        ) from fault
