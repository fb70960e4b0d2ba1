"""Editions from TOML files: those of the package by their keys, one of one's own by its path.

A file that contradicts itself is refused with the place in it. The district's own edition of a year
follows from the schools'.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import EditionError
from .edition import LISTS, Edition, fill_in_words, words_of
from .rows import IndicatorRow, PlanHeadingRow, PlanItemRow, Titles
from .validation import validate_edition

DISTRICT_SUFFIX = "-район"
"""Behind the edition's key: «2026-район» is the district's form of 2026."""
_DISTRICT_TABLES = ("Identity", "Indicator", "PlanHeading", "PlanItem", "Signature", "Acceptance")
_DISTRICT_CAPTION = "(наименование управления образования)"
"""Under the line with its name on the document."""
_MOST_BYTES = 2_000_000
"""Of an edition's file; that of the package has 50 KB."""
_EDITIONS = Path(__file__).parent / "editions"


def editions() -> tuple[str, ...]:
    """The keys of the editions that come with the package, newest last."""
    return tuple(sorted(path.stem for path in _EDITIONS.iterdir() if path.suffix == ".toml"))


def newest() -> str:
    """The key of the newest edition: the year that a command is about unless it says another."""
    return editions()[-1]


def is_known(key: str) -> bool:
    """Whether there is an edition with this key, a school's or the district's own."""
    return key.removesuffix(DISTRICT_SUFFIX) in editions()


def load_edition(key: str) -> Edition:
    """The edition with this key, such as `2020`; `2020-район` is the district's own form.

    Raises `EditionError` if there is none.
    """
    if key.endswith(DISTRICT_SUFFIX):
        return district_edition(load_edition(key.removesuffix(DISTRICT_SUFFIX)))
    if key not in editions():
        raise unknown_edition(key)
    return _edition_of_package(key)


def unknown_edition(key: str) -> EditionError:
    """What to say of a key that no edition has."""
    return EditionError(f"Нет бланка за «{key}» год. Есть: {', '.join(editions())}.")


def source_of(key: str) -> bytes:
    """The TOML of a year that comes with the package."""
    return (_EDITIONS / f"{key}.toml").read_bytes()


def read_edition(path: Path) -> Edition:
    """An edition from a file of one's own.

    Raises `EditionError` if the file cannot be read or contradicts itself.
    """
    try:
        source = _source_at(path)
        return replace(validate_edition(source, path.name), mark=mark_of(source))
    except (OSError, ValueError, RecursionError) as fault:  # ValueError: no TOML, no text
        raise EditionError(f"Файл года «{path.name}» не читается: {fault}.") from fault


def mark_of(source: bytes) -> str:
    """What an edition's file is known by wherever it lies."""
    return hashlib.sha256(source).hexdigest()[:16]


def _source_at(path: Path) -> bytes:
    if path.exists() and not path.is_file():  # a pipe is written to by nobody
        raise EditionError(f"«{path.name}» — не файл издания.")
    with path.open("rb") as file:
        source = file.read(_MOST_BYTES + 1)
    if len(source) > _MOST_BYTES:
        raise EditionError(f"Файл «{path.name}» слишком велик: это не файл издания.")
    return source


def _edition_of_package(key: str) -> Edition:
    """As `validate_edition` would make it of the file, which a test tries; it is taken as it is."""
    data = tomllib.loads(source_of(key).decode())
    said = fill_in_words(data, words_of(data["exam_year"], data.get("region", {})))
    lists = {
        name: tuple([row(**_with_tuples(one)) for one in said.get(name, ())])
        for name, row in LISTS.items()
    }
    titles = Titles(**_with_tuples(said["titles"]))
    return Edition(**{**_with_tuples(said), **lists, "titles": titles})


def _with_tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a file has as lists a frozen object has as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }


def district_edition(edition: Edition) -> Edition:
    """The edition as the district fills it: what was its own is asked for, the rest is not."""
    indicators = [_own_indicator(row) for row in edition.indicators if row.owner == "D"]
    groups = {row.group for row in indicators}
    return replace(
        edition,
        key=f"{edition.key}{DISTRICT_SUFFIX}",
        tables=_DISTRICT_TABLES,
        others="школа",
        titles=replace(edition.titles, school_caption=_DISTRICT_CAPTION),
        indicators=tuple(indicators),
        indicator_groups=tuple(g for g in edition.indicator_groups if g.key in groups),
        plan_headings=tuple(map(_without_deputies, edition.plan_headings)),
        plan_items=tuple(map(_own_item, edition.plan_items)),
    )


def _own_indicator(row: IndicatorRow) -> IndicatorRow:
    return replace(row, owner="S", opens_group=True)


def _without_deputies(row: PlanHeadingRow) -> PlanHeadingRow:
    """Who answers for a section at school does not answer for the district's activities in it."""
    return replace(row, proposed_responsible="")


def _own_item(row: PlanItemRow) -> PlanItemRow:
    """Its own activities and the free rows are asked for; those of schools and shared are not."""
    asked = row.kind == "own" or row.owner == "D"
    return replace(row, owner="S" if asked else "D", needs_grade11=False)
