"""An edition from outside, made by pydantic of what `rows.py` and `edition.py` declare.

Only who has an edition of one's own imports this; those of the package are tested to be what
pydantic would make of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..errors import EditionError
from .edition import Edition, contradictions, fill_in_words, words_of


def _agreeing_with_itself(edition: Edition) -> Edition:
    if faults := contradictions(edition):
        raise ValueError("; ".join(faults))
    return edition


_EDITION: TypeAdapter[Edition] = TypeAdapter(
    Annotated[Edition, AfterValidator(_agreeing_with_itself)]
)


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
    return _EDITION.validate_python(fill_in_words(data, words)).with_its_rows


def edition_of_json(text: bytes) -> Edition:
    """The edition that `edition_as_json` kept; raises pydantic's `ValidationError`."""
    return _EDITION.validate_json(text)


def edition_as_json(edition: Edition) -> bytes:
    """The edition to be kept, with its words filled in."""
    return _EDITION.dump_json(edition)


_FAULTS = {"unexpected_keyword_argument": "неизвестный ключ", "missing": "не указано"}


def _place_and_fault(error: ErrorDetails) -> str:
    """Where in the file, and what is wrong there."""
    where = ".".join(map(str, error["loc"]))
    fault = _FAULTS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{where}: {fault}" if where else fault
