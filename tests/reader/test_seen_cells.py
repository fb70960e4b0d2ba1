"""What a reader of the sheet sees is what is read, whatever was done to the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import hurt
import pytest
from openpyxl import Workbook, load_workbook
from reading_workbooks import LAYOUT, SheetsInMemory, read, repacked, written

from roadmap_xl.form.layout import EGE
from roadmap_xl.reader.workbook import Reading, read_cells, read_workbook
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.school.check import check_file

BANDS = ("below", "b_min_50", "b_51_60", "b_61_70")


def kinds(reading: Reading) -> list[str]:
    assert reading.submission is not None
    submission = reading.submission
    return [*(note.kind for note in submission.notes), *(one.kind for one in submission.remarks)]


def test_a_sorted_table_gives_its_one_note() -> None:
    """Formulas of «ЕГЭ по школе» look at the cells of «ЕГЭ», whoever stands there now."""
    results = {"rus": (9, 1, 2, 3, 3), "phys": (4, 0, 1, 1, 2)}
    raw: dict[str, object] = {}
    for subject, (total, *bands) in results.items():
        raw[f"ege.{subject}.total"] = total
        raw |= {f"ege.{subject}.{band}": n for band, n in zip(BANDS, bands, strict=True)}
    cells = SheetsInMemory(raw)
    rows = cells.sheets[EGE]
    here, there = (LAYOUT.place(LAYOUT.form.by_id[f"ege.{one}.total"]).row for one in results)
    rows[here], rows[there] = rows[there], rows[here]
    for subject, other in (("rus", "phys"), ("phys", "rus")):
        total, failed, *passed = results[other]
        shown = {"participants": total, "not_passed": failed, "below60": passed[0] + passed[1]}
        for column, number in shown.items():
            place = LAYOUT.place(LAYOUT.form.by_id[f"org.{subject}.{column}"])
            cells.sheets[place.sheet][place.row][place.column] = number

    reading = read_cells(cells, "школа.xlsx", "0" * 64)

    assert kinds(reading) == ["rows-sorted"]
    assert reading.submission is not None
    assert [reading.submission[f"ege.{one}.total"] for one in results] == [9, 4]


@pytest.mark.parametrize(
    "sign", [" ", "\u00a0\u2009", "\u200b", "\u202e\u202c", "\u3164", "\ufe0f"]
)
def test_a_cell_with_nothing_to_be_seen_is_not_filled(sign: str) -> None:
    reading = read({"ege.rus.total": sign, "psp.goal": sign, "pln.1-01.mark": sign})
    assert kinds(reading) == []
    assert reading.cells.filled == 0


def test_a_text_loses_the_signs_that_are_not_seen() -> None:
    reading = read({"psp.goal": "Рост\u202e качества\u200b\nи\u0306"})
    assert reading.submission is not None
    assert reading.submission["psp.goal"] == "Рост качества\nй"


FORMULAS = [
    (b'<c r="D7"%s t="str"><f>IF(1=1,"","x")</f><v></v></c>', []),
    (b'<c r="D7"%s><f>5+2</f></c>', ["no-value"]),
    (b'<c r="D7"%s><f>5+2</f><v></v></c>', ["no-value"]),
    (b'<c r="D7"%s><f>5+2</f><v>7</v></c>', []),
]


@pytest.mark.parametrize(("cell", "said"), FORMULAS)
def test_a_formula_that_gives_nothing_is_a_blank(
    tmp_path: Path, cell: bytes, said: list[str]
) -> None:
    blank = written(tmp_path / "бланк.xlsx", {})

    def changed(name: str, xml: bytes) -> bytes:
        if name != "xl/worksheets/sheet3.xml":
            return xml
        before, _, after = xml.partition(b'<c r="D7"')
        style, _, rest = after.partition(b"/>")
        return before + cell % style + rest

    reading = read_workbook(repacked(blank, tmp_path / "с формулой.xlsx", changed))
    assert [kind for kind in kinds(reading) if kind != "formula-replaced"] == said


AMOUNTS = [
    ("120 тыс. руб.", 120),
    ("120 тыс.руб", 120),
    ("1 200 ₽", 1200),
    ("1 200,50 руб.", 1200.5),
    ("1 200 руб. 50 коп.", 1200.5),
    ("1200-00 руб.", 1200),
    ("₽ 1 200", 1200),
    ("1,5 млн руб.", 1.5),
    ("−5 тыс. руб.", -5),
    ("– 5", -5),
    ("－5", -5),
    ("１２０ р.", 120),
    ("5 pуб.", 5),
    ("120т.р.", 120),
    ("120 т. руб.", 120),
]


@pytest.mark.parametrize(("typed", "amount"), AMOUNTS)
def test_money_with_its_unit_and_sign(typed: str, amount: float) -> None:
    reading = read({"ind.1.1-3.y1.num": typed})
    assert reading.submission is not None
    assert reading.submission["ind.1.1-3.y1.num"] == amount


@pytest.mark.parametrize(
    "typed",
    [
        "черновик.",
        "Чepновик",
        "черновой вариант",
        "Черновик (не окончательно)",
        "проект",
        "черн.",
        "предварительно",
    ],
)
def test_a_book_that_calls_itself_a_draft_is_one(typed: str) -> None:
    reading = read({"meta.stage": typed})
    assert reading.submission is not None
    assert reading.submission["meta.stage"] == "Черновик"


SCHOOL_YEARS = ["2019-2020", "2019 – 2020", "2019/20", "2019/2020 уч. год", "2019-2020 гг."]


@pytest.mark.parametrize("typed", SCHOOL_YEARS)
def test_a_school_year_in_another_writing_is_the_same(typed: str) -> None:
    """«2019-2020» instead of «2019/2020» left out the whole file."""
    reading = read({"meta.results_year": typed, "bm.1.year": 2020})
    assert reading.submission is not None
    assert reading.submission["meta.results_year"] == "2019/2020"
    assert reading.submission["bm.1.year"] == "2020 год"


@pytest.mark.parametrize("typed", ["2018-2019", "2020/2019", "2020"])
def test_another_school_year_stays_another(typed: str) -> None:
    reading = read({"meta.results_year": typed})
    assert reading.submission is not None
    assert reading.submission["meta.results_year"] == typed


def test_a_number_a_second_before_midnight_is_the_next_day() -> None:
    reading = read({"meta.report_date": 46357.99999})
    assert reading.submission is not None
    assert reading.submission["meta.report_date"] == date(2026, 12, 2)


FORMATS = [
    ("0", False),
    ('0" чел."', False),
    ("#,##0", False),
    ("General", False),
    ("0;-0;;@", False),  # only zeros are not seen
    ("0,", True),
    (";;;", True),
    ('"7"', True),
    ('0"0"', True),
]


@pytest.mark.parametrize(("code", "is_told"), FORMATS)
def test_a_format_that_shows_another_number_is_told(
    code: str, is_told: bool, tmp_path: Path
) -> None:
    workbook = load_workbook(written(tmp_path / "книга.xlsx", {"ege.rus.total": 12000}))
    workbook[EGE]["D7"].number_format = code
    workbook[EGE].sheet_state = "hidden"
    workbook.save(tmp_path / "книга.xlsx")
    found = check_file(tmp_path / "книга.xlsx").findings
    assert ("TXT-020" in {one.code for one in found if one.cell == "D7"}) == is_told
    assert "Лист скрыт, а на нём есть данные; они учтены." in {one.message for one in found}


def test_money_of_one_row_is_in_one_unit() -> None:
    reading = read({"ind.1.1-3.y1.num": "1 200 ₽", "ind.1.1-3.y1.den": "5 тыс. руб."})
    assert reading.submission is not None
    assert reading.submission["ind.1.1-3.y1.num"] == 1.2
    assert reading.submission["ind.1.1-3.y1.den"] == 5


TURNED = "\u202e21"
"""Behind the mark of the other direction it is shown as «12»."""
STRUCK_BY_A_SIGN, RAISED, IN_CIRCLE = "1\u03363", "3¹", "③"


@pytest.mark.parametrize(
    "typed", [STRUCK_BY_A_SIGN, RAISED, IN_CIRCLE, "1О", TURNED, "1.000", "12,000 чел."]
)
def test_a_number_that_only_looks_like_one_is_asked_about(typed: str) -> None:
    reading = read({"ege.rus.total": typed})
    assert reading.submission is not None
    assert reading.submission["ege.rus.total"] is None
    assert set(kinds(reading)) <= {"not-a-number", "calculation"}


def test_many_merged_cells_are_told_in_one_line(tmp_path: Path) -> None:
    found = group_findings(check_file(hurt.hurt(tmp_path, hurt.many_years_merged)).findings)
    (said,) = [one.message for one in found if one.code == "FIL-020"]
    assert said.startswith("Ячейки объединены с соседними")


@pytest.mark.parametrize("typed", ["86 процентов", "86 проц.", "86٪", "86%"])
def test_a_percent_in_words_is_one(typed: str) -> None:
    reading = read({"ind.1.2-1.y1": typed})
    assert reading.submission is not None
    assert reading.submission["ind.1.2-1.y1"] == 0.86


def another_name_of_a_subject(workbook: Workbook) -> None:
    workbook[EGE]["B7"] = "Русский"


def two_sheets_that_differ(workbook: Workbook) -> None:
    workbook.copy_worksheet(workbook[EGE]).title = "ЕГЭ (2)"
    workbook["ЕГЭ (2)"]["D7"] = 99


@pytest.mark.parametrize(
    ("change", "codes"), [(another_name_of_a_subject, []), (two_sheets_that_differ, ["FIL-015"])]
)
def test_one_thing_is_told_once(change: hurt.Hurt, codes: list[str], tmp_path: Path) -> None:
    found = group_findings(check_file(hurt.hurt(tmp_path, change)).findings)
    assert [one.code for one in found if one.code != "FIL-013"] == codes
