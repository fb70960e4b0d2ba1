"""What a school types into a cell, and what the program takes it for.

A table says: what stands in the cell, the value taken, the code of the finding it leaves (none, if
it is taken as it stands).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st
from reading_workbooks import LAYOUT, read

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.reader.files.values import plain
from roadmap_xl.reader.workbook import Reading
from roadmap_xl.rules.catalogue import READING_RULES
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.texts.numbers import bare_number, percent_in
from roadmap_xl.texts.squeezing import squeeze

FORM = LAYOUT.form
CODES = {rule.note: rule.code for rule in READING_RULES}
TAKEN = ""


def codes(reading: Reading) -> list[str]:
    assert reading.submission is not None
    return [CODES[note.kind] for note in reading.submission.notes]


def value(reading: Reading, field: str) -> object:
    assert reading.submission is not None
    return reading.submission[field]


def said(reading: Reading, field: str) -> str:
    """The message a user sees about how this cell was read."""
    assert reading.submission is not None
    (message,) = [
        finding.message
        for finding in check_submission(reading.submission)
        if finding.field == field and finding.code in CODES.values()
    ]
    return message


COUNTS = [
    (5, 5, TAKEN),
    (5.0, 5, TAKEN),
    (2.9999999999999996, 3, TAKEN),
    (-1, -1, TAKEN),
    ("5", 5, "TXT-001"),
    ("12 ", 12, "TXT-001"),
    (" 18", 18, "TXT-001"),
    ("\u00a012", 12, "TXT-001"),
    ("1\u202f234", 1234, "TXT-001"),
    ("1\u00ad2", 12, "TXT-001"),
    ("\u200b7\ufeff", 7, "TXT-001"),
    ("'5", 5, "TXT-001"),
    ("5 чел", 5, "TXT-001"),
    ("5 чел.", 5, "TXT-001"),
    ("5 человек", 5, "TXT-001"),
    ("5ч", 5, "TXT-001"),
    ("5,0", 5, "TXT-001"),
    ("≈5", 5, "TXT-011"),
    ("0 чел.", 0, "TXT-001"),
    ("нет", 0, "TXT-002"),
    ("Нет.", 0, "TXT-002"),
    ("не было", 0, "TXT-002"),
    ("не сдавали", None, "TXT-002"),
    ("н/с", None, "TXT-002"),
    ("не выбирали", None, "TXT-002"),
    ("x", None, "TXT-002"),
    ("Х", None, "TXT-002"),
    ("…", None, "TXT-002"),
    (" ", None, TAKEN),
    ("н/д", None, "TXT-010"),
    ("нет данных", None, "TXT-010"),
    ("?", None, "TXT-010"),
    ("пять", None, "TXT-003"),
    ("5 баллов", None, "TXT-003"),
    (True, None, "TXT-003"),
    (float("nan"), None, "FIL-010"),
    (1e300, None, "TXT-003"),
    (2.5, None, "TXT-004"),
    ("2.5", None, "TXT-004"),
    ("2,5", None, "TXT-004"),
    (date(2020, 4, 3), None, "TXT-005"),
    (datetime(2020, 4, 3, 12), None, "TXT-005"),
    (43978, None, "TXT-005"),
    (time(3, 4), None, "TXT-005"),
    (timedelta(hours=30), None, "TXT-005"),
    ("5+2", None, "TXT-006"),
    ("=5+2", None, "TXT-006"),
    ("12/25", None, "TXT-006"),
    ("3 (из них 1 ОВЗ)", None, "TXT-006"),
    (ErrorValue("#DIV/0!"), None, "FIL-010"),
    ("#ДЕЛ/0!", None, "FIL-010"),
    ("#REF!", None, "FIL-010"),
]


@pytest.mark.parametrize(("raw", "taken", "code"), COUNTS)
def test_a_count(raw: object, taken: object, code: str) -> None:
    reading = read({"prob.n_not_passed_gia": raw})
    assert (value(reading, "prob.n_not_passed_gia"), codes(reading)) == (
        taken,
        [code] if code else [],
    )
    assert type(value(reading, "prob.n_not_passed_gia")) in (int, type(None))


DASHES = [
    # the row's other cells, the cell with the dash, the value taken, the code
    ({}, "ege.rus.below", None, TAKEN),
    ({"ege.rus.total": 7}, "ege.rus.below", 0, "TXT-002"),
    ({"ege.rus.total": "7 чел."}, "ege.rus.b_100", 0, "TXT-002"),
    ({"ege.rus.below": 1}, "ege.rus.total", None, TAKEN),
    ({"bm.2.total": 5}, "bm.2.g2", 0, "TXT-002"),
    ({}, "bm.2.g2", None, TAKEN),
    ({}, "org.rus.n80_plus", None, TAKEN),
    ({"ege.rus.total": 7}, "org.rus.n80_plus", 0, "TXT-002"),
    ({"ege.deu.total": 2}, "org.foreign.n80_plus", 0, "TXT-002"),
    ({}, "prob.n80_plus", 0, "TXT-002"),
    ({}, "meta.pupils_total.y1", None, "TXT-002"),
    ({}, "org.participants_persons", None, "TXT-002"),
    ({}, "prob.avg.chem", None, TAKEN),
    ({"ege.chem.total": 3}, "prob.avg.chem", None, "TXT-002"),
    ({}, "ind.1.2-1.y1.num", None, "TXT-002"),
    ({}, "ind.1.2-1.y1", "не применимо", "TXT-002"),
    ({}, "ind.1.4-1.y1", "не применимо", "TXT-002"),
    ({}, "ind.1.5-1.y1", None, "TXT-012"),
]


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " - "])
@pytest.mark.parametrize(("row", "field", "taken", "code"), DASHES)
def test_a_lone_dash_is_judged_by_its_row(
    row: dict[str, object], field: str, taken: object, code: str, dash: str
) -> None:
    reading = read(row | {field: dash})
    assert reading.submission is not None
    about = [CODES[n.kind] for n in reading.submission.notes if FORM.fields[n.slot].id == field]
    assert (value(reading, field), about) == (taken, [code] if code else [])


def test_a_dash_beside_a_total_that_is_no_number_is_a_zero() -> None:
    reading = read({"ege.rus.total": "5+2", "ege.rus.below": "-"})
    assert value(reading, "ege.rus.below") == 0


AVERAGES = [
    (51, 51, TAKEN),
    (51.3, 51.3, TAKEN),
    (-49, -49, TAKEN),
    ("51,3", 51.3, "TXT-001"),
    ("51.3", 51.3, "TXT-001"),
    ("51 балл", 51, "TXT-001"),
    ("51б.", 51, "TXT-001"),
    ("≈51", 51, "TXT-011"),
    ("– 49", -49, "TXT-001"),
    ("нет", None, "TXT-002"),
    ("51 чел.", None, "TXT-003"),
    ("51 из 100", None, "TXT-006"),
]


@pytest.mark.parametrize(("raw", "taken", "code"), AVERAGES)
def test_an_average(raw: object, taken: object, code: str) -> None:
    reading = read({"prob.avg.rus": raw, "ege.rus.total": 2})
    assert (value(reading, "prob.avg.rus"), codes(reading)) == (taken, [code] if code else [])


@pytest.mark.parametrize(("total", "taken"), [(None, None), (0, None), (3, 0)])
def test_an_average_of_zero_is_a_blank_where_nobody_sat(total: object, taken: object) -> None:
    reading = read({"prob.avg.rus": 0, "ege.rus.total": total})
    assert value(reading, "prob.avg.rus") == taken


@pytest.mark.parametrize(
    ("field", "day", "meant"),
    [
        ("prob.avg.rus", date(2020, 5, 27), "; похоже на 27,5"),
        ("prob.avg.rus", datetime(2020, 5, 27), "; похоже на 27,5"),
        ("prob.avg.rus", 43978.0, "; похоже на 27,5"),
        ("prob.avg.rus", date(1951, 4, 1), "; похоже на 51,4"),
        ("ege.rus.total", date(1900, 1, 5), "; похоже на 5"),
        ("ege.rus.total", date(2020, 4, 3), ""),
    ],
)
def test_a_date_for_a_number_says_what_was_meant(field: str, day: date | float, meant: str) -> None:
    shown = f"{day:%d.%m.%Y}" if isinstance(day, date) else "27.05.2020"
    assert said(read({field: day}), field) == f"Excel превратил запись в дату ({shown}){meant}."


SHARES = [
    (0.86, 0.86, TAKEN),
    (1, 1, TAKEN),
    (4, 4, TAKEN),
    ("не применимо", "не применимо", TAKEN),
    ("86%", 0.86, "TXT-001"),
    ("86 %", 0.86, "TXT-001"),
    ("86,0%", 0.86, "TXT-001"),
    ("0,86", 0.86, "TXT-001"),
    ("86 % (18 чел)", 0.86, "TXT-016"),
    ("227", 227, "TXT-001"),
    ("Н/П", "не применимо", "TXT-002"),
    ("н/д", None, "TXT-010"),
    ("почти все", None, "TXT-003"),
    ("86% и 90%", None, "TXT-006"),
]


@pytest.mark.parametrize(("raw", "taken", "code"), SHARES)
def test_a_share(raw: object, taken: object, code: str) -> None:
    reading = read({"ind.1.2-1.y1": raw})
    assert (value(reading, "ind.1.2-1.y1"), codes(reading)) == (taken, [code] if code else [])


OTHERS = [
    # amounts may have a fraction
    ("ind.1.4-3.y1.num", "1,5 ставки", 1.5, "TXT-001"),
    ("ind.1.1-3.y1.num", "12 тыс. руб.", 12, "TXT-001"),
    ("ind.1.1-3.y1.num", "12 руб.", 12.0, "TXT-001"),
    # choices
    ("meta.stage", "На сдачу", "На сдачу", TAKEN),
    ("meta.stage", " на  сдачу. ", "На сдачу", "TXT-009"),
    ("ind.1.2-1.unit", "чел", "чел.", "TXT-009"),
    ("ind.1.2-1.unit", " 18", " 18", TAKEN),
    ("ind.1.2-1.unit", 18.0, "18", TAKEN),
    ("meta.stage", ".", None, "TXT-012"),
    # numbers or words
    ("ind.1.5-1.y1", "да", "да", TAKEN),
    ("ind.1.5-1.y1", "12", 12, "TXT-001"),
    ("ind.1.5-1.y1", date(2020, 5, 27), None, "TXT-005"),
    # texts stay as they were typed
    ("psp.goal", "  Рост\nкачества ", "  Рост\nкачества ", TAKEN),
    ("psp.goal", " \u00a0", None, TAKEN),
    ("psp.directions", " .", None, "PSP-003"),
    ("pln.9-03.result", ".", None, "PLN-022"),
    ("pln.3.term", "…", None, "PLN-022"),
    ("meta.school_name", "—", None, "TXT-012"),
    ("meta.school_id", 18.0, "18", TAKEN),
    ("meta.school_id", 1.25, "1,25", TAKEN),
    ("meta.contact", 89181234567.0, "89181234567", TAKEN),
    ("pln.1-01.term", datetime(2020, 10, 1), "01.10.2020", "TXT-008"),
    ("pln.1-01.term", date(2020, 10, 1), "01.10.2020", "TXT-008"),
    ("pln.1-01.term", 44105.0, "01.10.2020", "TXT-008"),
    ("pln.1-01.term", 2020.0, "2020", TAKEN),
    ("psp.goal", "=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1", TAKEN),
    ("psp.goal", ErrorValue("#N/A"), None, "FIL-010"),
    ("psp.goal", True, "ИСТИНА", TAKEN),
    # dates
    ("sgn.date", date(2020, 10, 1), date(2020, 10, 1), TAKEN),
    ("sgn.date", datetime(2020, 10, 1, 9, 30), date(2020, 10, 1), TAKEN),
    ("sgn.date", 44105, date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "44105", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "«01» октября 2020 г.", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "01.10.2020", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "1.10.20 г.", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "1 октября 2020 года", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "2020-10-01", date(2020, 10, 1), "TXT-008"),
    ("sgn.date", "31.09.2020", None, "TXT-007"),
    ("sgn.date", "осенью", None, "TXT-007"),
    ("sgn.date", 5, None, "TXT-007"),
    ("sgn.date", True, None, "TXT-007"),
    ("sgn.date", ErrorValue("#N/A"), None, "FIL-010"),
    ("sgn.date", "-", None, "TXT-012"),
]


@pytest.mark.parametrize(("field", "raw", "taken", "code"), OTHERS)
def test_other_kinds(field: str, raw: object, taken: object, code: str) -> None:
    reading = read({field: raw})
    assert (value(reading, field), codes(reading)) == (taken, [code] if code else [])


@pytest.mark.parametrize("mark", ['"', "—//—", "-«-", "то же", "Та же."])
def test_ditto_repeats_the_row_above(mark: str) -> None:
    reading = read(
        {
            "pln.1-01.responsible": "директор",
            "pln.1-02.responsible": mark,
            "pln.1-03.responsible": mark,
        }
    )
    assert value(reading, "pln.1-03.responsible") == "директор"
    assert codes(reading) == ["TXT-013", "TXT-013"]


def test_ditto_under_nothing_is_a_mere_mark() -> None:
    reading = read({"pln.1-01.term": "—//—"})
    assert value(reading, "pln.1-01.term") is None
    assert codes(reading) == ["PLN-022"]


@pytest.mark.parametrize(
    ("field", "raw", "message"),
    [
        ("ege.rus.total", "5 чел.", "«5 чел.» — текст; прочитано как 5."),
        ("ege.rus.total", "не сдавали", "«не сдавали» прочитано как пустая ячейка."),
        ("ege.rus.total", 2.5, "Численность — целое число, а стоит 2,5."),
        ("ege.rus.total", ErrorValue("#DIV/0!"), "В ячейке ошибка Excel #ДЕЛ/0!."),
        ("ege.rus.total", "а" * 500, f"Стоит текст «{'а' * 79}…», а нужно число."),
        ("ind.1.2-1.y1", "0,86", "«0,86» — текст; прочитано как 86%."),
    ],
)
def test_messages_name_what_was_typed_and_what_was_made_of_it(
    field: str, raw: object, message: str
) -> None:
    assert said(read({field: raw}), field) == message


INPUTS = [field.id for field in FORM.fields if field.is_input]
SCRAPS = st.lists(
    st.sampled_from(
        ["5", "12,5", "%", "-", "—", "чел.", "нет", " ", "\u00a0", "\u200b", "(", "+", "=", "/",
         "г.", "01.10.2020", "#Н/Д", "≈", "'", "«", "?", "б", "н/д", "то же"]
    ),
    max_size=5,
).map("".join)  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=40),
    SCRAPS,
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.datetimes(min_value=datetime(1899, 12, 30)),
    st.dates(min_value=date(1899, 12, 30)),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["#DIV/0!", "#N/A", "#SPILL!"]).map(ErrorValue),
)


def _is_no_entry(field: str, cells: dict[str, object]) -> bool:
    """A blank, or what the template's own formula shows in a default cell."""
    raw = plain(cells[field])
    if isinstance(raw, str) and not squeeze(raw):
        return True
    source = FORM.defaults.get(FORM.by_id[field].slot)
    if raw is None or source is None or isinstance(raw, bool):
        return raw is None
    return raw == 0 or raw == plain(cells.get(FORM.fields[source.slot].id, ""))


@examples(400)
@given(cells=st.dictionaries(st.sampled_from(INPUTS), ANYTHING, min_size=1, max_size=8))
@example(cells={"ege.rus.total": "9" * 400})
@example(cells={"psp.goal": ""})
def test_every_cell_ends_in_exactly_one_class(cells: dict[str, object]) -> None:
    reading = read(cells)
    counts = reading.cells
    assert reading.submission is not None
    assert counts.filled == sum(not _is_no_entry(field, cells) for field in cells)
    assert counts.filled == counts.used + counts.noted + counts.rejected
    slots = [note.slot for note in reading.submission.notes]
    assert len(slots) == len(set(slots)) == counts.noted + counts.rejected
    assert counts.rejected == len(reading.submission.rejected)
    check_submission(reading.submission)


def test_a_number_of_hundreds_of_digits_is_none() -> None:
    """Such a number is endless to a computer; a document in which one stood ended the import."""
    assert bare_number("9" * 400) is None
    assert percent_in("9" * 400 + "%") is None
