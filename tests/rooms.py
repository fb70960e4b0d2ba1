"""The rooms of the package, from the ground up."""

from __future__ import annotations

ROOMS: tuple[tuple[str, ...], ...] = (
    ("errors", "records"),
    ("files",),
    ("expressions",),
    ("form",),
    ("texts",),
    ("rules",),
    ("workbook",),
    ("reader",),
    ("school",),
    ("district",),
    ("summary",),
    ("campaign",),
    ("edition_book",),
    ("addin",),
    ("intake",),
    ("browser",),
    ("cli",),
    ("__main__",),
    ("",),  # the package itself: its public names
)
"""From the ground up; a module imports from its own room and from those before it."""


def floor_of(module: str) -> int:
    room = module.split(".")[0]
    return next((n for n, rooms in enumerate(ROOMS) if room in rooms), -1)
