"""What is drawn says in words what it shows; workbooks have titles; tables stay tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from made_books import (
    ALL_BOOKS,
    BLANK,
    DISTRICT,
    DISTRICT_BOOKS,
    REPAIRED,
    SCHOOL_BOOKS,
    SUMMARY,
    WITH_BUTTONS,
    MadeBooks,
    edition_of,
    summary,
)
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_xl.addin.building.commands import CHECK, COLLECT, DOCUMENT, REPAIR
from roadmap_xl.form.fields import form_of

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
RUSSIAN = re.compile("[А-Яа-яЁё]{3}")
MOST_LETTERS = 2500
"""Of a description that somebody listens to."""
PRINTED_WITH_HEADER = {
    "Показатели": "$5:$6",
    "План": "$5:$5",
    "Проверка": "$5:$5",
    "Не перенесено": "$4:$4",
}
"""The school's sheets that go on over several pages; the others have each table on one page."""
MERGED_IN_TABLES = {
    "psp": "a long text over three columns: one stop of Tab",
    "bm": "the year under its heading, as wide as subject and threshold above",
    "org": "number and name of the only school, as the document has them",
    "persons": "a label over two columns",
    "pln": "«← действует для пунктов ниже» in a section's row",
    "meta": "headings of the title sheet",
}
"""The only blocks with merged cells, and why."""


def drawings(path: Path) -> Iterator[tuple[str, str]]:
    """What is drawn on the sheets: its kind and its description."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/drawings/drawing"):
                for one in ElementTree.fromstring(archive.read(name)).iter(f"{DRAWN}cNvPr"):
                    yield str(one.get("name")), one.get("descr", "")


def button_texts(path: Path) -> list[str]:
    with ZipFile(path) as archive:
        shapes = [archive.read(n).decode() for n in archive.namelist() if "vmlDrawing" in n]
    return [alt for part in shapes for alt in re.findall(r'<v:shape [^>]*alt="([^"]*)"', part)]


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_everything_drawn_has_a_description_in_russian(book: str, books: MadeBooks) -> None:
    found = list(drawings(books[book]))
    if book in (*SCHOOL_BOOKS, SUMMARY, DISTRICT):
        assert found
    for name, text in found:
        assert RUSSIAN.search(text), name
        assert len(text) <= MOST_LETTERS, name


@pytest.mark.parametrize(
    ("book", "commands"), [(WITH_BUTTONS, (CHECK, REPAIR, DOCUMENT)), (DISTRICT, (COLLECT,))]
)
def test_every_button_says_what_it_does(
    book: str, commands: tuple[object, ...], books: MadeBooks
) -> None:
    said = button_texts(books[book])
    assert said == [f"Кнопка «{one.caption}»: {one.tip}" for one in commands]  # type: ignore[attr-defined]


def test_a_chart_of_the_summary_tells_its_numbers(books: MadeBooks) -> None:
    """The numbers are taken from the summary itself."""
    of = {re.search("«(.*?)»", text)[1]: text for _, text in drawings(books[SUMMARY])}  # type: ignore[index]
    assert len(of) == 7
    for subject in summary().subjects[:-1]:
        whole = subject.value("total") or 0
        told = f"{subject.label}, {whole:g} чел."
        title = "Участники ЕГЭ по диапазонам баллов (на полосах — число человек)"
        assert (told in of[title]) == bool(whole)
    assert (
        "Русский язык — Средний балл района 62, Год назад 70, Порог 36"
        in of["Средние баллы, порог и прошлый год"]
    )
    assert "не сдано — 1" in of["Кто сдал (число школ)"]


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_a_workbook_has_a_title(book: str, books: MadeBooks) -> None:
    """A screen reader says it instead of the file's name."""
    assert RUSSIAN.search(str(books.opened(book).properties.title))


@pytest.mark.parametrize("book", [BLANK, REPAIRED])
def test_long_tables_of_the_school_repeat_their_header(book: str, books: MadeBooks) -> None:
    for sheet in books.visible(book):
        assert sheet.print_title_rows == PRINTED_WITH_HEADER.get(sheet.title), sheet.title


@pytest.mark.parametrize("book", DISTRICT_BOOKS)
def test_every_table_of_the_district_repeats_its_header(book: str, books: MadeBooks) -> None:
    for sheet in books.visible(book):
        one_page = sheet.page_setup.fitToHeight in (None, 1)  # None: as Excel takes it
        if sheet.title != "О публикации" and not one_page:
            assert sheet.print_title_rows, sheet.title


@pytest.mark.parametrize("book", SCHOOL_BOOKS)
def test_cells_are_merged_in_headings_only(book: str, books: MadeBooks) -> None:
    """Inside a table a merged cell hides from a screen reader under which heading it stands."""
    workbook = books.opened(book)
    for block in form_of(edition_of(book)).layout.blocks:
        if block.name in MERGED_IN_TABLES:
            continue
        rows = {line.row + 1 for line in block.lines}
        merged = [a.coord for a in merged_in(workbook[block.sheet]) if a.min_row in rows]
        assert not merged, f"{block.sheet}: {merged}"


def merged_in(sheet: Worksheet) -> list[Any]:
    return list(sheet.merged_cells.ranges)


@pytest.mark.parametrize("book", DISTRICT_BOOKS)
def test_no_row_of_the_districts_tables_is_merged_down(book: str, books: MadeBooks) -> None:
    """Merged over several rows they could be neither sorted nor filtered."""
    for sheet in books.visible(book):
        assert not [a.coord for a in merged_in(sheet) if a.max_row > a.min_row]
