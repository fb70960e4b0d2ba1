"""Output that a console of any age can show: a letter it lacks becomes the nearest it has."""

from __future__ import annotations

import codecs
import io
import sys

PLAIN = "roadmap_xl.plain"
"""The name by which `codecs` knows how a letter that is missing gets replaced."""
_NEAREST = {
    "«": '"', "»": '"', "„": '"', "“": '"', "—": "-", "–": "-", "−": "-", "…": "...", "→": "->",
    "·": "-", "\u00a0": " ", "✓": "+", "✗": "x", "×": "x", "÷": "/", "²": "2",
}  # fmt: skip


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    lacking = fault.object[fault.start : fault.end]
    return "".join(_NEAREST.get(letter, "?") for letter in lacking), fault.end


def replace_missing_letters() -> None:
    """Lets every text be printed on the consoles of this process."""
    codecs.register_error(PLAIN, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)
