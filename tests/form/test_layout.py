"""Each field of the form has one place of its own, found again by the hidden tags."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest
from click.testing import CliRunner

from roadmap_xl.cli import commands
from roadmap_xl.form.fields import Layout, form_of
from roadmap_xl.form.layout import CHECK_COLUMN, TAG_COLUMN, column_name
from roadmap_xl.form.loading import editions


@pytest.fixture(params=editions())
def layout(request: pytest.FixtureRequest) -> Layout:
    return form_of(request.param).layout


def test_every_field_has_a_place_and_no_two_share_one(layout: Layout) -> None:
    places = [layout.place(field) for field in layout.form.fields]
    assert len(places) == len(set(places)) == len(layout.at)


def test_a_place_leads_back_to_its_field(layout: Layout) -> None:
    for field in layout.form.fields:
        assert layout.at[layout.place(field)] is field


def test_a_field_is_found_by_the_tags_of_its_row_and_column(layout: Layout) -> None:
    found = {
        field.id: (block.sheet, line.row, dict(block.columns)[tag])
        for block in layout.blocks
        for line in block.lines
        for tag, field in layout.fields_on(block, line)
    }
    places = {field.id: layout.place(field) for field in layout.form.fields}
    assert found == {key: (p.sheet, p.row, p.column) for key, p in places.items()}


def test_tags_are_unique(layout: Layout) -> None:
    tags = [(block.sheet, line.tag) for block in layout.blocks for line in block.lines]
    tags += [(block.sheet, f"#{block.name}") for block in layout.blocks]
    assert [tag for tag, n in Counter(tags).items() if n > 1] == []
    for block in layout.blocks:
        columns = dict(block.columns)
        assert len(columns) == len(block.columns) == len(set(columns.values())), block.name


def test_no_field_stands_where_the_tags_do(layout: Layout) -> None:
    tag_rows = {(block.sheet, block.tag_row) for block in layout.blocks}
    for place in layout.at:
        assert place.column > TAG_COLUMN
        assert (place.sheet, place.row) not in tag_rows


def test_blocks_of_a_sheet_follow_each_other(layout: Layout) -> None:
    for sheet in {block.sheet for block in layout.blocks}:
        blocks = layout.on(sheet)
        for above, below in pairwise(blocks):
            assert above.last_row < below.tag_row, (above.name, below.name)
        for block in blocks:
            rows = [line.row for line in block.lines]
            assert rows == sorted(set(rows))
            assert block.tag_row <= block.header_row < rows[0]


def test_the_column_of_checks_is_right_of_every_field(layout: Layout) -> None:
    for place in layout.at:
        if place.sheet in CHECK_COLUMN:
            assert place.column < CHECK_COLUMN[place.sheet], place


def test_subjects_stand_in_the_documents_order(layout: Layout) -> None:
    keys = [subject.key for subject in layout.edition.subjects]
    places = [layout.place(layout.form.by_id[f"ege.{key}.total"]) for key in keys]
    assert [place.row for place in places] == list(
        range(places[0].row, places[0].row + len(places))
    )
    assert len({place.column for place in places}) == 1


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_column_names(column: int, letters: str) -> None:
    assert column_name(column) == letters


def test_a_form_with_other_rows_has_another_mark() -> None:
    """A year that changes no row has the same; a copied file of a year has to pass."""
    forms = {tuple(field.id for field in form_of(key).layout.form.fields) for key in editions()}
    assert len({form_of(key).layout.hash for key in editions()}) == len(forms) > 1


def test_the_command_lists_every_field(layout: Layout) -> None:
    key = layout.edition.key
    answer = CliRunner().invoke(commands, ["layout", "--edition", key, "--format", "json"])
    assert answer.exit_code == 0
    listed = {field["id"]: field for field in json.loads(answer.output)["fields"]}
    assert set(listed) == set(layout.form.by_id)
    for field_id, field in layout.form.by_id.items():
        place = layout.place(field)
        assert (listed[field_id]["sheet"], listed[field_id]["cell"]) == (place.sheet, place.cell)
        assert listed[field_id]["kind"] == field.kind.value
        assert listed[field_id]["input"] == field.is_input
        assert listed[field_id]["label"].strip()
