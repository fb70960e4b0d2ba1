"""The shape of the project: rooms stand on lower floors only, and `check` starts light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import roadmap_xl
from roadmap_xl.form.fields import form_of
from roadmap_xl.prefilling import prefilled
from roadmap_xl.writers.school_workbook import write_school_workbook

PACKAGE = Path(roadmap_xl.__file__).parent
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("texts",),
    ("expressions",),
    ("form",),
    ("blocks",),
    ("layout",),
    ("findings",),
    ("submission",),
    ("rules",),
    ("grouping",),
    ("checklist",),
    ("reading_findings", "rulebook"),
    ("checking",),
    ("rulebook_page",),
    ("district",),
    ("prefilling", "repair_notes"),
    ("hidden_seals",),
    ("readers", "writers"),
    ("report", "blanks", "repairing", "documenting", "imprinting", "precomputing"),
    ("campaign",),
    ("collecting", "explaining", "feedback", "importing"),
    ("demo", "addin"),
    ("cli",),
    ("__main__",),
    ("",),  # the package itself: its public names
)
"""Each room imports only from itself and from lower floors; neighbours do not know each other."""
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITTEN = [path for path in MODULES if path.stem != "precompiled"]
"""All but the one that `make templates` makes."""


def floor_of(room: str) -> int:
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[0]


def imports_of(path: Path) -> Iterator[str]:
    """The project's modules that a module imports, inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = path.relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            inside = node.level > 0 or (node.module or "").split(".")[0] == "roadmap_xl"
            if inside:
                above = here[: len(here) - node.level] if node.level else ()
                named = (node.module or "").removeprefix("roadmap_xl").strip(".")
                module = ".".join([*above, *([named] if named else [])])
                for alias in node.names:
                    whole = f"{module}.{alias.name}".strip(".")
                    yield whole if exists(whole) else module
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "roadmap_xl":
                    yield alias.name.removeprefix("roadmap_xl").strip(".")


def exists(module: str) -> bool:
    path = PACKAGE.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def test_every_module_is_in_a_room_with_a_floor() -> None:
    rooms = {room_of(name_of(path)) for path in MODULES}
    assert rooms == {room for rooms in FLOORS for room in rooms}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_downwards(path: Path) -> None:
    here = room_of(name_of(path))
    for module in imports_of(path):
        there = room_of(module)
        if there not in ("", here):
            assert floor_of(there) < floor_of(here), f"{here} imports {module}"


def test_no_circle_of_imports() -> None:
    """Those inside functions count too: a circle is no better for being closed later."""
    imports = {name_of(path): set(imports_of(path)) - {""} for path in MODULES}
    order = TopologicalSorter({name: found - {name} for name, found in imports.items()})
    assert set(order.static_order()) >= set(imports)


def test_a_reader_knows_no_rule() -> None:
    """A file that cannot be read is refused with the words of its rule; nothing else asks one."""
    asking = {
        name_of(path)
        for path in MODULES
        if room_of(name_of(path)) == "readers"
        for module in imports_of(path)
        if room_of(module) in ("rules", "checklist", "reading_findings", "checking")
    }
    assert asking == {"readers.faults"}


def test_check_leaves_the_heavy_libraries_alone(tmp_path: Path) -> None:
    path = tmp_path / "school.xlsx"
    write_school_workbook(path, prefilled(form_of("2020")), created=date(2020, 9, 1))
    command = [sys.executable, "-X", "importtime", "-m", "roadmap_xl", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    modules = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    imported = {module.split(".")[0] for module in modules}
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert "python_calamine" in imported
    assert imported.isdisjoint({"openpyxl", "xlwings", "xlsxwriter", "pandas", "docx", "lxml"})
    # Only to read an edition anew, to make pydantic's validators, to search a rearranged sheet.
    assert modules.isdisjoint({"tomllib", "pydantic.plugin._loader", "difflib"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_what_others_use_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "the module"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            says_itself = isinstance(node, ast.FunctionDef) and len(node.body) <= 5
            assert ast.get_docstring(node) or says_itself, node.name


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_a_module_reads_in_one_sitting(path: Path) -> None:
    """At most 250 lines; of a function 40, its signature and what it says of itself aside."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            statements = node.body[ast.get_docstring(node) is not None :] or node.body
            assert (node.end_lineno or 0) - statements[0].lineno < 40, node.name
