"""The editions of one's own that this computer has met, and what was worked out of them.

They lie in the user's cache by the mark of their contents and of the program, so nothing in it can
be out of date. It may be deleted at any time; where it cannot be written to, nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import OutputError
from .edition import Edition
from .loading import DISTRICT_SUFFIX

CACHE = "ROADMAP_XL_CACHE"
"""The variable that names another folder for the cache."""
_EDITION = ".edition.json"
_PACKAGE = Path(__file__).parent.parent


def keep_json(edition: Edition, what: str, data: object) -> None:
    """Keeps something that this program worked out of an edition, where that can be done."""
    _write(_file(edition, what), json.dumps(data, ensure_ascii=False).encode())


def kept_json(edition: Edition, what: str) -> Any:
    """What was kept; None where nothing was, or it was cut off."""
    try:
        return json.loads(_file(edition, what).read_bytes())
    except (OSError, ValueError):
        return None


def keep(edition: Edition) -> None:
    """Keeps a school's edition, for those who cannot say where its file is: functions in cells."""
    if not edition.key.endswith(DISTRICT_SUFFIX):
        from .validation import edition_as_json

        _write(_folder() / f"{edition.mark}{_EDITION}", edition_as_json(edition))


def kept() -> tuple[Edition, ...]:
    """The editions met on this computer; of one version the one that was met last."""
    found: dict[str, Edition] = {}
    for path in sorted(_folder().glob(f"*{_EDITION}"), key=lambda one: one.stat().st_mtime_ns):
        from .validation import edition_of_json  # imports pydantic, and seldom is there one

        with suppress(OSError, ValueError):
            edition = edition_of_json(path.read_bytes())
            found[edition.template_version] = edition
    return tuple(found.values())


@lru_cache(maxsize=1)
def program() -> str:
    """A mark of this very program: what another one worked out is not used."""
    sources = sorted(
        path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".toml", ".json")
    )
    mark = hashlib.sha256()
    for path in sources or [Path(sys.executable)]:
        with path.open("rb") as file:
            mark.update(hashlib.file_digest(file, "sha256").digest())
    return mark.hexdigest()[:16]


def _file(edition: Edition, what: str) -> Path:
    whose = DISTRICT_SUFFIX if edition.key.endswith(DISTRICT_SUFFIX) else ""
    return _folder() / f"{edition.mark}{whose}.{program()}.{what}.json"


def _write(path: Path, data: bytes) -> None:
    from ..files import make_folder, write_whole  # seldom needed, and slow to import

    with suppress(OutputError):
        make_folder(path.parent)
        write_whole(path, data)


def _folder() -> Path:
    """The user's cache, where the system has it."""
    home = Path.home()
    if sys.platform == "win32":
        usual = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        usual = home / "Library" / "Caches"
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return Path(os.environ.get(CACHE) or usual / "roadmap_xl") / "editions"
