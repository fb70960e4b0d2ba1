"""What a pattern says that its texts have to hold is true of every text that it matches."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.texts import calendar_terms, days, joined_terms, marks, school_terms
from roadmap_xl.texts.squeezing import Pattern

MODULES = (calendar_terms, days, joined_terms, marks, school_terms)
NEEDING = [
    pattern
    for module in MODULES
    for pattern in (*vars(module).values(), *(one for one, _ in school_terms._WORDS))
    if isinstance(pattern, Pattern) and pattern.needs
]
ENDLESS = ".+"
"""The text that a pattern lets follow adds nothing to what it needs."""


@pytest.mark.parametrize("pattern", dict.fromkeys(NEEDING), ids=lambda one: one.source[:40])
@given(data=st.data())
@examples(30)
def test_no_text_that_matches_lacks_what_the_pattern_needs(
    pattern: Pattern, data: st.DataObject
) -> None:
    shorter = pattern.source.replace(ENDLESS, "x")
    text = data.draw(st.from_regex(shorter, fullmatch=True))
    assert any(one in text for one in pattern.needs), text
