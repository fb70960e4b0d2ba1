"""Workbooks whose structure was hurt: what is still read, what is said; nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import hurt as h
import pytest
from examples import examples
from hurt_cases import CASES
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from reading_workbooks import FORM_SHEETS, LAYOUT, SheetsInMemory, repacked

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.prefilled import Delivery, prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.reader.files.sheet_xml import place_of
from roadmap_xl.reader.structure.imprint import imprints_of
from roadmap_xl.reader.structure.leftovers import BLANK_FORMULA
from roadmap_xl.reader.workbook import Reading, read_cells, read_workbook
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.rules.findings import Severity
from roadmap_xl.school.check import check_file, check_reading
from roadmap_xl.texts.squeezing import normalize
from roadmap_xl.texts.typed import as_text
from roadmap_xl.workbook.school_workbook import write_school_workbook

EVERYBODY = Occasion(audience=None)


def of(path: Path) -> Submission:
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


def lost_fields(path: Path, original: Submission) -> set[str]:
    """The ids of fields whose value is another than the clean school's."""
    pairs = zip(LAYOUT.form.fields, original.values, of(path).values, strict=True)
    return {field.id for field, before, after in pairs if before != after}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Submission:
    return of(h.clean(tmp_path_factory.mktemp("clean") / "целая.xlsx"))


@pytest.mark.parametrize(
    ("change", "otherwise", "said"), CASES, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_hurt_workbook_is_read_and_told(
    change: h.Hurt, otherwise: tuple[str, ...], said: dict[str, int], original: Submission,
    tmp_path: Path,
) -> None:  # fmt: skip
    path = h.hurt(tmp_path, change)
    differing = lost_fields(path, original)
    assert all(any(field.startswith(o) for o in otherwise) for field in differing)
    assert all(any(field.startswith(o) for field in differing) for o in otherwise)
    found = Counter(f.code for f in check_file(path, EVERYBODY).findings)
    assert {code: found[code] for code in said} == said
    structural = {code for code in found if code.startswith("FIL")} | (
        {"EGE-014", "EGE-015", "EGE-016", "PLN-011", "PLN-012", "PLN-027"} & set(found)
    )
    assert structural <= set(said)


@pytest.mark.parametrize("change", [case[0] for case in CASES], ids=lambda one: one.__name__)
def test_every_cell_is_accounted_for(change: h.Hurt, tmp_path: Path) -> None:
    cells = read_workbook(h.hurt(tmp_path, change)).cells
    assert cells.filled == cells.used + cells.noted + cells.rejected
    assert cells.filled > 300


def test_a_lost_row_is_told_once_and_nothing_follows_from_it(tmp_path: Path) -> None:
    """Knock-on findings on cells that are not there would bury the one that matters."""
    for change in (h.subject_deleted, h.sheet_deleted, h.activity_deleted):
        found = check_file(h.hurt(tmp_path, change)).findings
        assert [f.severity for f in found].count(Severity.ERROR) == 1, change.__name__


def test_a_finding_names_the_cell_where_it_stands_now(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE]["D8"] = "пять"
        h.row_put_in(workbook)
        workbook[h.EGE].insert_rows(7)
        h.sheet_renamed(workbook)

    found = [f for f in check_file(h.hurt(tmp_path, change)).findings if f.code == "TXT-003"]
    assert [(f.sheet, f.cell) for f in found] == [("Лист1", "D9")]


def test_a_table_pasted_one_row_lower_is_suspected(tmp_path: Path) -> None:
    found = check_file(h.hurt(tmp_path, h.shifted_down)).findings
    assert "EGE-022" in {f.code for f in found}


def told_of_structure(path: Path) -> list[tuple[str, str]]:
    found = check_file(path).findings
    return [(one.code, one.message) for one in found if one.code != "FIL-013"]


def test_a_row_cut_and_pasted_below_the_tables_is_that_row(
    tmp_path: Path, original: Submission
) -> None:
    """And what lies between, the years of base mathematics, is no subject that nobody knows."""
    path = h.hurt(tmp_path, lambda workbook: workbook[h.EGE].move_range("A9:S9", rows=41))
    assert lost_fields(path, original) == set()
    assert [code for code, _ in told_of_structure(path)] == ["FIL-014"]


def test_where_the_tags_stayed_behind_the_marks_of_the_book_are_not_to_be_believed(
    tmp_path: Path, original: Submission
) -> None:
    path = h.hurt(tmp_path, h.sorted_without_tags)
    assert lost_fields(path, original) == set()
    ((_, message),) = told_of_structure(path)
    assert message.endswith(
        "данные отнесены по подписям, а отметки ✓ и ✗ в самой книге — по меткам."
    )


@pytest.mark.parametrize(("code", "seen"), [("0%", "180%"), ("General", "1,8%")])
def test_a_percent_typed_over_is_quoted_as_it_is_seen(code: str, seen: str, tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE]["F7"], workbook[h.EGE]["F7"].number_format = 1.8, code

    found = check_file(h.hurt(tmp_path, change)).findings
    assert [one.message for one in found if one.code == "EGE-007"] == [
        f"Указано {seen}, по расчёту 0%. Проценты считает программа."
    ]


def test_without_the_hidden_tags_the_labels_are_enough(
    tmp_path: Path, original: Submission
) -> None:
    assert lost_fields(h.hurt(tmp_path, h.tags_deleted), original) == set()


def test_a_link_to_another_file_gives_its_last_value_and_a_warning(tmp_path: Path) -> None:
    def linked(xml: bytes) -> bytes:
        head, cell, rest = xml.partition(b'<c r="D7" ')
        style, _, tail = rest.partition(b"</c>")
        value = style.partition(b"<v>")[2].partition(b"</v>")[0]
        assert cell
        formula = b"<f>[1]\xd0\x9b1!A1</f><v>" + value + b"</v></c>"
        return head + cell + style.partition(b">")[0] + b">" + formula + tail

    path = h.rewritten(tmp_path, "xl/worksheets/sheet3.xml", linked)
    found = [f for f in check_file(path).findings if f.code == "FIL-011"]
    assert [(f.cell, f.severity) for f in found] == [("D7", Severity.WARNING)]
    assert "[1]" in found[0].message


def test_a_formula_of_the_school_with_its_value_is_taken(tmp_path: Path) -> None:
    def summed(xml: bytes) -> bytes:
        head, cell, rest = xml.partition(b'<c r="D7" ')
        assert cell
        style, _, tail = rest.partition(b"><v>")
        return head + cell + style + b"><f>5+2</f><v>" + tail

    path = h.rewritten(tmp_path, "xl/worksheets/sheet3.xml", summed)
    assert not [f for f in check_file(path).findings if f.code.startswith("FIL")]


# the sheet and the cell, what is typed there, what the list of cells without a place says
BESIDE = [
    ("ЕГЭ", "AP5", 777123, "777123"),
    ("ЕГЭ", "T40", "✓", "✓"),
    ("ЕГЭ", "T40", "=5+777118", "=5+777118"),
    ("ЕГЭ", "F30", 31, "31"),
    ("Титул", "C37", 777123, "777123"),
    ("Титул", "C37", "звонить Ивановой", "звонить Ивановой"),
    ("_meta", "D9", 777123, "777123"),
    ("_lists", "H3", "наша школа", "наша школа"),
    ("Черновик", "B2", "=1+1", "=1+1"),
]


@pytest.mark.parametrize("moved", [False, True], ids=["in place", "moved"])
@pytest.mark.parametrize(("sheet", "cell", "typed", "listed"), BESIDE)
def test_a_cell_beside_the_form_is_listed(
    sheet: str, cell: str, typed: object, listed: str, moved: bool, tmp_path: Path
) -> None:
    def change(workbook: h.Workbook) -> None:
        if sheet not in workbook:
            workbook.create_sheet(sheet)
        workbook[sheet][cell] = typed
        if moved and not sheet.startswith("_"):
            workbook[sheet].insert_rows(2)

    before = read_workbook(h.clean(tmp_path / "школа.xlsx")).cells
    reading = read_workbook(h.hurt(tmp_path, change))
    assert [(one.sheet, as_text(one.value)) for one in reading.left] == [(sheet, listed)]
    assert reading.cells.filled == before.filled + 1
    assert reading.cells.rejected == before.rejected + 1


def test_a_formula_that_was_calculated_is_listed_by_its_value(tmp_path: Path) -> None:
    """Also on a sheet that has moved, where the blank's own formulas stand elsewhere, too."""

    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE].insert_rows(9)
        workbook[h.EGE]["T42"] = "=770000+125"

    def calculated(name: str, data: bytes) -> bytes:
        return re.sub(rb"(<f>770000\+125</f>)<v ?(?:/>|></v>)", rb"\1<v>770125</v>", data)

    sent = repacked(h.hurt(tmp_path, change), tmp_path / "посчитанная.xlsx", calculated)
    assert [(one.cell, one.value) for one in read_workbook(sent).left] == [("T42", 770125)]


def test_without_formulas_told_only_their_places_are_the_blanks(tmp_path: Path) -> None:
    """.xls and .ods tell no formulas: below the table a number in their column is the school's."""
    sheets = SheetsInMemory({"ege.rus.total": 4})
    table = sheets.sheets[h.EGE]
    table.insert(8, [None] * 20)
    table[6][5], table[9][5], table[6][18] = 0.25, 0.5, "✓"  # as formulas would leave them
    table[30][5], table[40][18], table[8][7] = 31, 32, 33
    reading = read_cells(sheets, "школа.ods", "0" * 64)
    assert [(one.cell, one.value) for one in reading.left] == [("H9", 33), ("F31", 31), ("S41", 32)]


def test_where_the_campaign_says_to_send_it_stays_where_it_moved_to(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook["Титул"].insert_rows(3)

    assert read_workbook(h.hurt(tmp_path, change)).delivery == Delivery().words


@pytest.mark.parametrize("edition", editions())
def test_the_formulas_of_a_blank_are_known_as_its_own(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "бланк.xlsx"
    write_school_workbook(path, prefilled(form_of(edition)), created=date(2026, 9, 1))
    sheets = [sheet for sheet in load_workbook(path) if sheet.title in FORM_SHEETS]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert len(formulas) > 400
    assert [text for text in formulas if not BLANK_FORMULA.search(text.removeprefix("="))] == []


def test_a_changed_header_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook[h.EGE]["D5"] = "Итого Чел."

    found = [f for f in check_file(h.hurt(tmp_path, change)).findings if f.code == "EGE-016"]
    assert ["«Всего» изменён на «Итого Чел.»" in f.message for f in found] == [True]


def test_of_two_copies_that_contradict_each_other_none_is_taken(tmp_path: Path) -> None:
    found = check_file(h.hurt(tmp_path, h.sheet_copied)).findings
    doubled = [f for f in found if f.code == "FIL-015"]
    assert [f.severity for f in doubled] == [Severity.ERROR]
    assert "«ЕГЭ», «ЕГЭ (2)»" in doubled[0].message


def test_another_version_of_the_blank_is_told(tmp_path: Path) -> None:
    def change(workbook: h.Workbook) -> None:
        workbook["_meta"]["B3"] = "2020.0"

    codes = [f.code for f in check_file(h.hurt(tmp_path, change)).findings]
    assert codes == ["FIL-004"]


# --- nothing is ever lost ---

SHEETS = st.sampled_from([*FORM_SHEETS, "Черновик"])
VALUES = st.one_of(
    st.text("аб1%-. =", min_size=1, max_size=6),
    st.integers(-5, 120),
    st.floats(0, 100, allow_nan=False),
    st.booleans(),
    st.dates(),
)
TYPED = st.lists(
    st.tuples(SHEETS, st.integers(0, 155), st.integers(1, 19), VALUES), min_size=1, max_size=25
)


def typed_into(
    cells: list[tuple[str, int, int, object]],
) -> tuple[SheetsInMemory, set[tuple[str, int, int]]]:
    """A blank with these cells typed anywhere, over its own too; and which are the school's."""
    sheets = SheetsInMemory({})
    if any(sheet == "Черновик" for sheet, *_ in cells):
        sheets.sheets["Черновик"] = [[None] * 20 for _ in range(160)]
    for sheet, row, column, value in cells:
        sheets.sheets[sheet][row][column] = value
    return sheets, {(sheet, row, column) for sheet, row, column, _ in cells}


def own_texts() -> dict[tuple[str, int, int], object]:
    blank = SheetsInMemory({})
    return {
        (sheet, row, column): value
        for sheet, rows in blank.sheets.items()
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value is not None
    }


OWN = own_texts()


@given(TYPED)
@examples(300)
def test_wherever_a_cell_is_typed_it_is_used_noted_or_rejected(
    cells: list[tuple[str, int, int, object]],
) -> None:
    sheets, places = typed_into(cells)
    # Before the reader takes them off: a cell with nothing to be seen is not filled.
    spaces = {p for p in places if not str(sheets.sheets[p[0]][p[1]][p[2]]).strip()}
    reading: Reading = read_cells(sheets, "школа.xlsx", "0" * 64)
    counts = reading.cells
    assert counts.filled == counts.used + counts.noted + counts.rejected
    least = len(places - spaces) - len(own_or_like(sheets, places))
    assert counts.filled >= least
    assert places - spaces - own_or_like(sheets, places) <= told_of(reading)
    assert check_reading(reading).findings is not None


def told_of(reading: Reading) -> set[tuple[str, int, int]]:
    """The cells that were read into a field, and those that are listed."""
    submission = reading.submission
    assert submission is not None
    fields = [
        submission.place(submission.form.fields[slot]) for slot in range(len(submission.values))
    ]
    listed = {(one.sheet, *(place_of(one.cell) or (-1, -1))) for one in reading.left}
    return {(place.sheet, place.row, place.column) for place in fields} | listed


def is_printed(place: tuple[str, int, int], value: object) -> bool:
    """The blank's own text, as labels compare: «-» typed over its «–» says nothing new."""
    own = OWN.get(place)
    return own is not None and normalize(str(own)) == normalize(str(value))


def own_or_like(
    sheets: SheetsInMemory, places: set[tuple[str, int, int]]
) -> set[tuple[str, int, int]]:
    """Cells where the blank has a formula: there a value cannot be told from the formula's own."""
    imprints = imprints_of(form_of("2020"))
    return {
        (sheet, row, column)
        for sheet, row, column in places
        if sheet in imprints
        and (
            (row, column) in imprints[sheet].formula_at
            or (row, column) in imprints[sheet].free
            or is_printed((sheet, row, column), sheets.sheets[sheet][row][column])
        )
    }
