"""A piece of the sheet around a fault shows what Excel shows there, and nothing that is hidden."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.school.excerpts import Excerpt, excerpts

SHEET = "ЕГЭ"


@pytest.fixture
def book(demo_district: DemoResult) -> Path:
    return demo_district.real_school.parent / "полевская.xlsx"


def piece(book: Path, cell: str, sheet: str = SHEET) -> Excerpt:
    return excerpts(book, [(sheet, cell)])[sheet, cell]


def test_rows_and_columns_are_named_and_filled_as_in_excel(book: Path) -> None:
    """Compared with what openpyxl reads, cell by cell."""
    found = piece(book, "D9")
    sheet = load_workbook(book, data_only=True)[SHEET]
    assert (found.row, found.column) == (9, "D")
    assert [number for number, _ in found.rows] == [5, 8, 9, 10]
    for number, texts in found.rows:
        for letter, text in zip(found.columns, texts, strict=True):
            value = sheet[f"{letter}{number}"]
            if "%" in value.number_format and isinstance(value.value, float | int):
                assert text == f"{value.value * 100:.0f} %"
            else:
                assert text == str("" if value.value is None else value.value)


def test_heads_are_those_of_the_cells_own_table(book: Path) -> None:
    """Base mathematics stands below ЕГЭ under heads of its own."""
    heads = dict(piece(book, "D25").rows)[23]
    assert [text for text in heads if text][:4] == ["Математика базовая", "Всего", "2", "%"]


@pytest.mark.parametrize("cell", ["D9", "B5", "Q20", "9", "D9:D12"])
def test_nothing_hidden_is_shown(book: Path, cell: str) -> None:
    found = piece(book, cell)
    assert "A" not in found.columns
    assert not any(text.startswith(("ege.", "bm.", "#")) for _, row in found.rows for text in row)


@pytest.mark.parametrize(
    "place", [(SHEET, "D9999"), (SHEET, "ZZZZ1"), ("Нет такого", "D9"), (SHEET, ""), (SHEET, "0")]
)
def test_a_place_that_is_not_there_has_no_piece(book: Path, place: tuple[str, str]) -> None:
    assert excerpts(book, [place, (SHEET, "D9")]).keys() == {(SHEET, "D9")}


def test_a_file_that_cannot_be_read_has_none(tmp_path: Path) -> None:
    damaged = tmp_path / "x.xlsx"
    damaged.write_bytes(b"PK\3\4 and then nothing")
    assert excerpts(damaged, [(SHEET, "D9")]) == {}
