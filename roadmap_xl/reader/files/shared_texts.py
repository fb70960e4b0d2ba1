"""The texts that the sheets of a workbook share, where they are written as office programs do.

As in `scan`: every tag is known here, or the whole part is left to what reads every writing.

Source: ECMA-376, part 1, sections 18.4.8 and 18.4.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from .scan import ATTRIBUTES, is_read_differently
from .values import plain

MOST_BYTES_SCANNED = 2_000_000
"""The form's part has 60 kB."""
_T = '<t(?: xml:space="preserve")?(?:/>|>{text}</t>)'
_ONE_TEXT = _T.format(text="([^<]*)")
_RUN = rf"<r>(?:<rPr>(?:<[A-Za-z]+{ATTRIBUTES}/>)*+</rPr>)?{_T.format(text='[^<]*')}</r>"
_ITEM = re.compile(rf"<si>(?:{_ONE_TEXT}|((?:{_RUN})++))</si>|(<(?s:.*))")
_TEXT_OF_RUN = re.compile(_ONE_TEXT)
_LIST = re.compile(r"\A(?:<\?xml [^<>]*\?>)?\s*<sst(?: [^<>]*)?(?:/>|>(.*)</sst>)\s*\Z", re.DOTALL)
_LOOKS = ("strike", "vertAlign")
"""Where these stand among texts, not all of a text counts as it is written."""


def usual_texts(xml: bytes) -> Mapping[str, object] | None:
    """The texts by number; None where one is written otherwise than usual."""
    if not xml:
        return {}
    try:
        text = xml.decode() if len(xml) <= MOST_BYTES_SCANNED else ""
    except UnicodeDecodeError:
        return None
    listed = _LIST.match(text)
    if listed is None or is_read_differently(text) or any(look in text for look in _LOOKS):
        return None
    found = _ITEM.findall(listed[1] or "")
    if not found:
        return {}
    texts, runs, odd = zip(*found, strict=True)
    if odd[-1]:
        return None
    if any(runs):
        texts = tuple(one[0] or "".join(_TEXT_OF_RUN.findall(one[1])) for one in found)
    if not all(map(str.isprintable, texts)) or "" in texts or "&" in text:
        texts = tuple(_plain(one) for one in texts)
    return dict(zip(_numbers(len(texts) // 1000 + 1), texts, strict=False))


@lru_cache(maxsize=4)
def _numbers(thousands: int) -> list[str]:
    return [f"{number}" for number in range(thousands * 1000)]


def _plain(text: str) -> object:
    if text.isprintable() and text and "&" not in text:  # nearly all
        return text
    return plain(unescape(text))
