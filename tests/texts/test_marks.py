"""The column «Отметка об исполнении»: what schools write, and how an activity stands by it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_xl.texts.execution import is_done_early, is_overdue, missed_days
from roadmap_xl.texts.marks import State, parse_mark
from roadmap_xl.texts.term import PlanPeriod
from roadmap_xl.texts.terms import parse_term

PLAN = PlanPeriod(2020, 2022)
REPORT = date(2020, 11, 1)
DONE, GOING, PARTLY, NOT_DONE, NOT_FOR_US = (
    State.DONE,
    State.IN_PROGRESS,
    State.PARTLY,
    State.NOT_DONE,
    State.NOT_APPLICABLE,
)

STATES = (
    (
        DONE,
        "выполнено; Выполнено.; вып.; исполнено; да; +; ✓; v; 100%; сделано; совещание состоялось; "
        "реализовано; акция проведена; план утверждён; обучены все, не посещали двое; "
        "не в срок, но выполнено; исполнено на 100 %; по плану проведено 5 занятий; ИСТИНА; "
        "V (12.10); v 12.10.2020; полностью; завершили; посетили",
    ),
    (
        GOING,
        "в работе; выполняется; в процессе; ведётся; постоянно; проводится; по плану; "
        "согласно плану; согласно плану работы школы; исполнение на контроле",
    ),
    (
        PARTLY,
        "частично; частично выполнено; выполнено частично; 50%; выполнено на 60 %; "
        "прошли не все; проведены не все мероприятия",
    ),
    (
        NOT_DONE,
        "не выполнено; невыполнено; не проведено; не проводилось; не исполнено; не состоялось; "
        "отменено; нет; запланировано; планируется; 0%; будет выполнено; не будет выполнено; "
        "будет проведено в мае; приказ не издан; учителя не прошли; не размещено; не рассмотрено; "
        "не реализовано; проведение запланировано на май; срок ещё не наступил; ЛОЖЬ",
    ),
    (NOT_FOR_US, "не применимо; неприменимо; н/п; не требуется; не актуально; нет необходимости"),
    (
        None,
        "см. сайт школы; 12; 146%; ???; протокола нет; отчёта нет; договор не заключён; "
        "справка будет; активно; планово; актуально; выполним до мая; проведём в мае; проведут; "
        "завершается; на утверждении; идёт обучение; рассмотрение на педсовете; прошлого года; "
        "проанализируем; принять к сведению",
    ),
)
EVIDENCE = (
    ("проведено 12.10.2020, протокол №3", date(2020, 10, 12), "протокол №3"),
    ("выполнено 12.10.2020 г.", date(2020, 10, 12), ""),
    ("12.10.2020г. выполнено", date(2020, 10, 12), ""),
    ("12.10.2020", date(2020, 10, 12), ""),
    ("приказ № 45 от 01.09.2020", date(2020, 9, 1), "приказ № 45 от 01.09.2020"),
    ("Приказ от 12.10.2020 № 45-од", date(2020, 10, 12), "Приказ от 12.10.2020 № 45-од"),
    ("проведён педсовет, пр. №2 от 30.08.2020", date(2020, 8, 30), "пр. №2 от 30.08.2020"),
    ("справка", None, "справка"),
    ("10.10.2020, 12.10.2020", date(2020, 10, 12), ""),
)


@pytest.mark.parametrize(
    ("state", "text"), [(state, text) for state, texts in STATES for text in texts.split("; ")]
)
def test_the_state(state: State | None, text: str) -> None:
    assert parse_mark(text, PLAN).state is state


@pytest.mark.parametrize(("text", "when", "document"), EVIDENCE)
def test_the_evidence(text: str, when: date | None, document: str) -> None:
    mark = parse_mark(text, PLAN)
    assert (mark.state, mark.day, mark.document, mark.is_bare) == (DONE, when, document, False)


@pytest.mark.parametrize("text", ["выполнено", "да", "+", "100%", "31.09.2020 выполнено"])
def test_done_without_evidence_is_bare(text: str) -> None:
    assert parse_mark(text, PLAN).is_bare


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("не выполнено (карантин)", "карантин"),
        ("отменено из-за карантина", "карантина"),
        ("не проведено – болезнь педагога", "болезнь педагога"),
        ("не выполнено", ""),
    ],
)
def test_the_reason(text: str, reason: str) -> None:
    assert parse_mark(text, PLAN).reason == reason


@pytest.mark.parametrize(
    ("text", "end"),
    [("перенесено на май", date(2021, 5, 31)), ("Перенос на 01.12.2020", date(2020, 12, 1))],
)
def test_what_is_put_off_has_a_new_term(text: str, end: date) -> None:
    mark = parse_mark(text, PLAN)
    assert mark.state is GOING
    assert mark.moved_to is not None
    assert mark.moved_to.end == end


@given(st.text())
def test_any_text_is_a_mark(text: str) -> None:
    assert parse_mark(text, PLAN).source == text


# --- on the day of the report, 1 November 2020 ---


@pytest.mark.parametrize(
    ("term", "mark", "overdue"),
    [
        ("до 01.10.2020", "", True),
        ("до 01.11.2020", "", False),
        ("сентябрь – октябрь 2020", "", True),
        ("сентябрь – май", "", False),
        ("до 01.10.2020", "выполнено", False),
        ("до 01.10.2020", "не применимо", False),
        ("до 01.10.2020", "в работе", True),
        ("до 01.10.2020", "не выполнено (карантин)", True),
        ("до 01.10.2020", "см. сайт", True),
        ("до 01.10.2020", "перенесено на май", False),
        ("до 01.10.2020", "перенесено на 15.10.2020", True),
        ("ежемесячно", "", False),
        ("по плану", "", False),
        ("октябрь 2020 – май 2020", "", False),
        ("когда-нибудь", "", False),
    ],
)
def test_overdue(term: str, mark: str, overdue: bool) -> None:
    parsed = parse_mark(mark, PLAN) if mark else None
    assert is_overdue(parse_term(term, PLAN), parsed, REPORT) is overdue


@pytest.mark.parametrize(
    ("term", "mark", "times"),
    [
        ("ежемесячно", "", 2),
        ("ежемесячно", "проводится", 0),
        ("ежемесячно", "см. сайт", 2),
        ("ежеквартально", "", 0),
        ("до 01.10.2020", "", 0),
    ],
)
def test_missed(term: str, mark: str, times: int) -> None:
    parsed = parse_mark(mark, PLAN) if mark else None
    assert len(missed_days(parse_term(term, PLAN), parsed, REPORT)) == times


@pytest.mark.parametrize(
    ("term", "mark", "early"),
    [
        ("март – май 2021", "выполнено", True),
        ("март – май 2021", "в работе", False),
        ("октябрь 2020", "проведено 12.12.2020", True),
        ("октябрь 2020", "проведено 12.10.2020", False),
        ("до 01.12.2020", "выполнено", False),
    ],
)
def test_done_early(term: str, mark: str, early: bool) -> None:
    assert is_done_early(parse_term(term, PLAN), parse_mark(mark, PLAN), REPORT) is early
