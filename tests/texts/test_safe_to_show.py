"""What a text from a file may do to the place where it is shown: nothing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.campaign.folder import safe_name
from roadmap_xl.texts.signs import is_visible, safe_json, safe_lines, safe_text, visible_text
from roadmap_xl.texts.typed import quote_value

TURNING = [
    "\x1b[31m",
    "\x9b",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\ufeff",
    "\r",
    "\x00",
    "\u2028",
]
SIGNS = st.text(
    st.sampled_from(
        "аБ1 .-\n\r\t\x1b\x9b\x85\u00ad\u200b\u200d\u202e\u2067\u2028\u3164\ufe0f\ud800"
    )
    | st.characters(),
    max_size=30,
)


def is_harmless(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize("sign", TURNING)
def test_a_name_cannot_turn_a_line(sign: str) -> None:
    shown = safe_text(f"Книга{sign}xslx.exe")
    assert sign[0] not in shown
    assert "?" in shown


@given(SIGNS)
def test_whatever_is_shown_is_one_line_of_signs_that_are_seen(text: str) -> None:
    assert all(map(is_harmless, safe_text(text)))
    assert all(sign in "\n\t" or is_harmless(sign) for sign in safe_lines(text))
    assert all(map(is_harmless, quote_value(text)))
    assert all(map(is_harmless, safe_name(text)))


@given(SIGNS)
def test_what_is_seen_is_seen_again(text: str) -> None:
    assert visible_text(visible_text(text)) == visible_text(text)
    assert is_visible(text) == bool(visible_text(text).strip())


@given(st.dictionaries(SIGNS, SIGNS, max_size=3))
def test_json_says_the_same_and_is_harmless(answer: dict[str, str]) -> None:
    shown = safe_json(json.dumps(answer, ensure_ascii=False))
    assert json.loads(shown) == answer
    assert all(sign in "\n\t" or is_harmless(sign) for sign in shown)
