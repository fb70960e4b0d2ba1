"""Answers of engines kept on disk under what was asked: a run that was interrupted goes on."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from engines.recalculated import PACKAGES, Values
from libreoffice import Change

from roadmap_xl.files import read_parts

PROPERTIES = "docProps/core.xml"
"""The one part in which two blanks differ that are made in two ways."""


class Kept:
    """The answers of one engine in a folder; nothing is kept without one.

    With `progress`, each answer that is waited for is told of on the standard error stream.
    """

    def __init__(self, engine: str, folder: Path | None = None, *, progress: bool = False) -> None:
        self.engine = engine
        self._folder = folder
        self._progress = progress

    def answers(
        self,
        name: str,
        keys: Sequence[str],
        ask: Callable[[Sequence[int]], Iterator[Values]],
    ) -> Iterator[Values]:
        """An answer for each key; `ask` is called once, for the numbers of those not kept."""
        missing = [number for number, key in enumerate(keys) if not self._has(key)]
        fresh = ask(missing) if missing else iter(())
        begun = time.monotonic()
        for number, key in enumerate(keys):
            if self._has(key):
                yield self._read(key)
                continue
            values = next(fresh)
            self._keep(key, values)
            if self._progress:
                seconds = time.monotonic() - begun
                done = f"{self.engine}: {name}, {number + 1} of {len(keys)}, {seconds:.0f} s"
                print(done, file=sys.stderr, flush=True)
            yield values

    def _path(self, key: str) -> Path | None:
        return self._folder / self.engine / f"{key}.json.gz" if self._folder else None

    def _has(self, key: str) -> bool:
        path = self._path(key)
        return path is not None and path.exists()

    def _read(self, key: str) -> Values:
        path = self._path(key)
        assert path is not None
        found: Values = json.loads(gzip.decompress(path.read_bytes()))
        return found

    def _keep(self, key: str, values: Values) -> None:
        path = self._path(key)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_suffix(".part")
        passing.write_bytes(gzip.compress(json.dumps(values).encode()))
        passing.replace(path)


def key_of(engine: str, workbook: Path, changes: Sequence[Change] = ()) -> str:
    """What stands for a workbook with these changes, in this version of the engine, asked so."""
    asked = json.dumps([change.as_json() for change in changes])
    return sha256(f"{_way(engine)}{contents(workbook)}{asked}".encode()).hexdigest()


def contents(workbook: Path) -> str:
    """The same for two workbooks that differ in nothing but their properties."""
    parts = read_parts(workbook.read_bytes())
    digests = {name: sha256(data).hexdigest() for name, data in parts.items() if name != PROPERTIES}
    return json.dumps(digests, sort_keys=True)


@cache
def _way(engine: str) -> str:
    """The engine's version, and the code that asks it."""
    if engine in PACKAGES:
        of_engine = version(PACKAGES[engine])
    else:
        asked = ["ssconvert", "--version"]
        of_engine = subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    here = Path(__file__)
    code = (
        here.with_name(f"{name}.py").read_text("utf-8") for name in ("recalculated", "refilled")
    )
    return sha256("".join([of_engine, *code]).encode()).hexdigest()
