"""The texts that the sheets of an .xlsx share, for those who look at a sheet's bytes."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from html import unescape

_PLAIN = re.compile(rb"<si><t(?: [^>]*)?>([^<]*)</t></si>")


class SharedTexts:
    """The part of a package with its texts, looked into only when asked."""

    def __init__(self, xml: bytes = b"") -> None:
        self._xml = xml

    @cached_property
    def by_cell(self) -> dict[bytes, bytes]:
        """The texts by what stands in a cell after its name and style, as programs write it.

        Of a text with formats inside the last piece alone.
        """
        texts = _PLAIN.findall(self._xml)
        if len(texts) != self._xml.count(b"<si>"):
            texts = [_last_piece(part) for part in self._xml.split(b"<si>")[1:]]
        if b"&" in self._xml:
            texts = [plain_text(text) for text in texts]
        return dict(zip(_numbered(len(texts) // 1000 + 1), texts, strict=False))


@lru_cache(maxsize=4)
def _numbered(thousands: int) -> list[bytes]:
    return [b' t="s"><v>%d' % number for number in range(thousands * 1000)]


def _last_piece(part: bytes) -> bytes:
    end = part.rfind(b"</t>")
    return part[part.rfind(b">", 0, end) + 1 : end]


def plain_text(xml: bytes) -> bytes:
    """The text that stands for these bytes of XML."""
    return unescape(xml.decode(errors="replace")).encode() if b"&" in xml else xml
