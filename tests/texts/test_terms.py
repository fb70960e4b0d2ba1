"""The column «Сроки»: what schools write, and the days it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.texts.term import Every, PlanPeriod, TermKind
from roadmap_xl.texts.terms import LONGEST, parse_term

PLAN = PlanPeriod(2020, 2022)
WITH_DAYS = (TermKind.POINT, TermKind.RANGE, TermKind.RECURRING)


def day(text: str) -> date:
    """«01.10.20»."""
    number, month, year = map(int, text.split("."))
    return date(2000 + year, month, number)


POINTS = (
    ("до 01.10.2020", "01.10.20", ""),
    ("01.10.2020 г.", "01.10.20", ""),
    ("1 октября 2020", "01.10.20", ""),
    ("1 октября 2020 года", "01.10.20", ""),
    ("к 1.10.20", "01.10.20", ""),
    ("2020-10-01", "01.10.20", ""),
    ("44105", "01.10.20", "число Excel"),
    ("не позднее 15 мая", "15.05.21", "год — 2021"),
    ("до 1 сентября", "01.09.20", "год — 2020"),
    ("до 20 сентября 2020 г.", "20.09.20", ""),
    ("10.01.2020", "10.01.20", ""),  # never taken for 1 October: a rule asks
    ("до конца учебного года", "31.05.21", "учебный год — 2020/2021"),
)
RANGES = (
    ("сентябрь 2020", "01.09.20", "30.09.20", ""),
    ("сент. 2020г", "01.09.20", "30.09.20", ""),
    ("09.2020", "01.09.20", "30.09.20", ""),
    ("в сентябре 2020", "01.09.20", "30.09.20", ""),
    ("Сентябрь\xa02020 г.", "01.09.20", "30.09.20", ""),
    ("сентябрь", "01.09.20", "30.09.20", "год — 2020"),
    ("май", "01.05.21", "31.05.21", "год — 2021"),
    ("март", "01.03.21", "31.03.21", "год — 2021"),
    ("сентябрь-октябрь 2020", "01.09.20", "31.10.20", ""),
    ("сентябрь – май", "01.09.20", "31.05.21", "годы — 2020, 2021"),
    ("с сентября по май", "01.09.20", "31.05.21", "годы — 2020, 2021"),
    ("ноябрь 2020 – февраль 2021", "01.11.20", "28.02.21", ""),
    ("октябрь 2020 г. – май 2021 г.", "01.10.20", "31.05.21", ""),
    ("сентябрь 2020года - май 2022 года", "01.09.20", "31.05.22", ""),
    ("с сентября", "01.09.20", "31.08.22", "год — 2020"),
    ("с 1 октября 2020 г.", "01.10.20", "31.08.22", ""),
    ("начиная с 01.02.2021", "01.02.21", "31.08.22", ""),
    ("июль - август 2015", "01.07.15", "31.08.15", ""),
    ("май 2021 – сентябрь 2020", "01.05.21", "30.09.20", ""),  # kept: a rule asks
    ("с 01.09.2020 по 31.05.2021", "01.09.20", "31.05.21", ""),
    ("01.09.2020-31.12.2020", "01.09.20", "31.12.20", ""),
    ("10-15 сентября 2020", "10.09.20", "15.09.20", ""),
    ("с 1 по 15 октября", "01.10.20", "15.10.20", "год — 2020"),
    ("в течение года", "01.09.20", "31.08.21", "учебный год — 2020/2021"),
    ("в течении учебного года", "01.09.20", "31.08.21", "учебный год — 2020/2021"),
    ("в течение 2020-2021 уч. года", "01.09.20", "31.08.21", ""),
    ("весь период", "01.09.20", "31.08.22", ""),
    ("на протяжении всего периода", "01.09.20", "31.08.22", ""),
    ("Постоянно", "01.09.20", "31.08.22", ""),
    ("I квартал 2021", "01.01.21", "31.03.21", ""),
    ("ІІІ квартал 2021", "01.07.21", "30.09.21", ""),  # Ukrainian letters for the Roman number
    ("4 квартал 2020", "01.10.20", "31.12.20", ""),
    ("IV кв. 2020 г.", "01.10.20", "31.12.20", ""),
    ("1 полугодие", "01.09.20", "31.12.20", "учебный год — 2020/2021"),
    ("II полугодие 2020-2021 уч. года", "01.01.21", "31.05.21", ""),
    ("III четверть", "01.01.21", "31.03.21", "учебный год — 2020/2021"),
    ("осенние каникулы", "25.10.20", "10.11.20", "учебный год — 2020/2021"),
    ("2020-2021 уч.г.", "01.09.20", "31.08.21", ""),
    ("2020/21", "01.09.20", "31.08.21", ""),
    ("20-21 уч. год", "01.09.20", "31.08.21", ""),
    ("2020-2022 годы", "01.09.20", "31.08.22", ""),
    ("2021 год", "01.01.21", "31.12.21", ""),
)
RECURRING = (
    ("ежемесячно", Every.MONTH, 24, "30.09.20"),
    ("раз в месяц", Every.MONTH, 24, "30.09.20"),
    ("до 25 числа каждого месяца", Every.MONTH, 24, "25.09.20"),
    ("еженедельно", Every.WEEK, 104, "07.09.20"),
    ("ежеквартально", Every.QUARTER, 7, "31.12.20"),
    ("1 раз в четверть", Every.QUARTER, 8, "31.10.20"),
    ("2 раза в год", Every.HALF_YEAR, 4, "31.12.20"),
    ("1 раз в год", Every.YEAR, 2, "31.05.21"),
    ("каникулы", Every.YEAR, 2, "31.05.21"),
    ("август (педсовет)", Every.YEAR, 2, "31.05.21"),
    ("сентябрь, декабрь, май", None, 3, "30.09.20"),
)
IN_WORDS = ("по плану", "по графику", "по графику ФЦТ", "по мере необходимости", "согласно приказу")
IMPOSSIBLE = ("31.09.2020", "до 30.02.2021", "31 сентября 2020", "с 01.09.2020 по 31.04.2021")
UNKNOWN = (
    "когда получится",
    "декада",
    "1 декада 2020",
    "",
    " ",
    "12",
    "2020-1",
    "5 квартал 2021",
    "я" * (LONGEST + 1),
)


@pytest.mark.parametrize(("text", "when", "assumed"), POINTS)
def test_a_day(text: str, when: str, assumed: str) -> None:
    term = parse_term(text, PLAN)
    assert (term.kind, term.start, term.end) == (TermKind.POINT, day(when), day(when))
    assert term.assumed == assumed


@pytest.mark.parametrize(("text", "start", "end", "assumed"), RANGES)
def test_a_stretch_of_time(text: str, start: str, end: str, assumed: str) -> None:
    term = parse_term(text, PLAN)
    assert (term.kind, term.start, term.end) == (TermKind.RANGE, day(start), day(end))
    assert term.assumed == assumed


@pytest.mark.parametrize(("text", "every", "times", "first"), RECURRING)
def test_a_repetition(text: str, every: Every | None, times: int, first: str) -> None:
    term = parse_term(text, PLAN)
    assert (term.kind, term.every) == (TermKind.RECURRING, every)
    assert (len(term.occurrences), term.occurrences[0]) == (times, day(first))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((TermKind.OPEN, text) for text in IN_WORDS),
        *((TermKind.IMPOSSIBLE, text) for text in IMPOSSIBLE),
        *((TermKind.UNKNOWN, text) for text in UNKNOWN),
    ],
)
def test_no_time_at_all(kind: TermKind, text: str) -> None:
    term = parse_term(text, PLAN)
    assert (term.kind, term.start, term.end) == (kind, None, None)


SPOKEN = (
    "до с по в 01.10.2020 31.09 сентябрь мая 2020 2021 20-21 уч год г. - – , каждого месяца "
    "числа 25 ежемесячно квартал I 3 полугодие каникулы плану раз"
)
PHRASES = st.lists(st.sampled_from(SPOKEN.split()), max_size=8).map(" ".join)


@given(st.one_of(st.text(), PHRASES))
def test_any_text_is_a_term_of_some_kind(text: str) -> None:
    term = parse_term(text, PLAN)
    assert term.source == text
    assert (term.start is not None) == (term.end is not None) == (term.kind in WITH_DAYS)
    assert list(term.occurrences) == sorted(term.occurrences)
    assert all(PLAN.start <= found <= PLAN.end for found in term.occurrences)
    assert not term.occurrences or term.kind is TermKind.RECURRING
    assert term.kind is not TermKind.POINT or term.start == term.end


def test_a_hostile_text_costs_no_time() -> None:
    assert parse_term("по " * 10_000 + "плану", PLAN).kind is TermKind.UNKNOWN
