"""The shape of the project: each room stands on those below it, and `check` starts light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from rooms import floor_of

import roadmap_xl
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.workbook.school_workbook import write_school_workbook

PACKAGE = Path(roadmap_xl.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").strip("."): (
        path,
        path.read_text(encoding="utf-8"),
    )
    for path in sorted(PACKAGE.rglob("*.py"))
}
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 400, 40
"""Of a function all that is read in it, from its `def` on: parameters and docstring too."""
LINES_OF_A_SLIVER, SLIVERS = 40, 10
"""So few lines that another module alone needs are better read where they are needed."""
OF_FILES = {"pathlib", "os", "io", "zipfile", "tempfile", "shutil"}
OF_EXCEL = {"xlsxwriter", "openpyxl", "python_calamine"}
THE_SUMMARY_IN_EXCEL = ("summary.sheets", "summary.publishing.workbook", "summary.explain.book")
"""They draw and read the summary's workbooks and make no number. What explains a cell is given the
cell; only `book` knows the file it is in."""
OPENING = ("read_", "write_", "open_", "extend_")
OPENED_BY = {"open", "contents", "exists", "is_file", "is_dir", "iterdir", "stat", "unlink"}
"""How the names of calls begin, or what they are, that open or look at a file."""


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module][1])


@cache
def imports_of(module: str) -> frozenset[str]:
    """The project's other modules that a module imports, inside functions too."""
    return frozenset(_imported(module)) - {"", module}


def _imported(module: str) -> Iterator[str]:
    here = MODULES[module][0].relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom):
            if node.level == 0 and (node.module or "").split(".")[0] != "roadmap_xl":
                continue
            above = here[: len(here) - node.level] if node.level else ()
            named = (node.module or "").removeprefix("roadmap_xl").strip(".")
            source = ".".join([*above, *([named] if named else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}".strip(".")
                yield whole if whole in MODULES else source
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "roadmap_xl":
                    yield alias.name.removeprefix("roadmap_xl").strip(".")


@cache
def libraries_of(module: str) -> frozenset[str]:
    """What a module imports from elsewhere, inside functions too."""
    return frozenset(_libraries(module))


def _libraries(module: str) -> Iterator[str]:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def imports() -> dict[str, frozenset[str]]:
    return {module: imports_of(module) for module in MODULES}


def climbing() -> Iterator[str]:
    for module, found in imports().items():
        if floor_of(module) < 0:
            yield f"{module} is in no room"
        for other in found:
            same_room = other.split(".")[0] == module.split(".")[0]
            if not same_room and floor_of(other) >= floor_of(module):
                yield f"{module} imports {other}"


def circles() -> Iterator[str]:
    """Those inside functions count too: a circle is no better for being closed later."""
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        yield " -> ".join(error.args[1])


def knowing_too_much() -> Iterator[str]:
    """A reader knows no rule, a rule no file, a number of the summary no Excel."""
    for module, found in imports().items():
        room, libraries = module.split(".")[0], libraries_of(module)
        known: set[str] = set()
        if room == "reader":
            known = {other for other in found if other.startswith("rules")}
        elif room == "rules":
            known = libraries & OF_FILES | found & {"files"}
        elif room == "summary" and not module.startswith(THE_SUMMARY_IN_EXCEL):
            drawn = ("workbook", *(THE_SUMMARY_IN_EXCEL if "explain" not in module else ()))
            known = libraries & OF_EXCEL | {other for other in found if other.startswith(drawn)}
        yield from (f"{module} imports {one}" for one in sorted(known))


def is_record(node: ast.ClassDef) -> bool:
    """A frozen dataclass, a record, a named tuple, or a row of an edition."""
    frozen = (
        keyword.arg == "frozen"
        for call in node.decorator_list
        if isinstance(call, ast.Call)
        for keyword in call.keywords
    )
    bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
    return any(frozen) or not bases.isdisjoint({"NamedTuple", "Record", "BaseModel", "Data", "Row"})


def records_that_open_files() -> Iterator[str]:
    for module in MODULES:
        classes = (one for one in ast.walk(tree_of(module)) if isinstance(one, ast.ClassDef))
        for record in filter(is_record, classes):
            calls = (node.func for node in ast.walk(record) if isinstance(node, ast.Call))
            names = {getattr(called, "attr", getattr(called, "id", "")) for called in calls}
            opening = {name for name in names if name.startswith(OPENING) or name in OPENED_BY}
            yield from (f"{module}.{record.name}: {name}" for name in sorted(opening))


def hard_to_read() -> Iterator[str]:
    """Long modules and functions, and what others use without a word of what it gives."""
    for module, (_, text) in MODULES.items():
        tree = tree_of(module)
        lines = len(text.splitlines())
        if lines > LINES_OF_A_MODULE:
            yield f"{module}: {lines} lines"
        if tree.body and not ast.get_docstring(tree):
            yield f"{module}: no docstring"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LINES_OF_A_FUNCTION:
                    yield f"{module}.{node.name}: {lines} lines"
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                says_itself = isinstance(node, ast.FunctionDef) and len(node.body) <= 5
                if not (ast.get_docstring(node) or says_itself):
                    yield f"{module}.{node.name}: no docstring"


def slivers() -> list[str]:
    users = {module: sum(module in found for found in imports().values()) for module in MODULES}
    return [
        module
        for module, (path, text) in MODULES.items()
        if path.stem not in ("__init__", "__main__")
        and len(text.splitlines()) < LINES_OF_A_SLIVER
        and users[module] <= 1
    ]


def test_the_way_of_the_data_goes_one_way() -> None:
    assert [*climbing(), *circles(), *knowing_too_much(), *records_that_open_files()] == []


def test_a_module_reads_in_one_sitting() -> None:
    assert [*hard_to_read()] == []
    assert len(slivers()) <= SLIVERS, slivers()


def test_check_leaves_the_heavy_libraries_alone(tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    write_school_workbook(path, prefilled(form_of("2020")), created=date(2020, 9, 1))
    command = [sys.executable, "-X", "importtime", "-m", "roadmap_xl", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    modules = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    imported = {module.split(".")[0] for module in modules}
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    heavy = {"openpyxl", "xlwings", "xlsxwriter", "pandas", "docx", "lxml", "python_calamine"}
    assert "roadmap_xl.reader.files.scan" in modules
    assert imported.isdisjoint(heavy)
    # Only to search a rearranged sheet, to start workers, to ask the network, which nothing does.
    assert modules.isdisjoint({"difflib", "pebble", "urllib.request", "http.client"})
