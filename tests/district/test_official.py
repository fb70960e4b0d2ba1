"""Results of РЦОИ beside the schools' own (XWB-004): what is read, what differs, what is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner, Result
from district_files import CITY, EDITION, FORM, REGISTRY, STATION, VILLAGE, consolidate, sent
from libreoffice import converted
from openpyxl import Workbook, load_workbook

from roadmap_xl.campaign.demo.run import REGISTRY as REGISTRY_FILE
from roadmap_xl.campaign.demo.run import SENT, DemoResult
from roadmap_xl.cli import commands
from roadmap_xl.district.official import (
    MOST_NAMED,
    Official,
    OfficialError,
    OfficialRow,
    OfficialTable,
    SchoolsByName,
    read_official,
)
from roadmap_xl.district.school import School
from roadmap_xl.form.submission import Value
from roadmap_xl.rules.findings import Audience, Finding, Severity
from roadmap_xl.summary.explain.answers import explain
from roadmap_xl.summary.numbers.from_files import findings_on
from roadmap_xl.summary.numbers.summary import DistrictSummary

Row = Sequence[Any]
TITLES: Row = ("Код ОО", "Предмет", "Участников", "Ниже порога", "Средний балл")
MEANS = {"prob.avg.rus": 64.5, "prob.avg.phys": 50}


def workbook(path: Path, *rows: Row) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def table(folder: Path, *rows: Row, titles: Row = TITLES) -> OfficialTable:
    return read_official(workbook(folder / "РЦОИ.xlsx", titles, *rows))


def summary_of(official: OfficialTable) -> DistrictSummary:
    city = sent(CITY, changes=MEANS)
    return consolidate([city, sent(VILLAGE)], EDITION, REGISTRY, official=official)


def differences(folder: Path, *rows: Row) -> list[Finding]:
    summary = summary_of(table(folder, *rows))
    found = [one for line in summary.lines for one in findings_on(summary, line)]
    return [one for one in found if one.code == "XWB-004"]


def not_compared(folder: Path, *rows: Row, titles: Row = TITLES) -> str:
    added = summary_of(table(folder, *rows, titles=titles)).added
    return " ".join(one.message for one in added if one.code == "XWB-010")


# The city's school: 8 in Russian, 1 of them below, mean 64,5; 3 in physics, mean 50.
SAME = ("101", "Русский язык", 8, 1, 64.5)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (SAME, []),
        ((101, "русский язык", 8, 1, "64,53"), []),  # rounded by the school
        ((101, "Русский язык", 8, 1, 65), []),  # rounded by РЦОИ
        ((101, "Физика", 3, 0, "49,96"), []),
        (("0101", "Физика", 3, 0, ""), []),
        (("101", "Химия", 0, 0, "-"), []),  # nobody sat it, and the school left it blank
        (("101", "Русский язык", 9, 1, 64.5), ["Русский язык, Всего: школа указала 8, РЦОИ 9"]),
        (
            ("101", "Русский", 8, 2, 66.2),
            [
                "Русский язык, Не преодолели порог: школа указала 1, РЦОИ 2",
                "Русский язык, Средний балл: школа указала 64,5, РЦОИ 66,2",
            ],
        ),
        (("101", "Химия", 2, "", 40), [
            "Химия, Всего: школа указала пусто, РЦОИ 2",
            "Химия, Средний балл: школа указала пусто, РЦОИ 40",
        ]),
        (("104", "Русский язык", 5, 0, 60), []),  # no file of it: XWB-001 says so
    ],
)  # fmt: skip
def test_what_differs(tmp_path: Path, row: Row, said: list[str]) -> None:
    found = differences(tmp_path, row)
    expected = [f"«{CITY.name}», {one}.".replace("РЦОИ", "по данным РЦОИ") for one in said]
    assert [one.message for one in found] == expected
    for one in found:
        assert (one.severity, one.audience) == (Severity.WARNING, Audience.DISTRICT)
        place = sent(CITY).submission.place(FORM.by_id[one.field])  # type: ignore[union-attr]
        assert (one.sheet, one.cell) == (place.sheet, place.cell)


def test_each_band_is_compared(tmp_path: Path) -> None:
    titles = ("Школа", "Предмет", "51-60", "100")
    official = table(tmp_path, (CITY.name, "Физика", 1, 2), titles=titles)
    summary = summary_of(official)
    found = [one for line in summary.lines for one in findings_on(summary, line)]
    (one,) = [one.message for one in found if one.code == "XWB-004"]
    assert "Физика, 100: школа указала 0, по данным РЦОИ 2" in one


def test_a_text_of_the_school_in_place_of_a_number_has_its_own_error(tmp_path: Path) -> None:
    city = sent(CITY, changes={"ege.rus.total": "восемь"})
    official = table(tmp_path, ("101", "Русский язык", 9, 1, ""))
    summary = consolidate([city], EDITION, REGISTRY, official=official)
    codes = [one.code for one in findings_on(summary, summary.lines[0])]
    assert "XWB-004" not in codes


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((SAME,), ""),
        ((SAME, ("999", "Физика", 1, 0, 50)), "нет в перечне школ: «999»."),
        ((SAME, ("101", "Астрономия", 1, 0, 50)), "нет в бланке предметов: «Астрономия»."),
        ((SAME, SAME), "повторяются строки одной школы и предмета: лист «Sheet», строка 2"),
        ((("101", "Физика", "*", 0, 50),), "не числа: лист «Sheet», строка 2 («*»)."),
        ((SAME, ("", "ИТОГО", 100, 3, 60), ("", "", "", "", "")), ""),  # no school's line
    ],
)
def test_what_cannot_be_compared_is_said(tmp_path: Path, rows: Sequence[Row], said: str) -> None:
    found = not_compared(tmp_path, *rows)
    assert said in found
    assert bool(said) == bool(found)


def test_of_many_unknown_schools_some_are_named(tmp_path: Path) -> None:
    rows = [(str(900 + n), "Физика", 1, 0, 50) for n in range(MOST_NAMED + 5)]
    assert "«909» и ещё 5" in not_compared(tmp_path, *rows)


def test_rows_that_say_two_things_are_not_compared(tmp_path: Path) -> None:
    assert differences(tmp_path, ("101", "Физика", 9, 0, 50), ("101", "Физика", 7, 0, 50)) == []


# --- the file ---

SHUFFLED = (
    ("Результаты ЕГЭ",),
    (),
    ("№", "Средний балл", "Предмет", "Наименование ОО", "Код  ОО", "Кол-во участников"),
    (1, 64.5, "Русский язык", CITY.name, "101", 8),
    (2, 55, "Физика", STATION.name, "", 3),
)


def test_columns_stand_in_any_order_below_a_title(tmp_path: Path) -> None:
    rows = read_official(workbook(tmp_path / "р.xlsx", *SHUFFLED)).rows
    assert [(row.code, row.subject, row.numbers) for row in rows] == [
        ("101", "Русский язык", {"total": 8, "mean": 64.5}),
        ("", "Физика", {"total": 3, "mean": 55}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_file_says_the_same(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [
        delimiter.join(map(str, TITLES)),
        delimiter.join(["101", '"Физика"', "3", "0", "49,9"]),
    ]
    path = tmp_path / "р.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (row,) = read_official(path).rows
    assert (row.code, row.subject) == ("101", "Физика")
    assert row.numbers == {"total": 3, "below": 0, "mean": 49.9}


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_another_spreadsheet_says_the_same(tmp_path: Path, kind: str) -> None:
    written = workbook(tmp_path / "р.xlsx", *SHUFFLED)
    again = read_official(converted(written, kind, tmp_path / "saved")).rows
    assert [row.numbers for row in again] == [row.numbers for row in read_official(written).rows]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("р.xlsx", b"", "пуст"),
        ("р.xlsx", b"no workbook", "повреждён"),
        ("р.pdf", b"%PDF", "р.pdf"),
        ("р.csv", b"", "нет таблицы РЦОИ"),
        ("р.csv", "Школа;Балл\nх;1".encode(), "нет таблицы РЦОИ"),
        ("р.csv", "Код ОО;Предмет;Участников\n;ИТОГО;5".encode(), "нет ни одной строки"),
        ("нет.xlsx", None, "такого файла нет"),
    ],
)
def test_a_file_that_is_no_such_table_is_one_sentence(
    tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(OfficialError, match=said):
        read_official(tmp_path / name)


# --- the command ---


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False, prog_name="roadmap-xl")


def test_a_campaign_s_folder_has_the_table_to_be_filled(
    demo_district: DemoResult, tmp_path: Path
) -> None:
    """Empty it says nothing; filled it is compared without being asked for."""
    copytree(demo_district.registry.parent, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "Сбор"
    registry = str(tmp_path / REGISTRY_FILE)
    made = run("init", str(folder), "--edition", "2020", "--registry", registry)
    assert "«Данные РЦОИ.xlsx»" in made.output
    for file in (tmp_path / SENT).iterdir():
        file.rename(folder / SENT / file.name)
    first = run("consolidate", str(folder), "--date", "2020-10-12")
    assert (first.exit_code, "РЦОИ" in first.output) == (0, False)
    book = load_workbook(folder / "Данные РЦОИ.xlsx")
    sheet = book["Данные РЦОИ"]
    titles = [cell.value for cell in sheet[1]]
    values = {"Код школы": 230501, "Предмет": "Русский язык", "Всего": 61, "Средний балл": 72.5}
    for title, value in values.items():
        sheet.cell(2, titles.index(title) + 1).value = value
    book.save(folder / "Данные РЦОИ.xlsx")
    assert run("consolidate", str(folder), "--date", "2020-10-12").exit_code == 0
    rows = load_workbook(folder / "Сводки" / "Сводка 12.10.2020.xlsx")["Замечания"].iter_rows(
        values_only=True
    )
    (message,) = [row[4] for row in rows if row[6] == "XWB-004"]
    assert message.endswith("Русский язык, Всего: школа указала 60, по данным РЦОИ 61.")


def test_the_command_writes_the_differences_into_the_summary(
    demo_district: DemoResult, tmp_path: Path
) -> None:
    copytree(demo_district.registry.parent, tmp_path, dirs_exist_ok=True)
    official = workbook(
        tmp_path / SENT / "РЦОИ.xlsx",
        TITLES,
        ("230501", "Русский язык", 61, 0, 72.51),
        ("000000", "Физика", 1, 0, 50),
    )
    target = tmp_path / "Свод.xlsx"
    command = (
        "consolidate", str(tmp_path / SENT), "-o", str(target), "--registry",
        str(tmp_path / REGISTRY_FILE), "--official", str(official), "--date", "2020-10-12",
    )  # fmt: skip
    answer = run(*command)
    assert answer.exit_code == 0
    assert "Внимание: Данные РЦОИ («РЦОИ.xlsx»): нет в перечне школ: «000000»." in answer.output
    rows = list(load_workbook(target)["Замечания"].iter_rows(min_row=6, values_only=True))
    (row,) = [row for row in rows if row[6] == "XWB-004"]
    assert row[1:5] == (
        "предупреждение",
        "ЕГЭ",
        "D7",
        "«МБОУ гимназия № 1 г. Степной», Русский язык, Всего: школа указала 60, по данным РЦОИ 61.",
    )
    (fact,) = [
        row[1]
        for row in load_workbook(target)["Паспорт сводки"].iter_rows(values_only=True)
        if row[0] == "Данные РЦОИ"
    ]
    assert fact.startswith("РЦОИ.xlsx, SHA-256 ")
    assert fact.endswith("сверено строк: 1 из 2")
    assert explain(target, ["Предметы!B6"])[0].expected == 137  # the file is no school's
    bad = run(*command[:-4], "--official", str(tmp_path / "нет.xlsx"))
    assert (bad.exit_code, bad.stderr.count("\n")) == (2, 1)
    assert "Данные РЦОИ не прочитаны" in bad.stderr


def test_codes_that_differ_in_their_zeros_alone_are_two_schools() -> None:
    schools = [School("012", "012", "СОШ № 1"), School("12", "12", "СОШ № 2")]
    rows = [
        OfficialRow(f"строка {n}", code, "", "Физика", {"total": n})
        for n, code in enumerate(("012", "12", "", "000"), start=1)
    ]
    found = Official(OfficialTable("РЦОИ.xlsx", "", tuple(rows)), EDITION, schools)
    assert found.compared == 2
    (said,) = found.not_compared()
    assert "нет в перечне школ: «», «000»" in said.message


BASE: dict[str, Value] = {"bm.1.year": "2020 год", "bm.1.total": 7, "bm.1.g2": 1, "bm.1.g5": 6}


@pytest.mark.parametrize("subject", ["Математика базовая", "математика (базовый уровень)"])
def test_base_mathematics_is_compared_by_persons_and_by_twos(tmp_path: Path, subject: str) -> None:
    official = table(tmp_path, ("101", subject, 8, 1, 4.2))
    city = sent(CITY, changes=BASE)
    summary = consolidate([city], EDITION, REGISTRY, official=official)
    found = [one for one in findings_on(summary, summary.lines[0]) if one.code == "XWB-004"]
    (one,) = found
    assert "Математика базовая, Всего: школа указала 7, по данным РЦОИ 8" in one.message
    assert one.field == "bm.1.total"
    assert all(added.code != "XWB-010" for added in summary.added)


@pytest.mark.parametrize(
    "name", ["МБОУ СОШ № 1", "СОШ №1", "МБОУ СОШ № 1 г. Степной", "Школа № 1 г. Степной"]
)
def test_a_school_is_found_by_its_name_without_its_town(tmp_path: Path, name: str) -> None:
    titles = ("Школа", "Предмет", "Участников")
    official = table(tmp_path, (name, "Русский язык", 9), titles=titles)
    summary = summary_of(official)
    found = [one for line in summary.lines for one in findings_on(summary, line)]
    assert [one.code for one in found if one.code == "XWB-004"] == ["XWB-004"]


def test_a_name_of_two_schools_is_nobodys() -> None:
    schools = [
        School(code, code, "СОШ № 5", place) for code, place in (("1", "с. А"), ("2", "с. Б"))
    ]
    assert SchoolsByName(schools).get("Школа № 5") is None
