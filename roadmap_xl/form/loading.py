"""Editions from TOML files: those of the package by their keys, one of one's own by its path.

A file that contradicts itself is refused with the place in it. The district's own edition of a year
follows from the schools'.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import EditionError
from .edition import Edition, words_of
from .rows import IndicatorRow, PlanItemRow

DISTRICT_SUFFIX = "-район"
"""Behind the edition's key: «2026-район» is the district's form of 2026."""
_DISTRICT_TABLES = ("Identity", "Indicator", "PlanHeading", "PlanItem", "Signature", "Acceptance")
_DISTRICT_CAPTION = "(наименование управления образования)"
"""Under the line with its name on the document."""
_WORD, _BRACES = re.compile(r"\{(\w+)\}"), re.compile(r"[{}]")
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

    Raises `EditionError` if there is none, or if its file contradicts itself.
    """
    if key.endswith(DISTRICT_SUFFIX):
        return district_edition(load_edition(key.removesuffix(DISTRICT_SUFFIX)))
    if key not in editions():
        raise unknown_edition(key)
    return validate_edition(source_of(key), f"{key}.toml")


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
        mark = hashlib.sha256(source).hexdigest()[:16]
        return validate_edition(source, path.name).model_copy(update={"mark": mark})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        raise EditionError(f"Файл года «{path.name}» не читается: {fault}.") from fault


def _source_at(path: Path) -> bytes:
    with path.open("rb") as file:
        source = file.read(_MOST_BYTES + 1)
    if len(source) > _MOST_BYTES:
        raise EditionError(f"Файл «{path.name}» слишком велик: это не файл издания.")
    return source


def validate_edition(source: bytes, name: str) -> Edition:
    """The edition of a TOML; `EditionError` if it contradicts itself."""
    return edition_of(tomllib.loads(source.decode()), name)


def edition_of(data: Mapping[str, Any], name: str) -> Edition:
    """The edition of what a file says; raises `EditionError` if it contradicts itself."""
    year, region = data.get("exam_year"), data.get("region", {})
    if not isinstance(year, int) or not isinstance(region, dict):
        raise EditionError(f"Файл года «{name}»: exam_year — год числом, region — таблица имён.")
    try:
        return edition_as_said(data)
    except ValidationError as fault:
        places = "; ".join(map(_place_and_fault, fault.errors()[:5]))
        raise EditionError(f"Файл года «{name}» противоречит сам себе: {places}.") from fault
    except (KeyError, ValueError) as fault:
        raise EditionError(f"Файл года «{name}»: неизвестная подстановка ({fault}).") from fault


def edition_as_said(data: Mapping[str, Any]) -> Edition:
    """The edition of a file's data; raises pydantic's `ValidationError` with each fault's place."""
    words = words_of(data["exam_year"], data.get("region", {}))
    return Edition.model_validate(_fill_in_words(data, words))


_FAULTS = {"extra_forbidden": "неизвестный ключ", "missing": "не указано"}


def _place_and_fault(error: ErrorDetails) -> str:
    """Where in the file, and what is wrong there."""
    where = ".".join(map(str, error["loc"]))
    fault = _FAULTS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{where}: {fault}" if where else fault


def _fill_in_words(value: Any, words: Mapping[str, str]) -> Any:
    """The data with the year's words in place of `{results_year}` and the like."""
    if isinstance(value, str):
        return _with_words(value, words) if _BRACES.search(value) else value
    if isinstance(value, list):
        return [_fill_in_words(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill_in_words(item, words) for key, item in value.items()}
    return value


def _with_words(text: str, words: Mapping[str, str]) -> str:
    """The text with words in place of `{exam_year}`; raises `KeyError` or `ValueError` for others.

    No format of Python's: an edition comes from outside, and `{x:>9999999}` is no text.
    """
    filled = _WORD.sub(lambda found: words[found[1]], text)
    if _BRACES.search(filled):
        raise ValueError(text[:40])
    return filled


def district_edition(edition: Edition) -> Edition:
    """The edition as the district fills it: what was its own is asked for, the rest is not."""
    indicators = [_own_indicator(row) for row in edition.indicators if row.owner == "D"]
    groups = {row.group for row in indicators}
    return edition.model_copy(
        update={
            "key": f"{edition.key}{DISTRICT_SUFFIX}",
            "tables": _DISTRICT_TABLES,
            "others": "школа",
            "titles": edition.titles.model_copy(update={"school_caption": _DISTRICT_CAPTION}),
            "indicators": tuple(indicators),
            "indicator_groups": tuple(g for g in edition.indicator_groups if g.key in groups),
            "plan_items": tuple(map(_own_item, edition.plan_items)),
        }
    )


def _own_indicator(row: IndicatorRow) -> IndicatorRow:
    return row.model_copy(update={"owner": "S", "opens_group": True})


def _own_item(row: PlanItemRow) -> PlanItemRow:
    """Its own activities and the free rows are asked for; those of schools and shared are not."""
    asked = row.kind == "own" or row.owner == "D"
    return row.model_copy(update={"owner": "S" if asked else "D", "needs_grade11": False})
