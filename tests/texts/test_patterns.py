"""What a pattern says that its texts have to hold is true of every text that it matches."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.browser import prepare
from roadmap_xl.texts import calendar_terms, days, joined_terms, marks, school_terms, squeezing
from roadmap_xl.texts.marks import parse_mark
from roadmap_xl.texts.squeezing import Pattern
from roadmap_xl.texts.term import PlanPeriod
from roadmap_xl.texts.terms import parse_term

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


def test_the_first_check_on_the_page_compiles_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were while somebody looked for a file."""
    prepare()
    monkeypatch.setattr(squeezing.re, "compile", lambda *_: pytest.fail("a pattern is compiled"))
    period = PlanPeriod(2026, 2028)
    assert parse_term("в течение 2 четверти 2026/2027 учебного года", period).end is not None
    assert parse_mark("перенесено на март 2027 в связи с ремонтом", period).state is not None
