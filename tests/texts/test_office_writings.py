"""Days and terms as offices write them: what docs/form.md says of each is what the program does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.texts.days import day_in, day_text
from roadmap_xl.texts.marks import State, parse_mark
from roadmap_xl.texts.squeezing import normalize
from roadmap_xl.texts.term import Every, PlanPeriod, Term, TermKind
from roadmap_xl.texts.terms import parse_term

PAGE = Path(__file__).parents[2] / "docs" / "form.md"
PLAN = PlanPeriod(2026, 2028)
AGAIN = {
    Every.WEEK: "каждую неделю",
    Every.MONTH: "каждый месяц",
    Every.QUARTER: "каждую четверть или квартал",
    Every.HALF_YEAR: "каждое полугодие",
    Every.YEAR: "каждый год",
    None: "по дням",
}
WITHOUT_DAYS = {
    TermKind.OPEN: "без даты",
    TermKind.UNKNOWN: "не распознан",
    TermKind.IMPOSSIBLE: "нет в календаре",
}


def rows_under(header: str) -> Iterator[tuple[str, str]]:
    """The rows of the table of the page that begins with this header."""
    lines = iter(PAGE.read_text(encoding="utf-8").splitlines())
    next(line for line in lines if line.startswith(f"| {header} |"))
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        _, written, means, _ = (part.strip() for part in line.split("|"))
        yield written, means


def in_words(term: Term) -> str:
    if term.kind is TermKind.RECURRING:
        first = day_text(term.occurrences[0])
        return f"{AGAIN[term.every]}: {len(term.occurrences)}, с {first}"
    if term.start is None or term.end is None:
        return WITHOUT_DAYS[term.kind]
    return " – ".join(dict.fromkeys((day_text(term.start), day_text(term.end))))


TERMS = list(rows_under("in «Сроки»"))
DAYS = list(rows_under("a day"))


@pytest.mark.parametrize(("written", "means"), TERMS)
def test_a_term_means_what_the_page_says(written: str, means: str) -> None:
    assert in_words(parse_term(written, PLAN)) == means


@pytest.mark.parametrize(("written", "means"), DAYS)
def test_a_day_means_what_the_page_says(written: str, means: str) -> None:
    found = day_in(written)
    assert ("не дата" if found is None else day_text(found)) == means


@given(st.text() | st.text('0123456789.-/ «»"годектябрьXIt:,', max_size=20))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = day_in(text)
    assert found is None or day_in(day_text(found)) == found


def test_the_page_has_many_writings() -> None:
    assert len(TERMS) + len(DAYS) >= 60


# The same word with a hidden sign, with Latin look-alikes, with letters of two parts.
HIDDEN = [
    "дека\u200bбрь 2026",
    "\u202eдекабрь\u202c 2026",
    "дeкaбpь 2026",
    "декабрь\u3164\u28002026",
    "декабрь\u2009２０２６",
    "Дека\u00adбрь 2026\ufe0f",
]


@pytest.mark.parametrize("written", HIDDEN)
def test_signs_that_are_not_seen_change_no_term(written: str) -> None:
    assert in_words(parse_term(written, PLAN)) == "01.12.2026 – 31.12.2026"


def test_letters_of_two_parts_are_one_letter() -> None:
    assert normalize("Ма\u0438\u0306") == "май"
    assert parse_term("ма\u0438\u0306 2027", PLAN).start == date(2027, 5, 1)


MARKS = [
    *((sign, State.DONE) for sign in "✓✔☑✅√👍+v\uf0fcüþ"),
    ("✔️", State.DONE),
    ("👍🏻", State.DONE),
    ("OK", State.DONE),
    ("выпoлнeнo", State.DONE),
    ("✅ протокол № 3", State.DONE),
    ("не ✅", State.NOT_DONE),
    ("✔ частично", State.PARTLY),
    ("+/-", State.PARTLY),
    ("выполнено, кроме 3 класса", State.PARTLY),
    ("почти выполнено", State.PARTLY),
    ("выполнено наполовину", State.PARTLY),
    ("недовыполнено", State.PARTLY),
    ("проведено 2 из 5", State.PARTLY),
    ("обучено 5 из 5", State.DONE),
    ("Кроме того, проведён семинар", State.DONE),
    ("должно быть выполнено", State.NOT_DONE),
    ("выполнено?", None),
    ("приказ от 01.12.2020?", None),
    ("✗", None),
    ("☒", None),
    ("❌", None),
]


@pytest.mark.parametrize(("typed", "state"), MARKS)
def test_a_tick_of_any_keyboard_is_a_tick(typed: str, state: State | None) -> None:
    assert parse_mark(typed, PLAN).state is state
