"""The VBA of the books in two analysers, as each Excel compiles it: VBA7, older, on a Mac."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmap_xl.addin.building.books import ADDIN_NAME, DISTRICT_NAME
from roadmap_xl.addin.building.package import CLASSES, VBA, sources
from roadmap_xl.files import read_parts

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
EDITIONS = ("roadmap_2020.xlsm", "roadmap_2026.xlsm")
SCHOOL = EDITIONS[0]
OURS = {path.stem for path in VBA.glob("*.bas")}
"""All others are xlwings' own or made by xlwings."""
XLWINGS, MADE_BY_XLWINGS = "xlwings", "xlwings_udfs"
WITHOUT_DECLARATIONS = {"VBA320", "VBA001"}
"""What the module that xlwings makes may lack: it asks for no declarations, VBA needs none then."""
EXCELS: dict[str, dict[str, int]] = {
    "VBA7, 64 bits": {"VBA7": 1, "Win64": 1, "Win32": 1, "Mac": 0},
    "VBA7, 32 bits": {"VBA7": 1, "Win64": 0, "Win32": 1, "Mac": 0},
    "older": {"VBA7": 0, "Win64": 0, "Win32": 1, "Mac": 0},
    "Mac": {"VBA7": 1, "Win64": 0, "Win32": 0, "Mac": 1},
    "Mac, 64 bits": {"VBA7": 1, "Win64": 1, "Win32": 0, "Mac": 1},
}
"""What the compiler knows of itself; on a Mac, 64 bits are called `Win64` as well."""

pytestmark = pytest.mark.validators


def test_the_books_of_all_editions_and_of_a_district_have_the_same_macros() -> None:
    books = [read_parts((TEMPLATES / name).read_bytes()) for name in EDITIONS]
    assert len({parts["xl/vbaProject.bin"] for parts in books}) == 1
    school, district = _modules_of(SCHOOL), _modules_of(DISTRICT_NAME)
    assert district.items() <= school.items()
    assert all(name.startswith("Sheet") for name in school.keys() - district.keys())


def _modules_of(book: str) -> dict[str, str]:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(TEMPLATES / book))
    return {name: code for _, _, name, code in parser.extract_macros()}


@pytest.mark.parametrize("excel", EXCELS)
@pytest.mark.parametrize("book", [SCHOOL, ADDIN_NAME])
def test_one_analyser_finds_nothing_wrong(book: str, excel: str) -> None:
    from pyvbaanalysis import (
        DEFAULT_COMPILER_CONSTANTS,
        ConditionalCompilationEnvironment,
        analyze_office_file,
    )

    constants = {**DEFAULT_COMPILER_CONSTANTS, **EXCELS[excel]}
    compiled = ConditionalCompilationEnvironment(compiler_constants=constants)
    found = analyze_office_file(TEMPLATES / book, conditional_compilation=compiled)
    assert found.keys() >= OURS
    said = [
        f"{module}: {one.message}"
        for module, messages in found.items()
        for one in messages
        if module in OURS or one.severity.name == "ERROR"
    ]
    assert said == []


@pytest.mark.parametrize("excel", EXCELS)
@pytest.mark.parametrize("for_addin", [False, True])
def test_another_finds_nothing_in_what_is_ours(excel: str, for_addin: bool, tmp_path: Path) -> None:
    """It does not know `Declare` below a condition, so xlwings' module is no measure for it."""
    from vbalidator import precheck

    for name, source in sources(for_addin=for_addin).items():
        ending = "cls" if name in CLASSES else "bas"
        tmp_path.joinpath(f"{name}.{ending}").write_text(source, encoding="ascii", newline="")
    defines: dict[str, Any] = {name.upper(): bool(on) for name, on in EXCELS[excel].items()}
    result = precheck(str(tmp_path), host="excel", defines=defines)
    assert result.files_scanned > len(OURS)
    issues = [(Path(one["file"]).stem, one) for one in result.issues]
    assert [one for module, one in issues if module not in (XLWINGS, MADE_BY_XLWINGS)] == []
    of_functions = {one["rule_id"] for module, one in issues if module == MADE_BY_XLWINGS}
    assert of_functions <= WITHOUT_DECLARATIONS
