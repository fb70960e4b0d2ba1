"""The texts that the sheets of a workbook share, where they are written as office programs do.

As in `scan`: every tag is known here, or the whole part is left to what reads every writing.

Source: ECMA-376, part 1, sections 18.4.8 and 18.4.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape

from ...texts.typed import storable
from .known_pieces import KnownPieces
from .scan import is_read_differently
from .skeleton import ATTRIBUTES

MOST_BYTES_SCANNED = 2_000_000
"""The form's part has 60 kB."""
_T = '<t(?: xml:space="preserve")?(?:/>|>{text}</t>)'
_ONE_TEXT = _T.format(text="([^<]*)")
_RUN = rf"<r>(?:<rPr>(?:<[A-Za-z]+{ATTRIBUTES}/>)*+</rPr>)?{_T.format(text='[^<]*')}</r>"
_ITEM = re.compile(rf"<si>(?:{_ONE_TEXT}|((?:{_RUN})++))</si>|(<(?s:.*))")
_PLAIN = re.compile(rb"<t>([^<&]*)</t></si>")
_ITEM_BEGINS = b"<si>"
_TEXT_OF_RUN = re.compile(_ONE_TEXT)
_LIST = re.compile(rb"\A(?:<\?xml [^<>]*\?>)?\s*<sst(?: [^<>]*)?(?:/>|>(.*)</sst>)\s*\Z", re.DOTALL)
_LOOKS = ("strike", "vertAlign")
"""Where these stand among texts, not all of a text counts as it is written."""


def usual_texts(xml: bytes) -> Mapping[str, object] | None:
    """The texts by number; None where one is written otherwise than usual."""
    if not xml:
        return {}
    listed = _LIST.match(xml) if len(xml) <= MOST_BYTES_SCANNED else None
    if listed is None:
        return None
    before, *items = (listed[1] or b"").split(_ITEM_BEGINS)
    found = None if before.strip() else _ITEMS.of(items)
    if found is None:
        return None
    texts: Sequence[object] = [text or None for text in found] if "" in found else found
    return dict(zip(_numbers(len(texts) // 1000 + 1), texts, strict=False))


def _item(item: bytes) -> str | None:
    """The text of one item, empty for a blank one; None for what is not as usual."""
    try:
        if (plain := _PLAIN.fullmatch(item)) and _is_plain(text := plain[1].decode()):
            return text
        xml = (_ITEM_BEGINS + item).decode()
    except UnicodeDecodeError:
        return None
    if is_read_differently(xml) or any(look in xml for look in _LOOKS):
        return None
    found = _ITEM.findall(xml)
    text, runs, odd = found[0]
    if odd or len(found) > 1:
        return None
    text = text or "".join(_TEXT_OF_RUN.findall(runs))
    return storable(unescape(text) if "&" in text else text)


def _is_plain(text: str) -> bool:
    """So are nearly all; saves two thirds of the time."""
    return text.isprintable() and "_x" not in text and not any(look in text for look in _LOOKS)


_ITEMS = KnownPieces(_item)


@lru_cache(maxsize=4)
def _numbers(thousands: int) -> list[str]:
    return [f"{number}" for number in range(thousands * 1000)]
