"""Editions from TOML files. A file that contradicts itself is refused, and told where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import EditionError
from .edition import Edition, words_of


def read_edition(path: Path) -> Edition:
    """An edition from a file of one's own.

    Raises `EditionError` if the file cannot be read or contradicts itself.
    """
    try:
        return validated(path.read_bytes(), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise EditionError(f"Файл года «{path.name}» не читается: {fault}.") from fault


def validated(source: bytes, name: str) -> Edition:
    """The edition of a TOML; `EditionError` if it contradicts itself."""
    return _edition(tomllib.loads(source.decode()), name)


def _edition(data: Mapping[str, Any], name: str) -> Edition:
    year, region = data.get("exam_year"), data.get("region", {})
    if not isinstance(year, int) or not isinstance(region, dict):
        raise EditionError(f"Файл года «{name}»: exam_year — год числом, region — таблица имён.")
    try:
        return Edition.model_validate(_written_out(data, words_of(year, region)))
    except ValidationError as fault:
        said = "; ".join(map(_said, fault.errors()[:5]))
        raise EditionError(f"Файл года «{name}» противоречит сам себе: {said}.") from fault
    except (KeyError, ValueError) as fault:
        raise EditionError(f"Файл года «{name}»: неизвестная подстановка ({fault}).") from fault


_FAULTS = {"extra_forbidden": "неизвестный ключ", "missing": "не указано"}


def _said(error: ErrorDetails) -> str:
    """Where in the file, and what is wrong there."""
    where = ".".join(map(str, error["loc"]))
    fault = _FAULTS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{where}: {fault}" if where else fault


def _written_out(value: Any, words: Mapping[str, str]) -> Any:
    """The data with the year's words in place of `{results_year}` and the like."""
    if isinstance(value, str):
        return value.format_map(words) if "{" in value else value
    if isinstance(value, list):
        return [_written_out(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _written_out(item, words) for key, item in value.items()}
    return value
