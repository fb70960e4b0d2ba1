"""No number goes to another field, and none vanishes: every input holds a value of its own.

The workbook is hurt in one way or two, with its hidden tags and without them. A value that still
stands in the file is read into its field or into none, and then it is listed. What the school typed
is counted here a second time, by another reader and another rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import hurt as h
import hurt_headers as hh
import pytest
from made_once import opened
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from reading_workbooks import LAYOUT

from roadmap_xl.form.fields import Field
from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.texts.typed import as_text

NUMBERS = frozenset({"COUNT", "SCORE", "AMOUNT", "SHARE"})
FORM = LAYOUT.form
Values = dict[int, object]


def values_typed() -> Values:
    """By slot, a value that stands nowhere else; the title sheet's lists keep theirs."""
    listed = {"meta.stage", "meta.grade11", "meta.results_year"}
    return {
        field.slot: 100_000 + field.slot if field.kind.name in NUMBERS else f"запись {field.slot}"
        for field in FORM.fields
        if field.is_input and field.id not in listed
    }


TYPED = values_typed()


def is_place_of(field: Field, owner: Field) -> bool:
    """The field itself; for a row of the plan that is put in or no longer known, a spare one."""
    if field.slot == owner.slot:
        return True
    is_spare = field.table.prefix == "pln" and "-X" in field.row.key
    section = field.row.key.partition("-")[0] == owner.row.key.partition("-")[0]
    return is_spare and field.table is owner.table and section and field.column == owner.column


def misread(reading: Reading) -> list[tuple[str, object]]:
    """The fields that hold a value of another field."""
    owner = {value: slot for slot, value in TYPED.items()}
    return [
        (FORM.fields[slot].id, value)
        for slot, value in reading.raw.items()
        if value in owner and not is_place_of(FORM.fields[slot], FORM.fields[owner[value]])
    ]


def vanished(reading: Reading, workbook: h.Workbook) -> set[str]:
    """The values that stand in the file, in no field and in no list."""
    there = {as_text(cell) for sheet in workbook for cell in cells_of(sheet)}
    told = {as_text(v) for v in reading.raw.values()} | {as_text(one.value) for one in reading.left}
    return ({as_text(value) for value in TYPED.values()} & there) - told


def cells_of(sheet: Worksheet) -> Iterator[object]:
    return (
        value for row in sheet.iter_rows(values_only=True) for value in row if value is not None
    )


class Template:
    """What stands on the sheets of the whole workbook and is no input: told by openpyxl alone."""

    def __init__(self, workbook: h.Workbook) -> None:
        inputs = {(p.sheet, p.cell) for p, field in LAYOUT.at.items() if field.is_input}
        self.printed = {
            sheet.title: Counter(
                plainly(cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None and (sheet.title, cell.coordinate) not in inputs
            )
            for sheet in workbook
        }

    def school_cells(self, sheet: Worksheet) -> int:
        """The cells that are none of the template's, its formulas as often as they like."""
        here = Counter(map(plainly, cells_of(sheet)))
        like = max(self.printed, key=lambda name: len(self.printed[name].keys() & here.keys()))
        printed = self.printed[like]
        if len(printed.keys() & here.keys()) < 0.3 * len(printed):
            return here.total()
        formulas = {value for value in printed if str(value).startswith("=")}
        return sum(n for value, n in (here - printed).items() if value not in formulas)


class Marked(NamedTuple):
    """A workbook with a value of its own in each input, and what else it has printed."""

    path: Path
    template: Template


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """The workbook with its values; without the sheets of formulas, which nobody reads."""
    path = h.clean(tmp_path_factory.mktemp("marked") / "целая.xlsx")
    workbook = opened(path)
    for name in ("_checks", "_rows"):
        del workbook[name]
    for place, field in LAYOUT.at.items():
        if field.slot in TYPED:
            workbook[place.sheet][place.cell].value = TYPED[field.slot]
    workbook.save(path)
    return Marked(path, Template(load_workbook(path)))


def plainly(value: object) -> object:
    """A text as it is seen, whatever its letters and spaces are."""
    if not isinstance(value, str) or value.startswith("="):
        return value
    seen = value.translate(str.maketrans("BPyc", "ВРус")).replace("\u00ad", "")
    return " ".join(seen.casefold().split())


def formulas_pasted_over(workbook: h.Workbook) -> None:
    for number in range(9):
        row, column = divmod(number, 3)
        workbook[h.SCHOOL].cell(10 + row, 5 + column).value = 555_001 + number


def cells_far_out(workbook: h.Workbook) -> None:
    sheet = workbook[h.EGE]
    sheet["AP5"], sheet["T40"], sheet["T41"], sheet["F30"] = 777_123, "✓", "=5+777118", 31
    workbook["Титул"]["C37"] = 777_124
    workbook["_meta"]["D9"], workbook["_lists"]["H3"] = 777_125, "наше"


STRUCTURE: Sequence[h.Hurt] = (
    hh.years_swapped, h.sorted_with_tags, h.sorted_without_tags, h.row_put_in, h.column_put_in,
    h.tags_deleted, h.unknown_subject, h.subject_deleted, h.subject_doubled, h.subject_overwritten,
    h.band_renamed, h.year_renamed, h.activity_put_in, h.activity_deleted, h.activity_replaced,
    h.sheet_copied, hh.band_put_in, hh.subject_put_in, hh.subject_taken_out, hh.year_put_in,
    hh.headers_deleted, hh.headers_and_tags_deleted, hh.column_copied, cells_far_out,
    hh.sheets_named_crosswise, hh.own_sheet_with_the_name, h.sheet_copied_and_renamed,
    h.sheet_renamed,
)  # fmt: skip
"""What moves, doubles or removes rows, columns and sheets; in an order in which two can follow."""
SURFACE: Sequence[h.Hurt] = (
    h.subject_by_another_name, h.band_became_a_date, h.activity_reworded, h.activity_from_word,
    h.heading_merged, h.sheets_moved, h.sheet_deleted, h.extra_sheet, h.cell_beside, h.meta_deleted,
    h.comment, h.hidden_row, h.hidden_column, h.struck_text, h.years_merged, formulas_pasted_over,
    h.prompts_and_protection_gone, h.formula_in_an_input, h.error_in_an_input, hh.latin_header,
    hh.latin_label, hh.year_put_in_tags_cleared, hh.copy_filled_original_blank, hh.blank_copy,
)  # fmt: skip


def tried(marked: Marked, folder: Path, changes: Sequence[h.Hurt]) -> None:
    """Hurts the workbook and asks what became of each value."""
    workbook, template = opened(marked.path), marked.template
    for change in changes:
        change(workbook)
    path = folder / "присланная.xlsx"
    workbook.save(path)
    reading = read_workbook(path)
    assert reading.fault is None
    assert misread(reading) == []
    assert vanished(reading, workbook) == set()
    cells = reading.cells
    assert cells.filled == cells.used + cells.noted + cells.rejected
    sheets = [sheet for sheet in workbook if not sheet.title.startswith("_")]
    hidden = [left for left in reading.left if left.sheet.startswith("_")]
    assert cells.filled - len(hidden) == sum(map(template.school_cells, sheets))


@pytest.mark.parametrize("tags", [(), (hh.tags_cleared,)], ids=["tags", "no-tags"])
@pytest.mark.parametrize("change", [*STRUCTURE, *SURFACE], ids=lambda one: one.__name__)
def test_a_value_is_in_its_field_or_listed(
    change: h.Hurt, tags: tuple[h.Hurt, ...], marked: Marked, tmp_path: Path
) -> None:
    tried(marked, tmp_path, (*tags, change))


RENAMING = STRUCTURE[-4:]
PAIRS = [
    (*tags, one, other)
    for tags in ((), (hh.tags_cleared,))
    for one, other in combinations(STRUCTURE, 2)
    if one not in RENAMING
]
TRIED = PAIRS[::11]
"""Of all pairs, so that each change comes with two or three others; all were tried once."""


@pytest.mark.parametrize(
    "changes", TRIED, ids=lambda changes: "-".join(one.__name__ for one in changes)
)
def test_a_value_is_in_its_field_or_listed_after_two_changes(
    changes: tuple[h.Hurt, ...], marked: Marked, tmp_path: Path
) -> None:
    tried(marked, tmp_path, changes)
