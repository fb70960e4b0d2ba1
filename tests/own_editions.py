"""Editions of one's own for tests: the newest of the package under another key, with changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner

import roadmap_xl.form.loading as loading
from roadmap_xl.cli import commands
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.loading import read_edition

NEWEST = "2026"
OWN = "2026-степной"
SOURCE = Path(loading.__file__).parent / "editions" / f"{NEWEST}.toml"
RENAMED = ('label = "Доля наставников"', 'label = "Доля педагогов-наставников"')


def own_toml(changes: Iterable[tuple[str, str]] = (RENAMED,), key: str = OWN) -> str:
    """The newest edition as the district's own, with these texts changed."""
    text = SOURCE.read_text(encoding="utf-8")
    for old, new in ((f'key = "{NEWEST}"', f'key = "{key}"'), *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def own_edition(
    folder: Path, changes: Iterable[tuple[str, str]] = (RENAMED,), key: str = OWN
) -> Edition:
    """Written into this folder, and read from there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key}.toml"
    path.write_text(own_toml(changes, key), encoding="utf-8")
    return read_edition(path)


def run(*arguments: object) -> str:
    """What a command says that ends with its work done, faults found or not."""
    done = CliRunner().invoke(commands, list(map(str, arguments)))
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output
