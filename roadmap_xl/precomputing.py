"""What a first check would work out anew each time, worked out once and kept with the package.

Nothing kept can be wrong for long or for anyone: each stands under the hash of what it was made
from, and what is not found under it is worked out when it is asked for.
"""

from __future__ import annotations

from pathlib import Path

from .checklist import Checklist
from .expressions import functions
from .expressions.nodes import Cell
from .expressions.python import compiled_condition, compiled_number
from .form.checked import FOLDER, checked_text
from .form.district_edition import SUFFIX
from .form.fields import Form
from .form.loading import editions, load_edition, source_of
from .form.validating import validated
from .layout import Layout

FUNCTIONS = Path(functions.__file__).parent / "precompiled.py"


def functions_text() -> str:
    """The module with the function of every rule, message and computed cell of every edition."""
    keys = [key for year in editions() for key in (year, f"{year}{SUFFIX}")]

    def ask() -> None:
        for key in keys:
            _ask_for_all(key)

    return functions.source_of_all(ask)


def editions_text() -> dict[str, str]:
    """By name of its file, what is kept of every year's edition."""
    found = {key: source_of(key) for key in editions()}
    return {
        f"{key}.json": checked_text(validated(source, f"{key}.toml"), source)
        for key, source in found.items()
    }


def _ask_for_all(edition: str) -> None:
    form = Form(load_edition(edition))
    _ = form.computing
    for check in Checklist(Layout(form)).checks:
        compiled_condition(check.unfinished)
        for term in check.shows.values():
            if not isinstance(term, Cell):
                compiled_number(term)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in editions_text().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    FUNCTIONS.write_text(functions_text(), encoding="utf-8")
