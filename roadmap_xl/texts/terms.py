"""The column «Сроки»: from what schools write to a term.

Source: domain.md section 6, rows 54 to 65 and 69; section 8.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from . import calendar_terms, school_terms
from .school_terms import recurring
from .squeezing import Pattern, compared
from .term import PlanPeriod, Term, TermKind

LONGEST = 200
"""Characters of a term that are looked at; a longer text is no term."""
_BEFORE = Pattern(r"^(?:до|к|не позднее|не позже|в срок до|срок до|по|в|на)\s+(?=\S)")
_YEAR_END = Pattern(r"\s*(?:г(?:ода|оду|од|г)?|гг|годы|годов)\.?$")
_OPEN = Pattern(
    r"(?:по|согласно|в соответствии с|согласно с)\s+(?:[а-я-]+\s+){0,3}"
    r"(?:план[а-я]*|график[а-я]*|мере|приказ[а-я]*|расписани[а-я]*|необходимости|запрос[а-я]*|"
    r"согласовани[а-я]*|договор[а-я]*|положени[а-я]*|итогам)(?:\s.*)?|при необходимости|"
    r"по мере .+|план(?:ово)?|срок не определен"
)

Recogniser = Callable[[str, PlanPeriod, str], Term | None]


@lru_cache(maxsize=4096)
def parse_term(text: str, plan: PlanPeriod) -> Term:
    """The term a text means inside a plan; never raises, whatever the text is."""
    said = compared(text)
    if not said or len(said) > LONGEST:
        return Term(TermKind.UNKNOWN, text)
    if found := _recognised(said, plan, text):
        return found
    return Term(TermKind.UNKNOWN, text)


def _recognised(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """By the recognisers in turn, on the text as it stands and without what stands around it."""
    plain = said.replace("і", "i").replace("х", "x")
    bare = _YEAR_END.sub("", re.sub(r"\s*\(.*\)$", "", plain)).strip(" .")
    without = _BEFORE.sub("", bare)
    for form in dict.fromkeys((plain, bare, without)):
        for recogniser in RECOGNISERS:
            try:
                found = recogniser(form, plan, source)
            except (ValueError, OverflowError):  # 31 September, a year nobody can reach
                return Term(TermKind.IMPOSSIBLE, source)
            if found is not None:
                return found
    return None


def _in_words_only(said: str, plan: PlanPeriod, source: str) -> Term | None:
    """«по плану», «по мере необходимости»."""
    return Term(TermKind.OPEN, source) if _OPEN.fullmatch(said) else None


RECOGNISERS: tuple[Recogniser, ...] = (
    calendar_terms.day,
    calendar_terms.days,
    calendar_terms.day_of_month,
    calendar_terms.one_month,
    calendar_terms.months,
    calendar_terms.from_then_on,
    school_terms.part_of_year,
    school_terms.holidays,
    school_terms.all_year,
    recurring,
    school_terms.school_year,
    _in_words_only,
)
"""From the most exact to the least."""
