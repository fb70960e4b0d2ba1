"""Every formula of the school workbook stays within what Excel 2007 and its kin can do."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from engines.formula_checks import faults_of
from engines.formulas import (
    Written,
    formulas_of,
    names_of,
    sheets_of,
    with_cells,
    without_an_order,
)
from engines.workbook_file import PackageFile
from openpyxl import load_workbook

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import DISTRICT_SUFFIX, editions
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import write_school_workbook


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


def test_excel_takes_every_formula(blank: Path, formulas: set[str]) -> None:
    """Functions that every engine has, their arguments, lengths and depth; no range of one cell.

    Excel removes another formula with a message, and Р7-Офис makes #VALUE! of such a range.
    """
    file = PackageFile(blank)
    names = names_of(file.tree(file.workbook))
    faults = {formula: faults_of(formula, file.sheets, names) for formula in formulas}
    assert {formula: said for formula, said in faults.items() if said} == {}


def test_no_formula_reads_itself_through_a_range(written: list[Written]) -> None:
    """Excel reads one cell of a range that INDEX looks into; other engines see a circle."""
    assert without_an_order(written) == []


def test_an_empty_result_is_stored_as_a_text(written: list[Written]) -> None:
    empty = [one for one in written if not one.value]
    assert len(empty) > 50
    assert {one.kind for one in empty} == {"str"}


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
