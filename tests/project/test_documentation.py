"""The pages hang together: links lead somewhere, pictures are there, what is named exists."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import click
import pytest
from documentation import (
    PAGES,
    PROGRAM,
    PROJECT,
    README,
    Link,
    anchors_of,
    blocks_of,
    commands_of,
    links_of,
    name_of,
    program_of,
    prose_of,
    text_of,
)
from rooms import ROOMS, floor_of

from roadmap_xl.cli import commands

PICTURES = PROJECT / "docs" / "pictures"
MOST_BYTES, MOST_PIXELS = 150_000, 1300
ARCHITECTURE = PROJECT / "docs" / "architecture.md"
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([.\w/-]+):", MAKEFILE, re.MULTILINE))
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=name_of)


def target_of(page: Path, link: Link) -> Path:
    """The file that a link leads to; the page itself for an anchor alone."""
    path = link.target.partition("#")[0]
    return (page.parent / path).resolve() if path else page


@EACH_PAGE
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in links_of(page):
        target, anchor = target_of(page, link), link.target.partition("#")[2]
        assert target.exists(), link.target
        if anchor:
            assert anchor in anchors_of(target), link.target


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        found = {target_of(page, link) for link in links_of(page)}
        waiting += [one for one in found & set(PAGES) if one not in reached]
    assert reached == set(PAGES)


def test_the_four_doors_are_in_the_readme() -> None:
    door = r"^\| \*\*(.+?)\*\* \|.*\]\((docs/\w+\.md)[^)]*\)"
    assert re.findall(door, text_of(README), re.MULTILINE) == [
        ("Excel", "docs/school.md"),
        ("«Приёмная»", "docs/district.md"),
        ("Браузер", "docs/browser.md"),
        ("Командная строка", "docs/district.md"),
    ]


def test_a_teacher_sees_no_command_line() -> None:
    page = text_of(PROJECT / "docs" / "school.md")
    assert "```" not in page
    assert PROGRAM not in page


@EACH_PAGE
def test_every_picture_says_in_words_what_it_shows(page: Path) -> None:
    for link in links_of(page):
        if link.shows:
            assert len(link.words.split()) >= 4, link.target


def test_the_pictures_are_those_that_pages_show() -> None:
    shown = {target_of(page, link) for page in PAGES for link in links_of(page) if link.shows}
    assert shown == set(PICTURES.iterdir())


def test_the_pictures_are_those_that_the_script_draws() -> None:
    script = (PROJECT / "docs" / "pictures.py").read_text(encoding="utf-8")
    drawn = re.findall(r"Picture\(\s*\"([\w.]+)\"", script)
    assert sorted(drawn) == sorted(path.name for path in PICTURES.iterdir())


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_a_picture_is_small(path: Path) -> None:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert len(data) < MOST_BYTES
    assert struct.unpack(">I", data[16:20])[0] <= MOST_PIXELS


def test_the_picture_of_the_floors_shows_the_real_rooms() -> None:
    """Each room stands in one box, and each box wholly above those it stands on."""
    (picture,) = [text for language, text in blocks_of(ARCHITECTURE) if language == "mermaid"]
    shown = dict(re.findall(r'(\w+)\["(.+?)"\]', picture))
    boxes = {name: re.findall(r"\w+", text.replace("<br/>", " ")) for name, text in shown.items()}
    rooms = [room for box in boxes.values() for room in box]
    real = {room for rooms in ROOMS for room in rooms} - {""}  # without the package's own face
    assert sorted(rooms) == sorted(real)
    arrows = re.findall(r"(\w+)(?:\[.+?\])? --> (\w+)", picture)
    assert {name for arrow in arrows for name in arrow} == set(boxes)
    for below, above in arrows:
        assert max(map(floor_of, boxes[below])) < min(map(floor_of, boxes[above])), (below, above)


def options_of(command: click.Command) -> set[str]:
    """All options of a command and of those below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {option for parameter in command.params for option in parameter.opts}
    return {"--help", *own}.union(*map(options_of, below))


def test_the_table_of_commands_is_whole_and_its_options_are_theirs() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", text_of(README), re.MULTILINE))
    assert set(rows) == set(commands.commands) - {"button"}
    for name, row in rows.items():
        told = set(re.findall(r"--[a-z][a-z-]+", row))
        assert told <= options_of(commands.commands[name]), name


@EACH_PAGE
def test_commands_in_the_text_exist_with_their_options(page: Path) -> None:
    for code in re.findall(r"`([^`\n]+)`", prose_of(page)):
        words = code.split()
        if program_of(words) != PROGRAM or len(words) == 1 or words[1].startswith("-"):
            continue
        assert words[1] in commands.commands, code
        told = set(re.findall(r"(?<=\s)--[a-z][a-z-]+", code))
        assert told <= options_of(commands.commands[words[1]]), code


@EACH_PAGE
def test_what_make_is_asked_for_exists(page: Path) -> None:
    typed = [words for words in commands_of(page, "sh", "bat") if words[0] == "make"]
    typed += [code.split() for code in re.findall(r"`(make [^`\n]+)`", prose_of(page))]
    for words in typed:
        assert set(words[1:]) <= TARGETS, words


@EACH_PAGE
def test_files_that_are_named_exist(page: Path) -> None:
    """Paths from the top of the project, as the pages for developers name them."""
    named = re.findall(r"`((?:roadmap_xl|tests|docs|benchmarks)/[\w./-]+?)`", prose_of(page))
    missing = [path for path in named if not (PROJECT / path).exists()]
    assert missing == []


def test_make_demo_types_what_stands_beside_it_for_windows() -> None:
    (demo,) = [w for w in commands_of(README, "bat") if program_of(w) == PROGRAM]
    assert f"$(BIN)/roadmap-xl {' '.join(demo[1:])}\n" in MAKEFILE
