"""The district's own book: a file of the form «2026-район», which is no school's (decision 8)."""

from __future__ import annotations

from collections.abc import Iterable

from ..form.district_edition import SUFFIX
from .received import Received
from .school import School

OWN = School("район", "", "Район")
"""Who sent it, where a line or an opened file asks for a school."""


def is_own(received: Received) -> bool:
    return received.edition.endswith(SUFFIX)


def apart(received: Iterable[Received]) -> tuple[list[Received], list[Received]]:
    """The schools' files, and the district's own."""
    schools: list[Received] = []
    own: list[Received] = []
    for one in received:
        (own if is_own(one) else schools).append(one)
    return schools, own
