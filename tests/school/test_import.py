"""A Word document poured into a workbook: the real school's, and documents as schools have them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx_files as d
import pytest
from click.testing import CliRunner
from libreoffice import converted
from openpyxl import load_workbook
from real_findings import REAL
from seed_document import seed_document

from roadmap_xl.campaign.demo.real_school import real_school, typed_counts, typed_percents
from roadmap_xl.cli import commands
from roadmap_xl.form.submission import Submission
from roadmap_xl.form.vocabulary import SUBMITTING
from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.school.from_word import import_file
from roadmap_xl.school.word.document import read_document
from roadmap_xl.workbook.repair_notes import LEFT_OVER_SHEET, NOTES_SHEET

DAY = date(2026, 11, 25)
EGE_HEADER = (
    "Предмет", "Всего", "Не преодолели порог", "%", "Минимальный порог-50", "%", "51-60", "%",
    "61-70", "%", "71-90", "%", "91-99", "%", "100", "%",
)  # fmt: skip
PLAN_HEADER = (
    "№ п/п",
    "Мероприятия",
    "Сроки",
    "Ответственные",
    "Результат",
    "Отметка об исполнении",
)
INDICATOR_HEADER = (
    "Наименование целевого показателя", "Единица измерения", "2020/2021", "2021/2022",
)  # fmt: skip
RESULTS = d.paragraph("Итоги ЕГЭ 2019/2020 учебного года")
SECTION = d.row("1.", d.cell("Организационные мероприятия", span=5))
FIRST = (
    "Создание Рабочей группы (Координационного совета) по вопросам повышения качества образования."
)
SECOND = "Утверждение плана работы Рабочей группы (Координационного совета)"


def read(folder: Path, *blocks: str, edition: str = "", **parts: object) -> Reading:
    """The reading of a document of these blocks; its cells are counted, each in one class."""
    path = folder / "документ.docx"
    path.write_bytes(d.docx(*blocks, **parts))  # type: ignore[arg-type]
    reading = read_document(path, edition)
    cells = reading.cells
    assert cells.filled == cells.used + cells.noted + cells.rejected
    return reading


def submission_of(reading: Reading) -> Submission:
    assert reading.submission is not None, reading.fault
    return reading.submission


def values(reading: Reading) -> dict[str, object]:
    """What the fields hold that a document fills, by id."""
    submission = submission_of(reading)
    return {
        submission.form.fields[slot].id: submission.values[slot]
        for slot in reading.places
        if submission.form.fields[slot].is_input
    }


def left(reading: Reading) -> list[str]:
    return [str(one.value) for one in reading.left]


def kinds(reading: Reading) -> set[str]:
    return {remark.kind for remark in submission_of(reading).remarks}


# --- the real document ---

IMPORT_ONLY = (
    ("PRB-007", Severity.ERROR, 1), ("PRB-008", Severity.NOTE, 3), ("EGE-008", Severity.NOTE, 3),
    ("ORG-008", Severity.NOTE, 1), ("PSP-006", Severity.NOTE, 3), ("PLN-014", Severity.NOTE, 1),
    ("PLN-015", Severity.WARNING, 8), ("PLN-016", Severity.NOTE, 2),
    ("PLN-017", Severity.WARNING, 2),
    ("PLN-018", Severity.NOTE, 7),
)  # fmt: skip
"""What fires on import alone. The description counts EGE-008 twice; «Физика» has «0» and «100%»
in its row, too. PLN-015 counts six activities and names two further places of the same kind."""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "Дорожная карта.docx"
    path.write_bytes(seed_document())
    return path


@pytest.fixture(scope="module")
def seed_findings(seed: Path) -> list[Finding]:
    return check_submission(submission_of(read_document(seed)), Occasion(SUBMITTING))


def test_the_real_document_gives_the_values_that_were_read_from_it_by_hand(seed: Path) -> None:
    reading = read_document(seed)
    submission = submission_of(reading)
    by_hand = real_school(submission.form)
    typed = {field.id: by_hand.values[field.slot] for field in submission.form.fields}
    typed |= {"meta.stage": "Черновик"}  # not in the document: a workbook that is begun
    typed |= dict.fromkeys(("psp.developer", "psp.directions", "pln.9-03.result"))  # « » and «.»
    assert {field.id: submission[field.id] for field in submission.form.fields} == typed
    raw = {submission.form.fields[slot].id: raw for slot, raw in reading.raw.items()}
    assert (raw["psp.directions"], raw["pln.9-03.result"]) == (" .", ".")


def test_no_cell_of_the_real_document_is_left(seed: Path) -> None:
    """78 values read by hand, less what the document does not say and a blank; the percents and
    numbers typed twice; the glued cell holds two values, and the list of groups is told.
    """
    reading = read_document(seed)
    by_hand = real_school(submission_of(reading).form)
    not_there = ("meta.stage", "meta.grade11", "meta.results_year", "psp.developer")
    typed = [
        field.id
        for field in by_hand.form.fields
        if by_hand.values[field.slot] is not None and field.id not in not_there
    ]
    expected = len(typed) + len(typed_percents()) + len(typed_counts()) - 1 + 1
    assert (reading.cells.filled, reading.cells.rejected) == (expected, 0)
    assert reading.left == ()


@pytest.mark.parametrize(
    ("code", "severity", "number"), [*((c, s, n) for c, s, n, _ in REAL), *IMPORT_ONLY]
)
def test_the_real_document_has_the_findings_of_its_description(
    seed_findings: list[Finding], code: str, severity: Severity, number: int
) -> None:
    found = [finding.severity for finding in seed_findings if finding.code == code]
    assert found == [severity] * number


def test_the_real_document_has_no_other_findings(seed_findings: list[Finding]) -> None:
    expected = {code for code, *_ in (*REAL, *IMPORT_ONLY)}
    asked_anyway = {"NUM-001", "SCH-009"}  # the headcounts and the contact (decision 17)
    assert {finding.code for finding in seed_findings} == expected | asked_anyway


def test_the_command_says_what_was_understood_doubted_and_what_is_next(seed: Path) -> None:
    target = seed.with_name("книга.xlsx")
    words = ["import", str(seed), "-o", str(target), "--date", "2026-11-25"]
    answer = CliRunner().invoke(commands, words)
    assert answer.exit_code == 0, answer.output
    for said in (
        "итоги 2019/2020 учебного года, бланк 2020", "Взято как есть: 100, с оговоркой: 3",
        "«ЕГЭ» — 26", "Абзац 13: Предмет «Биология» встречается дважды", "лист «Замечания»",
    ):  # fmt: skip
        assert said in answer.output
    assert "None" not in answer.output


def test_the_workbook_holds_what_the_reading_says_and_lists_the_doubts(seed: Path) -> None:
    target = seed.with_name("книга.xlsx")
    done = import_file(seed, target, created=DAY)
    again = submission_of(read_workbook(target))
    assert again.values == done.repair.submission.values
    rows = list(load_workbook(target)[NOTES_SHEET].iter_rows(values_only=True))
    said = [" ".join(str(cell) for cell in row if cell) for row in rows]
    assert any("PRB-007" in line and "Абзац 13" in line for line in said)
    assert any("PSP-003" in line and "Таблица 4, строка 5, графа 2" in line for line in said)


def test_the_same_document_gives_the_same_bytes_and_is_not_written_to(seed: Path) -> None:
    before = hashlib.sha256(seed.read_bytes()).hexdigest()
    books = [seed.with_name(f"{name}.xlsx") for name in ("раз", "два")]
    for book in books:
        import_file(seed, book, created=DAY)
    assert books[0].read_bytes() == books[1].read_bytes()
    assert hashlib.sha256(seed.read_bytes()).hexdigest() == before


@pytest.mark.libreoffice
def test_the_real_document_saved_by_libreoffice_reads_the_same(seed: Path) -> None:
    """It joins tables that follow each other, and writes its own XML for all of it."""
    folder = seed.parent / "again"
    text = converted(seed, "odt", folder)
    again = read_document(converted(text, "docx", folder))
    first = read_document(seed)
    assert (again.raw, again.left, again.cells) == (first.raw, (), first.cells)
    said = [sorted((r.kind, r.field) for r in submission_of(one).remarks) for one in (first, again)]
    assert said[0] == said[1]


# --- tables as schools have them ---


def ege(*rows: Sequence[str], header: Sequence[str] = EGE_HEADER) -> str:
    return d.table(header, *rows)


def full(label: str, *numbers: str) -> list[str]:
    return [label, *numbers, *[""] * (15 - len(numbers))]


def test_tables_are_found_by_their_headers_and_not_by_their_order(tmp_path: Path) -> None:
    plan = d.table(PLAN_HEADER, SECTION, ["1.1.", FIRST, "май 2021", "", "", ""])
    reading = read(tmp_path, plan, d.paragraph("1.2. Кадровая поддержка"),
                   d.table(INDICATOR_HEADER, ["Доля молодых специалистов", "%", "33%", "35 %"]),
                   RESULTS, ege(full("Физика", "3", "1")))  # fmt: skip
    assert values(reading) == {
        "pln.1-01.term": "май 2021", "ind.1.2-5.unit": "%", "ind.1.2-5.y1": 0.33,
        "ind.1.2-5.y2": 0.35, "ege.phys.total": 3, "ege.phys.below": 1,
    }  # fmt: skip


@pytest.mark.parametrize("header", [True, False], ids=["header-repeated", "no-header"])
def test_a_table_that_goes_on_as_a_second_one(tmp_path: Path, header: bool) -> None:
    second = [EGE_HEADER] if header else []
    reading = read(tmp_path, RESULTS, ege(full("Русский язык", "5")), d.paragraph(""),
                   d.table(*second, full("Физика", "3"), full("Литература", "-")))  # fmt: skip
    assert values(reading) == {
        "ege.rus.total": 5, "ege.phys.total": 3, "ege.lit.total": None,
    }  # fmt: skip


def test_a_header_that_stands_again_in_the_middle(tmp_path: Path) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Физика", "3"), EGE_HEADER, full("Химия", "2")))
    assert values(reading) == {"ege.phys.total": 3, "ege.chem.total": 2}


def test_empty_rows_and_paragraphs_and_numbered_columns_say_nothing(tmp_path: Path) -> None:
    empty = d.row(d.cell("", span=16))
    numbers = [str(n) for n in range(1, 17)]
    rows = (empty, EGE_HEADER, numbers, [""] * 16, full("Физика", "3"), empty)
    blank = d.paragraph(" ")
    reading = read(tmp_path, blank, blank, RESULTS, d.paragraph(""), d.table(*rows))
    assert (values(reading), reading.cells.filled) == ({"ege.phys.total": 3}, 1)


@pytest.mark.parametrize(
    "header",
    [
        ("№", "Содержание мероприятий", "Срок исполнения", "Исполнители", "Ожидаемый результат",
         "Выполнение"),
        ("№ п/п", "Мероприятие", "Сроки проведения", "Ответственный", "Результаты", "Отметка"),
        ("№ п/п", "Мероприятия", "Когда", "Ответственные", "Чем подтвердится", "Отметка"),
    ],
)  # fmt: skip
def test_renamed_columns_are_understood_and_doubted(tmp_path: Path, header: Sequence[str]) -> None:
    cells = ["1.1.", FIRST, "май 2021", "директор", "приказ", "выполнено"]
    reading = read(tmp_path, RESULTS, d.table(header, SECTION, cells))
    columns = ("term", "responsible", "result", "mark")
    assert values(reading) == {
        f"pln.1-01.{name}": text for name, text in zip(columns, cells[2:], strict=True)
    }
    assert "column-guessed" in kinds(reading)


def test_another_band_is_no_band_of_the_form(tmp_path: Path) -> None:
    header = [*EGE_HEADER[:10], "71-80", "%", "81-90", "%", "91-99", "%", "100", "%"]
    reading = read(tmp_path, RESULTS, d.table(header, ["Физика", *map(str, range(17))]))
    assert {"71-80", "81-90", "9", "11"} <= set(left(reading))
    assert "ege.phys.b_71_90" not in values(reading)
    assert values(reading)["ege.phys.b_91_99"] == 13


def test_headers_in_two_rows_with_merged_cells(tmp_path: Path) -> None:
    top = d.row(d.cell("Предмет", merged="restart"), d.cell("Всего", merged="restart"),
                d.cell("Количество участников, получивших", span=14))  # fmt: skip
    below = d.row(d.cell(merged="continue"), d.cell(merged="continue"), *EGE_HEADER[2:])
    reading = read(tmp_path, RESULTS, d.table(top, below, full("Физика", "3", "1")))
    assert values(reading) == {"ege.phys.total": 3, "ege.phys.below": 1}
    assert left(reading) == ["Количество участников, получивших"]


def test_a_cell_merged_over_both_years_is_said_of_both(tmp_path: Path) -> None:
    merged = d.row("Доля молодых специалистов", "%", d.cell("33%", span=2))
    reading = read(tmp_path, d.paragraph("1.2. Кадровая поддержка"),
                   d.table(INDICATOR_HEADER, merged))  # fmt: skip
    submission = submission_of(reading)
    assert (submission["ind.1.2-5.y1"], submission["ind.1.2-5.y2"]) == (0.33, 0.33)
    assert [note.kind for note in submission.notes] == ["merged"]


def test_a_cell_merged_downwards_is_said_of_each_row(tmp_path: Path) -> None:
    rows = [
        d.row("1.1.", FIRST, d.cell("май 2021", merged="restart"), "директор", "", ""),
        d.row("1.2.", SECOND, d.cell(merged="continue"), "завуч", "", ""),
    ]
    submission = submission_of(read(tmp_path, RESULTS, d.table(PLAN_HEADER, SECTION, *rows)))
    assert [submission[f"pln.1-0{n}.term"] for n in (1, 2)] == ["май 2021", "май 2021"]
    assert [submission[f"pln.1-0{n}.responsible"] for n in (1, 2)] == ["директор", "завуч"]


def test_an_activity_in_several_rows_is_one(tmp_path: Path) -> None:
    rows = [
        d.row(
            d.cell("1.1.", merged="restart"), d.cell(FIRST, merged="restart"), "май", "а", "", ""
        ),
        d.row(d.cell(merged="continue"), d.cell(merged="continue"), "июнь", "б", "", ""),
    ]
    reading = read(tmp_path, RESULTS, d.table(PLAN_HEADER, SECTION, *rows))
    assert values(reading) == {"pln.1-01.term": "май\nиюнь", "pln.1-01.responsible": "а\nб"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("-", 0), ("—", 0), ("3 чел.", 3), ("нет", 0), (" 3 ", 3), ("\u00a03", 3), ("3,0", 3)],
)
def test_numbers_as_they_stand_in_documents(tmp_path: Path, text: str, value: int) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Физика", "3", text)))
    assert values(reading)["ege.phys.below"] == value


def test_a_unit_that_is_a_count_stays_where_it_was_typed(tmp_path: Path) -> None:
    rows = [["Доля педагогов, повысивших квалификацию", " 18", "86%", "86%"],
            ["Доля молодых специалистов", "7", "33%", "33%"]]  # fmt: skip
    reading = read(
        tmp_path, d.paragraph("1.2.Кадровая поддержка"), d.table(INDICATOR_HEADER, *rows)
    )
    found = values(reading)
    assert (found["ind.1.2-1.unit"], found["ind.1.2-1.y1"]) == (" 18", 0.86)
    assert (found["ind.1.2-5.unit"], found["ind.1.2-5.y1"]) == ("7", 0.33)


SCHOOL_HEADER = (
    "№ п/п", "Общеобразовательная организация", "Итоги ЕГЭ", "Р/Я", "М (П)", "Физика", "Химия",
    "Информатика", "Биология", "История", "География", "И/Я", "Общество", "Литература",
)  # fmt: skip


def of_school(name: str, number: str = "1", *values: str) -> list[str]:
    labels = ("Участники", "Не сдали", "Сдали до 60 баллов", "Сдали 80 и более баллов")
    cells = zip(labels, values or ("2", "0", "1", "1"), strict=True)
    return [
        d.row(d.cell(number if at == 0 else "", merged="continue" if at else "restart"),
              d.cell(name if at == 0 else "", merged="continue" if at else "restart"),
              label, value, *[""] * 10)
        for at, (label, value) in enumerate(cells)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "name", "persons"),
    [
        ("СОШ № 5\nЧисленность участников 12", "СОШ № 5", 12),
        ("СОШ № 5, численность участников: 12", "СОШ № 5", 12),
        ("МБОУ СОШ\n№ 5\nЧисленность участников – 12 чел.", "МБОУ СОШ № 5", 12),
        ("СОШ № 5", "СОШ № 5", None),
    ],
)
def test_the_name_and_the_number_glued_to_it(
    tmp_path: Path, cell: str, name: str, persons: int | None
) -> None:
    reading = read(tmp_path, RESULTS, d.table(SCHOOL_HEADER, *of_school(cell)))
    submission = submission_of(reading)
    found = (submission["meta.school_name"], submission["org.participants_persons"])
    assert found == (name, persons)
    assert ("number-glued" in kinds(reading)) == (persons is not None)


def test_another_school_in_the_table_is_left_and_told(tmp_path: Path) -> None:
    rows = [*of_school("СОШ № 5"), *of_school("СОШ № 6", "2", "9", "8", "7", "6")]
    reading = read(tmp_path, RESULTS, d.table(SCHOOL_HEADER, *rows))
    assert left(reading) == ["СОШ № 6", "9", "8", "7", "6"]
    assert "several-schools" in kinds(reading)


@pytest.mark.parametrize(
    ("measure", "code"), [(0, "ORG-001"), (1, "ORG-002"), (2, "ORG-003"), (None, "")]
)
def test_numbers_typed_twice_that_differ(tmp_path: Path, measure: int | None, code: str) -> None:
    """The paper has «Участники» and two more typed; the workbook takes them from «ЕГЭ»."""
    numbers = ["4", "1", "2", "1"]
    if measure is not None:
        numbers[measure] = "9"
    table = ege(full("Русский язык", "4", "1", "", "1", "", "1", "", "0", "", "1"))
    reading = read(tmp_path, RESULTS, table,
                   d.table(SCHOOL_HEADER, *of_school("СОШ № 5", "1", *numbers)))  # fmt: skip
    codes = {f.code for f in check_submission(submission_of(reading))}
    assert {one for one in codes if one in ("ORG-001", "ORG-002", "ORG-003")} == {code} - {""}


def test_a_table_of_another_year_is_left(tmp_path: Path) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Физика", "3")),
                   d.paragraph("Итоги ЕГЭ 2018/2019 учебного года"), ege(full("Физика", "77")),
                   d.paragraph("на 2020-2022 годы"))  # fmt: skip
    assert (values(reading), left(reading)) == ({"ege.phys.total": 3}, ["77"])


def test_two_values_for_one_cell_are_both_left(tmp_path: Path) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Физика", "3"), full("Физика", "4")))
    assert (values(reading), left(reading)) == ({}, ["3", "4"])
    codes = [f.code for f in check_submission(submission_of(reading))]
    assert "DOC-004" in codes


def test_the_second_subject_of_one_name_is_not_guessed(tmp_path: Path) -> None:
    lines = ["Средний балл по русскому языку – 51", "Биология – 60", "Биология – 44", "География –"]
    reading = read(tmp_path, RESULTS, ege(full("Биология", "1")), *map(d.paragraph, lines))
    assert values(reading) == {"prob.avg.rus": 51, "prob.avg.bio": 60, "ege.bio.total": 1}
    assert left(reading) == ["44"]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Физика  -49", "prob.avg.phys", 49),
        ("Физика: 49,5 балла", "prob.avg.phys", 49.5),
        ("Средний балл по физике – 49", "prob.avg.phys", 49),
        ("Средний балл по профильной математике –  27", "prob.avg.math_prof", 27),
        ("Численность участников, получивших 80 и более баллов –  0", "prob.n80_plus", 0),
        ("Численность не прошедших ГИА 3", "prob.n_not_passed_gia", 3),
        ("Численность победителей и призеров муниципального и  регионального этапа всероссийских "
         "олимпиад - 12", "prob.n_olymp", 12),
    ],
)  # fmt: skip
def test_lines_of_the_problem(tmp_path: Path, line: str, field: str, value: float) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Химия", "3")), d.paragraph(line))
    assert values(reading)[field] == value
    assert reading.left == ()


@pytest.mark.parametrize(
    "blocks",
    [
        [d.table(["", "", ""], ["Директор", "", "Иванова И. И."],
                 ["(наименование должности руководителя)", "(подпись)", "(ФИО)"])],
        [d.table(["Директор\n(наименование должности руководителя)", "\n(подпись)",
                  "Иванова И. И.\n(ФИО)"])],
        [d.paragraph("Директор ____________ Иванова И. И."),
         d.paragraph("(наименование должности руководителя)\t(подпись)\t(ФИО)")],
    ],
)  # fmt: skip
def test_who_signs(tmp_path: Path, blocks: list[str]) -> None:
    reading = read(tmp_path, RESULTS, ege(full("Химия", "3")), *blocks)
    submission = submission_of(reading)
    assert (submission["sgn.position"], submission["sgn.fio"]) == ("Директор", "Иванова И. И.")
    assert reading.left == ()


@pytest.mark.parametrize("line", ["________ / ________", "/", "______ / ______ /", "____\t____"])
def test_a_line_to_sign_on_is_nobody(tmp_path: Path, line: str) -> None:
    captions = d.paragraph("(наименование должности руководителя)\t(подпись)\t(ФИО)")
    reading = read(tmp_path, RESULTS, ege(full("Химия", "3")), d.paragraph(line), captions)
    submission = submission_of(reading)
    assert (submission["sgn.position"], submission["sgn.fio"]) == (None, None)
    assert reading.left == ()


def test_who_signs_below_the_plan_in_one_table(tmp_path: Path) -> None:
    signed = [d.row(d.cell("Директор", span=2), d.cell(""), d.cell("Иванова И. И.", span=3)),
              d.row(d.cell("(наименование должности руководителя)", span=2), "(подпись)",
                    d.cell("(ФИО)", span=3))]  # fmt: skip
    cells = ["1.1.", FIRST, "май", "", "", ""]
    reading = read(tmp_path, RESULTS, d.table(PLAN_HEADER, SECTION, cells, *signed))
    assert values(reading) == {
        "pln.1-01.term": "май", "sgn.position": "Директор", "sgn.fio": "Иванова И. И.",
    }  # fmt: skip
    assert reading.left == ()


def test_own_activities_find_spare_rows_of_their_section(tmp_path: Path) -> None:
    own = [["", f"Своё дело {n}", f"май {n}", "", "", ""] for n in range(1, 6)]
    reading = read(
        tmp_path, RESULTS, d.table(PLAN_HEADER, SECTION, ["1.1.", FIRST, *[""] * 4], *own)
    )
    found = values(reading)
    assert [found[f"pln.1-X{n}.text"] for n in (1, 2, 3)] == [f"Своё дело {n}" for n in (1, 2, 3)]
    assert left(reading) == ["Своё дело 4", "май 4", "Своё дело 5", "май 5"]


def test_a_filled_in_wording_is_kept_and_the_row_found(tmp_path: Path) -> None:
    heading = [d.row("3.", d.cell("Работа с административно-управленческим персоналом "
                                  "общеобразовательных организаций", span=5)),
               d.row("3.2.1.", d.cell("Методические семинары", span=5))]  # fmt: skip
    text = "Роль методической службы (из опыта работы СОШ № 5)"
    reading = read(tmp_path, RESULTS, d.table(PLAN_HEADER, *heading, ["", text, "май", *[""] * 3]))
    assert values(reading) == {"pln.3.2.1-02.term": "май"}
    assert left(reading) == [text]
    assert "item-reworded" in kinds(reading)


def test_what_stands_nowhere_in_the_form_is_listed_with_its_place(tmp_path: Path) -> None:
    source = tmp_path / "документ.docx"
    source.write_bytes(d.docx(
        RESULTS, d.paragraph("Пояснение школы", d.text_box(d.paragraph("надпись"))),
        d.table([*EGE_HEADER, "Примечание"], [*full("Физика", "3"), "болел"]),
        d.paragraph("", "<w:del><w:r><w:delText>удалено</w:delText></w:r></w:del>"),
        beside={"footnotes": [d.paragraph("сноска")], "header": [d.paragraph("верх")],
                "comments": [d.paragraph("вопрос")]},
    ))  # fmt: skip
    import_file(source, tmp_path / "книга.xlsx", created=DAY)
    rows = load_workbook(tmp_path / "книга.xlsx")[LEFT_OVER_SHEET].iter_rows(values_only=True)
    found = {tuple(cell or "" for cell in row[1:4]) for row in rows}
    assert found >= {
        ("Абзац 2", "", "Пояснение школы"),
        ("Таблица 1", "строка 2, графа 17", "болел"),
        ("Надпись", "абзац 1", "надпись"),
        ("Сноска", "абзац 1", "сноска"),
        ("Верхний колонтитул", "абзац 1", "верх"),
        ("Примечание рецензента", "абзац 1", "вопрос"),
        ("Исправления", "запись 1", "удалено"),
    }


def test_text_of_a_document_stays_text_in_the_workbook(tmp_path: Path) -> None:
    source, target = tmp_path / "документ.docx", tmp_path / "книга.xlsx"
    source.write_bytes(d.docx(RESULTS, d.paragraph("=HYPERLINK(1)"), ege(full("Физика", "=1+1"))))
    import_file(source, target, created=DAY)
    book = load_workbook(target)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {c.data_type for c in cells if c.value in ("=HYPERLINK(1)", "=1+1")} == {"s"}


def test_struck_text_is_read_and_asked_about(tmp_path: Path) -> None:
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>май 2021</w:t></w:r></w:p>"
    reading = read(tmp_path, RESULTS, d.table(
        PLAN_HEADER, SECTION, d.row("1.1.", FIRST, d.cell(content=struck), "директор", "", ""),
    ))  # fmt: skip
    assert values(reading)["pln.1-01.term"] == "май 2021"
    found = [f for f in check_submission(submission_of(reading)) if f.code == "TXT-017"]
    assert [(f.field, f.cell) for f in found] == [("pln.1-01.term", "строка 3, графа 3")]


# --- the year ---


@pytest.mark.parametrize(
    ("title", "edition", "expected"),
    [
        ("Итоги ЕГЭ 2019/2020 учебного года", "", "2020"),
        ("Итоги ЕГЭ 2025/2026 учебного года", "", "2026"),
        ("на 2020-2022годы", "", "2020"),
        ("Итоги ЕГЭ 2019/2020 учебного года", "2026", "2026"),
        ("Итоги ЕГЭ 2017/2018 учебного года", "2020", "2020"),
    ],
)
def test_the_year_is_the_documents_unless_another_is_asked_for(
    tmp_path: Path, title: str, edition: str, expected: str
) -> None:
    reading = read(tmp_path, d.paragraph(title), ege(full("Физика", "3")), edition=edition)
    assert reading.edition == expected
    differs = edition != "" and f"/{edition}" not in title
    assert ("years-differ" in kinds(reading)) == differs
    assert values(reading) == {"ege.phys.total": 3}


@pytest.mark.parametrize("title", ["Итоги ЕГЭ 2017/2018 учебного года", "Результаты экзаменов"])
def test_a_year_without_an_edition_has_to_be_given(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path, d.paragraph(title), ege(full("Физика", "3")))
    assert reading.fault is not None
    assert "--edition" in reading.fault.fix


def test_each_finding_of_an_import_is_said_once(seed_findings: list[Finding]) -> None:
    places = Counter((f.code, f.sheet, f.cell, f.message) for f in seed_findings)
    assert max(places.values()) == 1
