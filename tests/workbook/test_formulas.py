"""Every formula of the school workbook stays within what Excel 2007 and its kin can do."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from engines.formulas import (
    Written,
    area_of,
    formulas_of,
    sheets_of,
    tokens_of,
    with_cells,
    without_an_order,
)
from openpyxl import load_workbook

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import DISTRICT_SUFFIX, editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import write_school_workbook

LONGEST_FORMULA, LONGEST_TEXT, DEEPEST_NESTING, MOST_ARGUMENTS = 8192, 255, 64, 255
EXCEL_2007 = {
    *("ABS", "AND", "CHAR", "COUNT", "COUNTA", "COUNTIF", "EXACT", "HYPERLINK", "IF", "IFERROR"),
    *(
        "INDEX",
        "INT",
        "ISBLANK",
        "ISNUMBER",
        "LARGE",
        "LEN",
        "MATCH",
        "MAX",
        "MIN",
        "NOT",
        "OR",
        "REPT",
    ),
    *("REPT", "ROUND", "ROW", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TRIM"),
}
TEXT = re.compile(r'"(?:[^"]|"")*"')


@pytest.fixture(
    scope="module", params=[f"{key}{end}" for key in editions() for end in ("", DISTRICT_SUFFIX)]
)
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blank of an edition, and that of the district's own book."""
    path = tmp_path_factory.mktemp("blank") / "blank.xlsx"
    submission = prefilled(form_of(request.param))
    write_school_workbook(path, submission, created=date(2020, 9, 1))
    return path


@pytest.fixture(scope="module")
def written(blank: Path) -> list[Written]:
    """Every formula of its cells."""
    return formulas_of(blank)


@pytest.fixture(scope="module")
def formulas(blank: Path, written: list[Written]) -> set[str]:
    """Every formula of the blank: of cells, of conditional formats, of drop-downs."""
    found = {one.formula for one in written}
    with zipfile.ZipFile(blank) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = package.read(name).decode()
                written = re.findall(r"<(formula|formula1)>(.*?)</\1>", text, re.DOTALL)
                found |= {unescape(formula) for _, formula in written}
    return found


def test_nothing_is_counted_that_onlyoffice_counts_late(written: list[Written]) -> None:
    """It counts what a range's formulas gave before the input: engines/test_typing_in.py."""
    late = re.compile(r"\b(COUNTIF|SUMIF)S?\(")
    assert [one.cell for one in written if late.search(one.formula)] == []


def test_there_are_formulas_to_look_at(formulas: set[str]) -> None:
    assert len(formulas) > 700


def test_only_functions_that_every_engine_has(formulas: set[str]) -> None:
    used = {
        name
        for formula in formulas
        for name in re.findall(r"([A-Za-z_.][A-Za-z0-9_.]*)\(", TEXT.sub("", formula))
    }
    assert used <= EXCEL_2007


def test_no_function_is_without_its_arguments(formulas: set[str]) -> None:
    """Excel removes such a formula, and tells so, when it opens the workbook."""
    bare = {formula for formula in formulas if re.search(r"\(\s*\)", TEXT.sub('""', formula))}
    assert bare == set()


def test_a_single_cell_is_no_range(formulas: set[str]) -> None:
    """Where one value belongs, Р7-Офис makes #VALUE! of a range of one cell."""
    areas = {
        token.text: area_of(token.text, "")
        for formula in formulas
        for token in tokens_of(formula)
        if token.kind == "reference" and ":" in token.text
    }
    alone = [text for text, area in areas.items() if area and area[1:3] == area[3:5]]
    assert alone == []


def test_no_formula_reads_itself_through_a_range(written: list[Written]) -> None:
    """Excel reads one cell of a range that INDEX looks into; other engines see a circle."""
    assert without_an_order(written) == []


def test_an_empty_result_is_stored_as_a_text(written: list[Written]) -> None:
    empty = [one for one in written if not one.value]
    assert len(empty) > 50
    assert {one.kind for one in empty} == {"str"}


def test_none_is_too_long(formulas: set[str]) -> None:
    assert [formula for formula in formulas if len(formula) + 1 > LONGEST_FORMULA] == []


def test_no_text_in_a_formula_is_too_long(formulas: set[str]) -> None:
    texts = {text[1:-1].replace('""', '"') for f in formulas for text in TEXT.findall(f)}
    assert [text for text in texts if len(text) > LONGEST_TEXT] == []


def test_none_is_nested_too_deeply_or_has_too_many_arguments(formulas: set[str]) -> None:
    for formula in formulas:
        depth, arguments = depth_and_arguments(TEXT.sub('""', formula))
        assert depth <= DEEPEST_NESTING, formula
        assert arguments <= MOST_ARGUMENTS, formula


def depth_and_arguments(formula: str) -> tuple[int, int]:
    """How deep its brackets go, and the most arguments that one function has."""
    commas = [0]
    deepest = most = 0
    for character in formula:
        if character == "(":
            commas.append(0)
        elif character == ",":
            commas[-1] += 1
        elif character == ")":
            most = max(most, commas.pop() + 1)
        deepest = max(deepest, len(commas) - 1)
    return deepest, most


def test_cells_that_share_a_formula_have_the_text_that_each_would_have_alone(
    blank: Path, written: list[Written]
) -> None:
    """Read by openpyxl, which moves a shared formula's cells along by a rule of its own."""
    by_openpyxl = load_workbook(blank)
    names = {name: one.attr_text for name, one in by_openpyxl.defined_names.items()}
    for name in ("_checks", "_rows"):
        told = {one.cell: one.formula for one in written if one.sheet == name}
        cells = {
            cell.coordinate: with_cells(cell.value[1:], names)
            for row in by_openpyxl[name].iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        assert cells == told


def test_most_formulas_of_the_checks_are_stored_once_for_many_cells(blank: Path) -> None:
    with zipfile.ZipFile(blank) as package:
        sheets = {name: package.read(part).decode() for name, part in sheets_of(package)}
    alone, shared = sheets["_checks"].count("<f>"), sheets["_checks"].count('<f t="shared"')
    assert shared > 3 * alone
