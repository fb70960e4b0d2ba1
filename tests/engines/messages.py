"""What a validator says of a file."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One message: who says it, of which part of the file, about which place, and what."""

    validator: str
    file: str
    part: str
    place: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.validator}: {self.file} {self.part} {self.place}: {self.code} {self.text}"
