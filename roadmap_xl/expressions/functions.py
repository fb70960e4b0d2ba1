"""Functions from their generated text: compiled before, or when they are first asked for.

The text is made of our own trees alone; no text of a user ever reaches it. To compile a hundred
functions takes ten times as long as to check a workbook with them. So those of the editions that
come with the package stand in `precompiled.py`, made by `make templates`, each under the hash of
its text: one that says anything else is not found there and is compiled here, only later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from . import precompiled
from .snapshot import Snapshot

Function = Callable[[Snapshot, tuple[int, ...]], Any]

_asked_for: dict[tuple[str, int], Function] = {}
"""By its body and the number of its cells, every function so far."""

_HEADING = '''"""Made by `make templates` from the rules and the form: look at those, not here.

A function's name is the hash of its text (`functions.py`).
"""
# fmt: off
# ruff: noqa
# mypy: ignore-errors

from .numbers import round_half_up as rounded
from .snapshot import says_something as says
from .snapshot import trimmed
'''


def function_of(body: str, cells: int) -> Function:
    """The function with this body over so many cells; `s0`, `s1` … are their slots in it."""
    found = _asked_for.get((body, cells))
    if found is None:
        text = _text(body, cells)
        found = getattr(precompiled, _name(text), None) or _compiled(text)
        _asked_for[body, cells] = found
    return found


def source_of_all(asking: Callable[[], object]) -> str:
    """The source of a module with every function that is asked for here."""
    _asked_for.clear()
    asking()
    texts = [_text(*one) for one in _asked_for]
    functions = sorted(f"def {_name(text)}{text}\n" for text in texts)
    return "\n\n".join([_HEADING, *functions])


def _text(body: str, cells: int) -> str:
    """All of a function but its name."""
    unpacked = "".join(f"s{place}," for place in range(cells))
    lines = (
        "z = values.numbers; t = values.texts; bad = values.bad; errors = values.errors",
        f"{unpacked or '_'} = s",
        *body.split("\n"),
    )
    return "(values, s):\n" + "\n".join(f" {line}" for line in lines)


def _name(text: str) -> str:
    return f"_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _compiled(text: str) -> Function:
    names = dict(vars(precompiled))
    exec(compile(f"def asked_for{text}", "<rule>", "exec"), names)
    function: Function = names["asked_for"]
    return function
