"""Percents without their sign: what a school's cell was taken for, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from reading_workbooks import LAYOUT, read, written

from roadmap_xl.reader.workbook import Reading, read_workbook
from roadmap_xl.rules.checking import check_submission

CELL = "ind.1.2-1.y1"
KNOWN: Mapping[str, object] = {f"{CELL}.num": 18, f"{CELL}.den": 21}
"""18 of 21: computed are 85,7, that is 86%."""
PERCENT, GENERAL = "0%", "General"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The blank in another program, in which one after the other types.

    Without its sheets of formulas, which no cell of a school is read by.
    """
    book = load_workbook(written(tmp_path_factory.mktemp("blank") / "бланк.xlsx", {}))
    for name in ("_checks", "_rows"):
        del book[name]
    return book


def sent(
    book: Workbook, path: Path, value: object, number_format: str, around: Mapping[str, object]
) -> Reading:
    """A real file: the blank, with these cells pasted over, the first with this format."""
    typed = {CELL: value, **around}
    places = [LAYOUT.place(LAYOUT.form.by_id[field_id]) for field_id in typed]
    cells = [book[place.sheet][place.cell] for place in places]
    before = [(cell.value, cell.number_format) for cell in cells]
    for cell, raw in zip(cells, typed.values(), strict=True):
        cell.value = raw
    cells[0].number_format = number_format
    book.save(path)
    for cell, (raw, was) in zip(cells, before, strict=True):
        cell.value, cell.number_format = raw, was
    return read_workbook(path)


def codes(reading: Reading) -> list[str]:
    """The codes of what was said of the cell."""
    assert reading.submission is not None
    return [f.code for f in check_submission(reading.submission) if f.field == CELL]


OTHER_ROW = {"ind.1.2-3.y1": 19, "ind.1.2-3.y1.num": 4, "ind.1.2-3.y1.den": 21}
"""A neighbour in the same column: 19 is what 4 of 21 give."""


@pytest.mark.parametrize(
    ("value", "number_format", "around", "taken", "said"),
    [
        (0.86, PERCENT, KNOWN, 0.86, []),
        (0.86, GENERAL, KNOWN, 0.86, []),
        ("86%", GENERAL, KNOWN, 0.86, ["TXT-001"]),
        ("86", GENERAL, KNOWN, 0.86, ["TXT-014"]),
        (86, GENERAL, KNOWN, 0.86, ["TXT-014"]),
        (86, PERCENT, KNOWN, 0.86, ["TXT-015"]),
        (85, GENERAL, KNOWN, 0.85, ["IND-014", "TXT-014"]),
        (0.85, PERCENT, KNOWN, 0.85, ["IND-014"]),
        (0.84, PERCENT, KNOWN, 0.84, ["IND-003"]),
        ("86 % (18 чел)", GENERAL, KNOWN, 0.86, ["TXT-016"]),
        (18, GENERAL, KNOWN, 18, ["IND-002"]),
        (4, PERCENT, {"ind.1.2-1.unit": "4"}, 4, ["IND-002"]),
        (227, GENERAL, {}, 227, ["IND-002"]),
        (86, GENERAL, {"ind.1.2-1.unit": "%"}, 0.86, ["IND-004", "TXT-014"]),
        (86, GENERAL, {}, 86, ["IND-002"]),
        (86, GENERAL, OTHER_ROW, 0.86, ["IND-004", "TXT-014"]),
        (1, GENERAL, {f"{CELL}.num": 1, f"{CELL}.den": 100}, 0.01, ["TXT-014"]),
        (1, GENERAL, {f"{CELL}.num": 21, f"{CELL}.den": 21}, 1, []),
        (1, PERCENT, {f"{CELL}.num": 21, f"{CELL}.den": 21}, 1, []),
        (0.5, GENERAL, OTHER_ROW, 0.005, ["IND-004", "TXT-014"]),
        (0.5, PERCENT, OTHER_ROW, 0.5, ["IND-004"]),
        (-49, GENERAL, KNOWN, -49, ["IND-002"]),
    ],
)
def test_what_the_cell_was_taken_for(
    value: object,
    number_format: str,
    around: Mapping[str, object],
    taken: float,
    said: list[str],
    opened: Workbook,
    tmp_path: Path,
) -> None:
    reading = sent(opened, tmp_path / "школа.xlsx", value, number_format, around)
    assert reading.submission is not None
    assert reading.submission[CELL] == pytest.approx(taken)
    assert sorted(codes(reading)) == said


@pytest.mark.parametrize(
    ("around", "why"),
    [
        (KNOWN, "так выходит по расчёту"),
        ({"ind.1.2-1.unit": "%"}, "единица измерения — %"),
        (OTHER_ROW, "как в соседних ячейках"),
    ],
)
def test_the_message_says_what_decided(around: Mapping[str, object], why: str) -> None:
    submission = read({CELL: 86, **around}).submission
    assert submission is not None
    (message,) = [
        f.message for f in check_submission(submission) if (f.field, f.code) == (CELL, "TXT-014")
    ]
    assert message == f"«86» прочитано как 86%: {why}."


CELLS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=12), st.integers(-10, 300), st.floats(),
    st.sampled_from(["86%", "86", "0,86", "-", "не применимо", "86 % (18 чел)", "н/д", "1"]),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([CELL, "ind.1.2-1.y2", "ind.1.2-3.y1"]), CELLS))
def test_any_cell_ends_in_one_class(raw: dict[str, object]) -> None:
    counts = read({**KNOWN, **raw}).cells
    assert counts.filled == counts.used + counts.noted + counts.rejected
