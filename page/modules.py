"""Which modules the page needs, byte-compiled by the Python that will run them (compile.mjs).

All that can be reached by imports is needed, also inside functions; the rest is removed.
"""

from __future__ import annotations

import ast
import py_compile
from collections.abc import Iterator
from pathlib import Path

ROOTS = ("roadmap_xl.browser", "site")
"""Where imports begin: the door of the page, and what Pyodide itself starts with."""
WHOLE = ("_pyodide", "encodings", "pyodide", "python_calamine", "xlsxwriter", "xlrd", "olefile")
"""Packages of which everything is taken, because they import by names that are put together."""
UNREACHED = (
    "olefile.olefile2", "pyodide.console", "multiprocessing",
    "concurrent.futures.process",
    "_pydecimal", "_pydatetime", "_pyio", "unittest", "doctest", "pdb", "pydoc", "ctypes",
    "sqlite3", "test", "_pyrepl", "http", "urllib.request", "ssl", "smtplib", "xmlrpc",
    "webbrowser", "profile", "readline", "rlcompleter", "argparse", "optparse", "tarfile", "email",
    "importlib.metadata", "statistics", "tracemalloc", "_ast_unparse", "pickle",
    "concurrent.interpreters", "asyncio.proactor_events", "asyncio.windows_events",
    "asyncio.windows_utils",
)  # fmt: skip
"""What is not followed: no check in a browser comes there."""


def compile_needed(library: Path, packages: Path) -> None:
    """Leaves of two folders of modules the needed ones, compiled, each where its source was."""
    own = packages / "roadmap_xl"
    needed = needed_modules(library, packages)
    for path in [*library.rglob("*.py"), *packages.rglob("*.py")]:
        if path in needed:
            folder = library if path.is_relative_to(library) else packages
            py_compile.compile(
                str(path),
                str(path.with_suffix(".pyc")),
                str(path.relative_to(folder)),  # a traceback names no place of this machine
                doraise=True,
                optimize=0 if path.is_relative_to(own) else 2,  # others' docstrings are not read
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        path.unlink()


def needed_modules(*folders: Path) -> set[Path]:
    """The files of the modules under these folders that can be reached."""
    files = {name: path for folder in folders for name, path in _modules(folder)}
    waiting = [name for name in files if name in ROOTS or name.partition(".")[0] in WHOLE]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name not in files or _is_unreached(name):
            continue
        found.add(name)
        waiting += _parents(name)
        waiting += _imports(name, files[name])
    return {files[name] for name in found}


def _modules(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


def _is_unreached(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in UNREACHED)


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _imports(name: str, path: Path) -> Iterator[str]:
    """The names a module may import, some of them no modules."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in _nodes(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            above = ".".join(base) if node.level else ""
            source = ".".join(filter(None, (above, node.module)))
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but what type checkers alone see."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                yield other
                yield from _nodes(other)
            continue
        yield node
        yield from _nodes(node)
