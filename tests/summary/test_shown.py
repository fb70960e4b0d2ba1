"""A summary on the page shows what the workbook holds: compared with openpyxl's own reading."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.summary.explain.shown import ReadingError, ShownSummary, shown_number


@pytest.fixture(scope="module")
def book(demo_district: DemoResult) -> Path:
    return demo_district.summary


def test_every_number_of_a_sheet_is_shown_where_it_stands(book: Path) -> None:
    workbook = load_workbook(book, data_only=True)
    summary = ShownSummary(book)
    for name in ("Предметы", "Средние баллы", "Показатели"):
        sheet = workbook[name]
        numbers = {
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            and not sheet.column_dimensions[cell.column_letter].hidden
        }  # fmt: skip
        shown = summary.sheet(name)
        found = {cell.cell for row in (*shown.heads, *shown.rows) for cell in row if cell.cell}
        assert found == numbers


def test_hidden_sheets_rows_and_tags_are_not_shown(book: Path) -> None:
    summary = ShownSummary(book)
    assert [one for one in summary.sheets if one.startswith("_")] == []
    for name in summary.sheets:
        sheet = summary.sheet(name)
        texts = [cell.text for row in (*sheet.heads, *sheet.rows) for cell in row]
        assert not any(text.startswith(("=", "~", "ege.", "avg.")) for text in texts)


def test_a_charts_numbers_are_those_of_its_sheet(book: Path) -> None:
    """«Участники по диапазонам»: bands of Russian as «Предметы» has them."""
    chart = next(one for one in ShownSummary(book).charts() if one.is_of_parts)
    sheet = load_workbook(book, data_only=True)["Предметы"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Русский язык")
    assert chart.categories[0] == f"Русский язык: {row[1]:g}"
    assert [one.values[0] for one in chart.series] == [row[at] for at in range(2, 16, 2)]
    assert all(one.colour.startswith("#") and len(one.colour) == 7 for one in chart.series)


NUMBERS = [
    (0.286, "0%", "29 %"), (0.285, "0.0%", "28,5 %"), (0.125, "0%", "13 %"), (12.5, "0", "13"),
    (68.649, "0.0", "68,6"), (3.0, "0;;", "3"), (3.25, "General", "3,25"), (0.0, "0%", "0 %"),
    (1234.5, "", "1234,5"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown", "text"), NUMBERS)
def test_a_number_is_shown_as_its_format_shows_it(value: float, shown: str, text: str) -> None:
    assert shown_number(value, shown) == text


def test_what_is_no_summary_is_said(tmp_path: Path, demo_district: DemoResult) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    for path in (tmp_path / "x.xlsx", demo_district.real_school):
        with pytest.raises(ReadingError, match="Соберите её снова"):
            ShownSummary(path)
