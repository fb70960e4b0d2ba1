"""Workbooks whose structure was hurt: what is still read, what is said; nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import hurt as h
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_workbooks import LAYOUT, SheetsInMemory

from roadmap_xl.checking import Occasion
from roadmap_xl.findings import Severity
from roadmap_xl.layout import FORM_SHEETS
from roadmap_xl.readers.structure.imprint import imprints_of
from roadmap_xl.readers.workbook import Reading, read_cells, read_workbook
from roadmap_xl.report import check_file, report_of
from roadmap_xl.submission import Submission

EVERYBODY = Occasion(audience=None)


def of(path: Path) -> Submission:
    submission = read_workbook(path).submission
    assert submission is not None
    return submission


def lost_fields(path: Path, original: Submission) -> set[str]:
    """The ids of fields whose value is another than the clean school's."""
    pairs = zip(LAYOUT.form.fields, original.values, of(path).values, strict=True)
    return {field.id for field, before, after in pairs if before != after}


# change, the fields that are read otherwise (by what their ids begin with), the findings
CASES = [
    (h.sorted_with_tags, (), {"FIL-014": 1}),
    (h.sorted_without_tags, (), {"FIL-014": 1}),
    (h.row_put_in, (), {"FIL-007": 1}),
    (h.column_put_in, (), {"FIL-007": 1}),
    (h.unknown_subject, (), {"EGE-014": 1}),
    (h.subject_by_another_name, (), {"FIL-016": 1}),
    (h.subject_deleted, ("ege.phys.",), {"EGE-015": 1}),
    (h.subject_doubled, ("ege.math_prof.",), {"EGE-015": 1}),
    (h.subject_overwritten, ("ege.phys.", "ege.chem."), {"EGE-015": 2}),
    (h.band_renamed, (), {"EGE-016": 1}),
    (h.band_became_a_date, (), {"EGE-016": 1}),
    (h.year_renamed, (), {"FIL-022": 1}),
    (h.activity_put_in, ("pln.1-X1.",), {"PLN-027": 1}),
    (h.activity_deleted, ("pln.1-02.",), {"PLN-012": 1}),
    (h.activity_reworded, (), {"PLN-011": 1}),
    (h.activity_from_word, (), {}),
    (h.activity_replaced, ("pln.1-02.", "pln.1-X1."), {"PLN-012": 1, "PLN-027": 1}),
    (h.heading_merged, (), {}),
    (h.sheet_renamed, (), {"FIL-005": 1}),
    (h.sheets_moved, (), {}),
    (h.sheet_deleted, ("ind.",), {"FIL-006": 1}),
    (h.sheet_copied, ("ege.", "bm."), {"FIL-015": 1, "FIL-024": 2}),
    (h.sheet_copied_and_renamed, ("ege.", "bm."), {"FIL-015": 1, "FIL-024": 2}),
    (h.extra_sheet, (), {"FIL-024": 1}),
    (h.cell_beside, (), {"FIL-016": 1}),
    (h.meta_deleted, (), {"FIL-021": 1}),
    (h.comment, (), {"FIL-017": 1}),
    (h.hidden_row, (), {"FIL-012": 1}),
    (h.hidden_column, (), {}),
    (h.struck_text, (), {"TXT-017": 1}),
    (h.years_merged, ("ind.1.2-1.y2",), {"FIL-020": 1}),
    (h.formulas_replaced, (), {"ORG-001": 3, "FIL-009": 2}),
    (h.prompts_and_protection_gone, (), {"FIL-013": 1}),
    (h.formula_in_an_input, ("ege.rus.total",), {"FIL-019": 1}),
    (h.error_in_an_input, ("ege.rus.total",), {"FIL-010": 1}),
]


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
@settings(max_examples=300, deadline=None)
def test_wherever_a_cell_is_typed_it_is_used_noted_or_rejected(
    cells: list[tuple[str, int, int, object]],
) -> None:
    sheets, places = typed_into(cells)
    reading: Reading = read_cells(sheets, "школа.xlsx", "0" * 64)
    counts = reading.cells
    assert counts.filled == counts.used + counts.noted + counts.rejected
    spaces = {p for p in places if not str(sheets.sheets[p[0]][p[1]][p[2]]).strip()}
    least = len(places - spaces) - len(own_or_like(sheets, places))
    assert counts.filled >= least
    assert report_of(reading).findings is not None


def own_or_like(
    sheets: SheetsInMemory, places: set[tuple[str, int, int]]
) -> set[tuple[str, int, int]]:
    """Cells where the blank has a formula: there a value cannot be told from the formula's own."""
    imprints = imprints_of("2020")
    return {
        (sheet, row, column)
        for sheet, row, column in places
        if sheet in imprints
        and (
            (row, column) in imprints[sheet].formula_at
            or (row, column) in imprints[sheet].free
            or column in imprints[sheet].formula_columns
            or OWN.get((sheet, row, column)) == sheets.sheets[sheet][row][column]
        )
    }
