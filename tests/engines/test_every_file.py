"""What the product writes is written for the validators, too: by each command, on each page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click

from roadmap_xl import intake
from roadmap_xl.cli import commands

HERE = Path(__file__).parent
WRITERS = (HERE / "every_file.py", HERE / "every_file_of_own.py")
WITHOUT_BOOKS = {
    "check", "explain", "rules", "layout", "serve", "completion", "edition diff", "edition list",
    "addin install", "addin status", "addin remove", "addin wheels", "addin serve", "button",
}  # fmt: skip
"""Commands that write no workbook of their own; what a button makes, other commands do."""
SAME_KIND = {
    "--overwrite", "--quiet", "--stage", "--deadline", "--ring", "--score-column", "--replace",
    "--report-date", "--snapshot", "--official", "--workers", "--scheduler", "--tidy", "--open",
    "--pdf", "--check", "--campaign", "--edition", "--date",
}  # fmt: skip
"""Options that change contents, or write what is no file of Office."""
DOWNLOADS = {
    "every": "the blanks of `template --all`",
    "one": "one of them",
    "registry": "the registry with schools and settings typed on the pages",
    "itself": "a school's own file, as it came",
    "repaired": "the copy of `repair`",
    "word_paper": "the document of `document`",
    "file": "the summary, its publication, its snapshot",
    "drafts": "letters with the copies of `consolidate --feedback`",
    "draft": "one of them",
}
"""What a page hands out, by the function that does, and which of the written files it is."""


def leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield before + name, command


def typed() -> set[str]:
    """Every text in the modules that write the files."""
    trees = [ast.parse(path.read_text("utf-8")) for path in WRITERS]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def test_every_command_that_writes_is_asked() -> None:
    found = dict(leaves(commands))
    assert found.keys() >= WITHOUT_BOOKS
    words = typed()
    missing = [name for name in found.keys() - WITHOUT_BOOKS if not set(name.split()) <= words]
    assert missing == []


def test_every_option_that_makes_another_kind_is_asked() -> None:
    words = typed() | SAME_KIND
    missing = [
        f"{name} {option.opts}"
        for name, command in leaves(commands)
        if name not in WITHOUT_BOOKS
        for option in command.params
        if isinstance(option, click.Option) and not set(option.opts) & words
    ]
    assert missing == []


def test_every_download_of_the_pages_is_one_of_the_files() -> None:
    pages = Path(intake.__file__).parent / "pages"
    functions = [
        node
        for path in pages.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    handing = {one.name for one in functions if "attached" in called(one)}
    assert handing == DOWNLOADS.keys()


def called(function: ast.AST) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)}
