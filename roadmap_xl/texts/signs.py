"""Which signs of a text a person sees: invisible ones, look-alikes, dashes, ticks, each named once.

Every reader of a text, number, day, term, mark or name begins with `visible_text` or, to
compare, with `squeezing`; every door shows a text of somebody else through `safe_text` or
`safe_json`.
Source of the properties: the Unicode Character Database (general categories Cc, Cf, Cs, property
Default_Ignorable_Code_Point).
"""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
"""Control characters without those that end a line or move to the next stop."""
_MARKS_OF_FORMAT = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""Soft hyphens, joiners, marks of direction, tags, the place of an embedded object."""
_SELECTORS = "\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""They choose a drawing of the sign before them and are not seen themselves."""
_TURNING = "\u202e"
"""From here on even digits run from right to left (Unicode annex 9, right-to-left override)."""
_SKIN_TONES = "\U0001f3fb-\U0001f3ff"
_BLANKS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters of other alphabets, and of Braille, that are drawn as nothing; `str.split` keeps them."""
_LINE_ENDS = "\x85\u2028\u2029"
_SURROGATES = "\ud800-\udfff"

_UNSEEN = re.compile(f"[{_CONTROLS}{_MARKS_OF_FORMAT}{_SELECTORS}]")
_BLANK = re.compile(f"[{_BLANKS}]")
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_LINE_ENDING = re.compile("[\t\n\r\x85\u2028\u2029]")
_LONE = re.compile(f"[{_SURROGATES}]")
_ODD = re.compile(f"[{_CONTROLS}{_MARKS_OF_FORMAT}{_SELECTORS}{_BLANKS}{_LINE_ENDS}{_SURROGATES}]")


def visible_text(text: str) -> str:
    """The text as a person sees it, its lines kept: composed letters, and no invisible sign."""
    if _ODD.search(text):  # most texts have none
        text = _LINE_END.sub("\n", _BLANK.sub(" ", _UNSEEN.sub("", text)))
        text = _LONE.sub("\ufffd", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def are_digits_turned(text: str) -> bool:
    """Whether its digits are shown the other way round: «21» behind such a mark is seen as «12»."""
    return _TURNING in text and sum(map(str.isdigit, text)) > 1


def is_visible(text: str) -> bool:
    """Something of the text is to be seen; a space or a mark of direction is nothing."""
    first = text[:1]  # asked of every text in a file, and nearly always enough
    return "!" <= first <= "~" or "А" <= first <= "я" or bool(visible_text(text).strip())


def is_seen(value: object) -> bool:
    """Something of a cell's value is to be seen; None is a blank."""
    return is_visible(value) if isinstance(value, str) else value is not None


_USUAL = re.compile(r"[ -@\[-`{-~А-яЁё«»№\n]*\Z")


def is_usual(text: str) -> bool:
    """Nothing but Russian letters, digits and common marks: no other reading is possible."""
    return _USUAL.match(text) is not None


_DIRECTION_MARKS = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""Marks of direction, joiners and spaces of no width: with them two names look like one."""
_UNSAFE = re.compile(f"[{_CONTROLS}{_DIRECTION_MARKS}{_SURROGATES}]")


def safe_text(text: str) -> str:
    """One line as a console, a letter or a message may show it, whatever file it comes from.

    What would colour, move, turn or hide something is «?»; a line stays one line.
    """
    return _LINE_ENDING.sub("?", safe_lines(text)) if _needs_care(text) else text


def safe_lines(text: str) -> str:
    """The same for a text of several lines."""
    if not _needs_care(text):
        return text
    return visible_text(_UNSAFE.sub("?", text.replace("\r\n", "\n").replace("\r", "?")))


def _needs_care(text: str) -> bool:
    return not text.isprintable() or bool(_ODD.search(text))


def safe_json(text: str) -> str:
    """JSON that says the same and shows no such sign: each is written as its number.

    They stand in strings alone, where `\\u202e` and the sign itself mean the same.
    """
    return _ODD.sub(lambda found: _escape(found[0]), text)


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2))


DASHES = "‐‑‒–—―−⁃⁻₋˗﹘﹣－⸺⸻➖"
"""Hyphens, dashes and minus signs; all are read as «-»."""
_AS_ASCII = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)}
_PLAIN = str.maketrans(_AS_ASCII | dict.fromkeys(map(ord, DASHES), "-"))
_NOT_PLAIN = re.compile(f"[{DASHES}\uff01-\uff5e]")


def with_plain_signs(text: str) -> str:
    """Every dash a hyphen, every wide sign of the Far East the usual one."""
    return text.translate(_PLAIN) if _NOT_PLAIN.search(text) else text


TICKS = "✓✔☑✅√⍻🗸🗹👍\uf0fc\uf0fe\uf050\uf052"
"""What phones, Word and Excel put for «done»; the last four are the Wingdings' own."""
WINGDINGS_TICKS = "üþ"
"""The same signs where the font was lost; alone in a cell they mean nothing else."""

_LATIN, _CYRILLIC = "ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук"
_GREEK, _AS_GREEK = "ΑΒΕΗΚΜΟΡΤΧΥαορχ", "АВЕНКМОРТХУаорх"
_LOOK_ALIKE = str.maketrans(_LATIN + _GREEK, _CYRILLIC + _AS_GREEK)
_OWN = re.compile("[А-яЁё]")
_FOREIGN = re.compile("[A-Za-zͰ-Ͽ]")
_WORD_WITH_FOREIGN = re.compile(r"[^\W\d_]*[A-Za-zͰ-Ͽ][^\W\d_]*")


def to_cyrillic(text: str) -> str:
    """As people see it: «COШ» is «СОШ», while «word» and the «N» of «N5» stay as they are.

    A word is Cyrillic if one letter of it is, or if every foreign letter only looks foreign.
    For comparing alone, on both sides; never to be shown.
    """
    return _WORD_WITH_FOREIGN.sub(_replace_look_alikes, text) if _FOREIGN.search(text) else text


def _replace_look_alikes(word: re.Match[str]) -> str:
    looks = word[0].translate(_LOOK_ALIKE)
    return looks if _OWN.search(word[0]) or not _FOREIGN.search(looks) else word[0]
