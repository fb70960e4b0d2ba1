"""The pages of the documentation: their blocks, their links, their headings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent
README = PROJECT / "README.md"
PAGES = (
    README,
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").glob("*.md")),
    PROJECT / "benchmarks" / "README.md",
)
PROGRAM = "roadmap-xl"
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Link:
    """A link or, with `shows`, a picture; `words` are what stands in the text for it."""

    words: str
    target: str
    shows: bool


def blocks_of(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks: language and text."""
    return _BLOCK.findall(text_of(page))


def prose_of(page: Path) -> str:
    """The page without its blocks."""
    return _BLOCK.sub("", text_of(page))


def links_of(page: Path) -> list[Link]:
    """What the page leads to in this project."""
    found = [
        Link(words, target, bool(sign)) for sign, words, target in _LINK.findall(prose_of(page))
    ]
    return [link for link in found if "://" not in link.target]


def anchors_of(page: Path) -> set[str]:
    """The headings as GitHub makes them addresses."""
    headings = re.findall(r"^#+ (.*)$", prose_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands_of(page: Path, *languages: str) -> Iterator[list[str]]:
    """What the blocks in these languages type, as words; `&&` parts a line."""
    for language, block in blocks_of(page):
        if language in languages:
            for line in block.splitlines():
                for command in line.split("&&"):
                    if words := shlex.split(command.replace("\\", "/"), comments=True):
                        yield words


def program_of(words: list[str]) -> str:
    """Which program is called, wherever it lies."""
    return words[0].rpartition("/")[2].removesuffix(".exe")
