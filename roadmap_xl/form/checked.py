"""Editions that were checked before: their data as validation left them, kept with the package.

To read a year's TOML and to validate it takes longer than to check a school's workbook with it. So
`make templates` keeps what came out in `editions/checked/`, with the hash of the TOML it came from.
A TOML that says anything else is read and validated as any other.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, get_args

from .edition import Edition
from .rows import Data

FOLDER = Path(__file__).parent / "editions" / "checked"


def checked_text(edition: Edition, source: bytes) -> str:
    """What is kept of an edition that was read from this TOML: JSON, a line for each row."""
    lines = [f' "source": {_json(_hash(source))}']
    for name, value in edition.model_dump(mode="json", exclude_unset=True).items():
        text = _json(value)
        if isinstance(value, list) and any(isinstance(row, dict) for row in value):
            text = "[\n" + ",\n".join(f"  {_json(row)}" for row in value) + "\n ]"
        lines.append(f" {_json(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def checked_before(key: str, source: bytes) -> Edition | None:
    """The edition of this TOML as it was checked; None where that was never done."""
    file = FOLDER / f"{key}.json"
    if not file.is_file():
        return None
    kept = json.loads(file.read_bytes())
    if kept.pop("source") != _hash(source):
        return None
    fields = Edition.model_fields
    return Edition.model_construct(
        **{name: _as_checked(value, fields[name].annotation) for name, value in kept.items()}
    )


def _as_checked(value: Any, kind: Any) -> Any:
    """The value of JSON as the model has it: rows as their classes, lists as tuples."""
    if isinstance(value, list):
        item = get_args(kind)[0]
        return tuple([_as_checked(one, item) for one in value])
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, Data):
        values: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one for name, one in value.items()
        }
        return kind.model_construct(**values)
    return value


def _hash(source: bytes) -> str:
    """The same whatever ends the lines of a file that was checked out."""
    return hashlib.sha256(source.replace(b"\r\n", b"\n")).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
