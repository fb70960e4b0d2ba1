"""What a colour says is said by a sign, a word or a border too: for print and for the colour-blind.

A new style or condition stands in none of the tables below and fails the first tests: say there
what it means in black and white, or that it means nothing.
"""

from __future__ import annotations

import re
from colorsys import rgb_to_hls
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from contrast import CHART, DRAWING, contrast, luminance
from made_books import (
    ALL_BOOKS,
    BLANK,
    FAULTY,
    REPAIRED,
    SUMMARY,
    MadeBooks,
    edition_of,
)
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import FORM_SHEETS

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import REVIEW, TITLE
from roadmap_xl.workbook.chart_looks import BAND_COLOURS
from roadmap_xl.workbook.looks import MENDED, STYLES
from roadmap_xl.workbook.sheet import FLAG_SHIFT

SAYS: dict[str, str] = {
    # inputs and what is computed
    "input": "«Заполняйте …» above; the prompt says what goes in",
    "input_number": "the same",
    "input_counted": "the line above the list on «Баллы» says how many were counted",
    "input_percent": "the same",
    "input_tenths": "the same",
    "input_default": "the same",
    "input_date": "the same",
    "input_exact": "the same",
    "percent": "the prompt «Считается само»; the header «%»",
    "tenths": "the same",
    "computed": "the prompt «Считается само»",
    "legend_input": "the words «Жёлтая ячейка»",
    "legend_computed": "the words «Серая ячейка»",
    "header_added": "italic",
    "check_header": "italic, the word «Проверка»",
    "label_added": "italic",
    "absent": "«–», or no number",
    # findings
    "paint_error": "bold, a solid frame; the words beside it",
    "paint_warning": "a dashed frame; the words beside it",
    "paint_good": "«✓»",
    "legend_error": "bold, a solid frame, «Розовая, в рамке»",
    "legend_warning": "a dashed frame, «Оранжевая, рамка пунктиром»",
    "state_error": "the word «ошибка», the state's name, or the number in brackets",
    "state_warning": "the word «предупреждение», the state's name",
    "state_note": "the word «к сведению», «есть ответ», «исправлено»",
    "state_good": "the state's name, «да»",
    "flagged": "the word «ДА», «ряд прерван»",
    "label_faint_center": "«район» in the cell; in published books «•» or «×»",
    # numbers of the summary
    "low": "«▼» before the number",
    "low_whole": "«▼» before the number",
    "mark_low": "«▼» before the number",
    "mark_small": "«*» behind the number",
    "coverage": "the number of schools beside «из N школ»",
    "coverage_less": "the same number, smaller than N",
}
"""By style that means something, how it is said without colour."""
MEANS_NOTHING = {
    *("plain", "title", "big", "subtitle", "hint", "note", "school", "caption", "tally", "bar"),
    *("link", "link_bold", "link_cell", "small_link", "open_link"),
    *("header", "header_turned", "header_left", "number_row", "section", "section_note"),
    *("label", "label_indented", "label_center", "sub_heading", "day", "check", "count", "status"),
    *("severity", "code", "cell", "share", "total", "total_cell", "total_share", "total_mark"),
    *(
        "share_tenths",
        "total_share_tenths",
        "total_signed",
        "total_small",
        "total_thousands",
        "total_two",
        "thousands",
        "two",
    ),
    *("of_district", "of_district_mark", "signed", "signed_whole", "block_label", "small"),
    *("clipped", "mono", "average", "change", "coverage_label", "paint_above", "paint_line"),
    *("tile_caption", "tile_number", "tile_mark", "tile_share", "tile_note"),
    *("open", "open_severity", "open_code", "code_column", "code_text"),
}
"""Headings, labels, numbers, links (underlined), lines between rows."""
ENDINGS = {
    "_mended": "the cell has a note, «Замечания» lists it",
    "_faint": "«район» below the row's number; a prompt where it need not be filled in",
    "_again": "repeats the line above",
}
CONDITIONS = {
    "AP#=#": "the words in the column «Проверка» of the row, frames",
    '$B#="ошибка"': "that word",
    '$B#="предупреждение"': "that word",
    '$B#<>""': "a line",
    'COUNTIF(@#,"✓*")>#': "«✓»",
    '$@#="Участники"': "a line above",
    "$@#<>$@#": "a line above",
    "colorScale": "the percent in the cell",
}
"""By condition, its numbers and other columns left out, how the same is said."""


def plain_name(style: str) -> str:
    for ending in ENDINGS:
        style = style.removesuffix(ending)
    return style


def test_every_style_is_declared_and_every_declaration_is_of_a_style() -> None:
    names = {plain_name(plain_name(name)) for name in STYLES}
    assert names - SAYS.keys() - MEANS_NOTHING == set()
    assert SAYS.keys() | MEANS_NOTHING == names
    assert not SAYS.keys() & MEANS_NOTHING


@pytest.mark.parametrize("book", ALL_BOOKS)
def test_every_condition_is_declared(book: str, books: MadeBooks) -> None:
    for sheet in books.visible(book):
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                said = re.sub(r"\d+", "#", rule.formula[0]) if rule.formula else rule.type
                general = re.sub(r"(?<![A-Z\w«])[A-Z]{1,2}(?=#)", "@", said)
                assert {said, general} & CONDITIONS.keys(), f"{sheet.title}: {said}"


@pytest.mark.parametrize("name", ["low", "low_whole", "mark_low", "mark_small"])
def test_a_number_that_stands_out_has_a_sign(name: str) -> None:
    assert re.search(r"[▼*]", STYLES[name]["num_format"])


@pytest.mark.parametrize("name", ["header_added", "check_header", "label_added"])
def test_what_the_program_added_is_italic(name: str) -> None:
    assert STYLES[name]["italic"]


def test_an_error_and_a_warning_differ_in_weight_and_frame(books: MadeBooks) -> None:
    (error,) = {rule.dxf.border.left.style for rule in painting(books, 3)}
    (warning,) = {rule.dxf.border.left.style for rule in painting(books, 2)}
    assert (error, warning) == ("thin", "dashed")
    assert all(rule.dxf.font.b for rule in painting(books, 3))
    assert not any(rule.dxf.font.b for rule in painting(books, 2))


def painting(books: MadeBooks, weight: int) -> list[Any]:
    return [
        rule
        for name in FORM_SHEETS
        for area in books.opened(BLANK)[name].conditional_formatting
        for rule in area.rules
        if rule.formula and rule.formula[0].endswith(f"1={weight}")
    ]


def test_beside_every_painted_row_stand_words(books: MadeBooks) -> None:
    """A row with a pink or amber cell has a sentence in its column «Проверка»."""
    workbook, layout = books.opened(FAULTY, values=True), form_of(edition_of(FAULTY)).layout
    painted = 0
    for place in layout.at:
        sheet = workbook[place.sheet]
        flag = sheet.cell(place.row + 1, place.column + 1 + FLAG_SHIFT).value
        if flag in (2, 3):
            painted += 1
            said = str(sheet.cell(place.row + 1, check_column(sheet)).value)
            assert len(said) > 10, place
            assert said != "✓", place
    assert painted > 50


def check_column(sheet: Worksheet) -> int:
    return next(
        cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Проверка"
    )


def test_the_list_of_findings_names_the_severity(books: MadeBooks) -> None:
    rows = books.opened(FAULTY, values=True)[REVIEW].iter_rows(min_row=6, max_row=45)
    words = {row[1].value for row in rows if row[3].value}
    assert words == {"ошибка", "предупреждение", "к сведению"}


def test_the_legend_shows_the_frames_it_speaks_of(books: MadeBooks) -> None:
    title = books.opened(BLANK)[TITLE]
    legend = {str(cell.value): cell for cell in title["B"] if cell.value}
    assert legend["Розовая, в рамке"].border.left.style == "thin"
    assert legend["Розовая, в рамке"].font.b
    assert legend["Оранжевая, рамка пунктиром"].border.left.style == "dashed"
    assert legend["Серо-синий заголовок, курсив"].font.i


def test_a_mended_cell_has_a_note(books: MadeBooks) -> None:
    cells = [
        cell
        for sheet in books.visible(REPAIRED)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == f"FF{MENDED[1:]}"
    ]
    assert cells
    assert all(cell.comment for cell in cells)


def test_what_others_fill_is_marked_with_their_name(books: MadeBooks) -> None:
    layout, workbook = form_of(edition_of(BLANK)).layout, books.opened(BLANK)
    others = {
        (place.sheet, place.row)
        for place, field in layout.at.items()
        if getattr(field.row, "owner", "") == "D"
    }
    assert others
    for sheet, row in others:
        assert layout.edition.others in str(workbook[sheet].cell(row + 1, 2).value)


@pytest.mark.parametrize("style", ["state_error", "state_warning", "state_good", "flagged", "low"])
def test_no_coloured_cell_of_a_summary_is_without_words(style: str, books: MadeBooks) -> None:
    colours = (STYLES[style]["font_color"], STYLES[style].get("bg_color", "#000000"))
    found = [
        cell
        for sheet in books.visible(SUMMARY)
        for row in sheet.iter_rows()
        for cell in row
        if (cell.font.color and cell.font.color.rgb, cell.fill.fgColor.rgb)
        == (f"FF{colours[0][1:]}", f"{'FF' if colours[1] != '#000000' else '00'}{colours[1][1:]}")
    ]
    assert all(cell.value not in (None, "") for cell in found)


@pytest.mark.parametrize("book", [BLANK, SUMMARY])
def test_the_series_of_a_chart_differ_without_colour(book: str, books: MadeBooks) -> None:
    """By how light they are, without a pattern; the parts of a whole that touch by a third, and in
    the order of the bands the darker the higher. All are numbered."""
    with ZipFile(books[book]) as archive:
        parts = [archive.read(n) for n in archive.namelist() if n.startswith("xl/charts/chart")]
    assert parts
    for part in parts:
        series = list(ElementTree.fromstring(part).iter(f"{CHART}ser"))
        assert all(one.find(f"{CHART}dLbls/{CHART}showVal") is not None for one in series)
        assert not list(ElementTree.fromstring(part).iter(f"{DRAWING}pattFill"))
        colours = [
            str(one.find(f"{CHART}spPr/{DRAWING}solidFill/{DRAWING}srgbClr").get("val"))
            for one in series
        ]
        beside = [contrast(*pair) for pair in pairwise(colours)]
        assert all(one >= 1.25 for one in beside), colours
        if len(series) == len(BAND_COLOURS):
            light = [luminance(colour) for colour in colours]
            assert light == sorted(light, reverse=True)
            hues = [hue_of(colour) for colour in colours]
            assert max(hues) - min(hues) < 0.03


def hue_of(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return rgb_to_hls(red, green, blue)[0]
