"""The editions of one's own that this computer has met, and what was worked out of them.

They lie in the user's cache by the mark of their contents and of the program, so nothing in it can
be out of date. It may be deleted at any time; where it cannot be written to, nothing is kept. A
file that is damaged, or that somebody else has put there, is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import EditionError, OutputError
from .edition import Edition
from .loading import DISTRICT_SUFFIX, is_known, mark_of, read_edition

CACHE = "ROADMAP_XL_CACHE"
"""The variable that names another folder for the cache."""
_EDITION = ".edition.toml"
_DIGEST = hashlib.sha256().digest_size
_PACKAGE = Path(__file__).parent.parent


def keep_json(edition: Edition, what: str, data: object) -> None:
    """Keeps something that this program worked out of an edition, where that can be done."""
    text = json.dumps(data, ensure_ascii=False).encode()
    _write(_file(edition, what), hashlib.sha256(text).digest() + text)


def kept_json(edition: Edition, what: str) -> Any:
    """What was kept; None where nothing was, or it is not as it was written."""
    kept = _own_bytes(_file(edition, what))
    digest, text = kept[:_DIGEST], kept[_DIGEST:]
    return json.loads(text) if digest == hashlib.sha256(text).digest() else None


def keep(edition: Edition, path: Path) -> None:
    """Keeps an edition's file, for those who cannot say where it is: functions in cells."""
    kept_at = _folder() / f"{edition.mark}{_EDITION}"
    if mark_of(_own_bytes(kept_at)) == edition.mark:
        return
    source = _own_bytes(path)
    if mark_of(source) == edition.mark:
        _write(kept_at, source)


def kept_until() -> int:
    """When the cache was last added to; who holds what was kept asks whether there is more."""
    return _written(_folder())


def kept() -> tuple[Edition, ...]:
    """The editions met on this computer; of one version the one that was met last.

    What has the key of one in the package is refused wherever it lies beside a file.
    """
    found: dict[str, Edition] = {}
    for path in sorted(_folder().glob(f"*{_EDITION}"), key=_written):
        if path.name == f"{mark_of(_own_bytes(path))}{_EDITION}":
            with suppress(EditionError):
                edition = read_edition(path)
                if not is_known(edition.key):
                    found[edition.template_version] = edition
    return tuple(found.values())


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _own_bytes(path: Path) -> bytes:
    """The bytes of a file that nobody but this user writes to; empty where there is none."""
    try:
        found = path.stat()
        is_regular = stat.S_ISREG(found.st_mode)  # a pipe would be waited for
        return path.read_bytes() if is_regular and _is_own(found) else b""
    except OSError:
        return b""


def _is_own(found: os.stat_result) -> bool:
    """Windows keeps others out of the user's folders by itself and tells no owner."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & stat.S_IWOTH


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
