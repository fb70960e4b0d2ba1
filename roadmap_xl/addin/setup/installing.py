"""What setting up writes, and taking it away again.

A record beside xlwings' settings says what was written and what stood there before, so that
`remove` takes away that and nothing else.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ...errors import SetupError
from .places import Places, Settings, naming_faults, write_files

PROGRAM_KEY = "ROADMAP_XL_PROGRAM"
"""The frozen program that a button runs instead of an interpreter; xlwings has no such setting."""
_RECORD = "roadmap_xl.json"


class Written(BaseModel):
    """One setting: what was written, and what stood there before; None for nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str | None
    before: str | None


class Record(BaseModel):
    """All that was set up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    settings: dict[str, Written] = {}
    files: tuple[Path, ...] = ()


def wanted_settings(places: Places) -> dict[str, str | None]:
    """The settings that make a button run this very program or interpreter."""
    if getattr(sys, "frozen", False):
        return {PROGRAM_KEY: sys.executable}
    return {places.interpreter_key: sys.executable, PROGRAM_KEY: None}


def install(places: Places, addin: Path) -> Record:
    """Sets the add-in up, or mends what is there; doing it twice changes nothing.

    Raises `SetupError` if a file cannot be read or written.
    """
    if not addin.is_file():  # nor is a pipe, whose bytes have no end
        raise SetupError(f"Файла надстройки «{addin}» нет. Назовите другой: --file ПУТЬ.")
    with naming_faults(addin):
        copies = {places.addin: addin.read_bytes(), **_scripts(places)}
    settings = Settings(places.settings)
    earlier = read_record(places)
    _undo(settings, earlier)
    written = _put(settings, wanted_settings(places))
    files = tuple(dict.fromkeys([*earlier.files, *copies]))
    record = Record(settings=written, files=files)
    # The record first: whatever cuts this off, `remove` knows what may be there.
    noted = {_record_file(places): record.model_dump_json(indent=1).encode()}
    write_files({**noted, places.settings: settings.content, **copies})
    return record


def remove(places: Places) -> Record:
    """Takes away what was set up and returns it; the record of nothing where nothing was."""
    record = read_record(places)
    settings = Settings(places.settings)
    _undo(settings, record)
    gone = dict.fromkeys(record.files)
    write_files({**gone, places.settings: settings.content, _record_file(places): None})
    return record


def read_record(places: Places) -> Record:
    """What was set up, by its record; raises `SetupError` if somebody broke the record."""
    path = _record_file(places)
    if not path.is_file():
        return Record()
    with naming_faults(path):
        content = path.read_bytes()
    try:
        return Record.model_validate_json(content)
    except ValidationError as fault:
        raise SetupError(
            f"Файл «{path}» испорчен. Удалите его и выполните roadmap-xl addin install."
        ) from fault


def _put(settings: Settings, wanted: dict[str, str | None]) -> dict[str, Written]:
    written = {}
    for key, value in wanted.items():
        before = settings.get(key)
        if value is not None or before is not None:
            written[key] = Written(value=value, before=before)
        settings.put(key, value)
    return written


def _undo(settings: Settings, record: Record) -> None:
    """Gives settings back; one that somebody has changed since is theirs."""
    for key, written in record.settings.items():
        if settings.get(key) == written.value:
            settings.put(key, written.before)


def _scripts(places: Places) -> dict[Path, bytes]:
    """The script through which Excel of macOS starts Python; `xlwings runpython install`."""
    found = importlib.util.find_spec("xlwings")
    if places.scripts_folder is None or found is None or found.origin is None:
        return {}
    name = f"xlwings-{metadata.version('xlwings')}.applescript"
    script = Path(found.origin).with_name(name)
    with naming_faults(script):
        return {places.scripts_folder / name: script.read_bytes()}


def _record_file(places: Places) -> Path:
    return places.settings_folder / _RECORD
