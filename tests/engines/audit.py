"""openxml-audit, a second validator: pure Python, of other authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from .messages import Message


def validated(paths: Iterable[Path]) -> Iterator[Message]:
    """What it says of each file, as the oldest and the newest Office that the product names."""
    from openxml_audit import FileFormat, OpenXmlValidator

    validators = [
        OpenXmlValidator(file_format=office, max_errors=1000)
        for office in (FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365)
    ]
    for path in paths:
        for validator in validators:
            for error in validator.validate(path).errors:
                yield Message(
                    f"audit {validator.file_format.value}", path.name, error.part_uri or "",
                    error.path or "", error.id or error.error_type.value, error.description,
                )  # fmt: skip
