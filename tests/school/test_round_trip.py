"""Workbook → document → import: the same submission in every field that the paper carries.

What the paper carries is said here once more, from the form and the document, not from the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from demo_files import demo_files
from examples import examples
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from reading_workbooks import LAYOUT, SheetsInMemory
from typed_values import INPUTS, RAW

from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import Field, Form
from roadmap_xl.form.submission import Submission
from roadmap_xl.form.tables import Indicator, PlanItem
from roadmap_xl.reader.workbook import Reading, read_cells, read_workbook
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.school.document import paper_of
from roadmap_xl.school.from_word import import_file
from roadmap_xl.school.paper.whole import document_bytes
from roadmap_xl.school.word.document import read_document
from roadmap_xl.texts.numbers import percent_in
from roadmap_xl.texts.typed import as_text

DAY = date(2026, 11, 25)
BESIDE = ("meta.school_name", "sgn.date")
"""Fields that the old document has no column for, and the paper a line."""
IN_LINES = ("prob.", "sgn.date")
"""They stand in a line with their label: a second line is a line of its own."""


def on_paper(form: Form) -> list[Field]:
    """The inputs of the document's own tables, and those printed beside them."""
    return [
        one
        for one in form.fields
        if one.is_input and (one.id in BESIDE or not (one.spec.added or one.id.startswith("acc.")))
    ]


def printed(reading: Reading, one: Field) -> object:
    """What the paper says in a field: computed percents in place of typed ones, refused texts."""
    submission = submission_of(reading)
    if one.table is Indicator and one.column in ("y1", "y2"):
        pct = submission.form.field(Indicator, one.row.key, f"{one.column}_pct")
        if pct is not None and submission.computed[pct.slot] is not None:
            return close(submission.computed[pct.slot])
    if one.slot in submission.rejected:
        text = as_text(reading.raw[one.slot]).strip()
        return text if one.kind is Kind.FREE else ("refused", text)  # on paper a day is a text
    value = submission.values[one.slot]
    if one.kind is Kind.FREE and isinstance(value, str) and (share := percent_in(value)):
        value = share  # «91%» typed as a text is on paper what 91 % is
    return close(plainly(value))


def plainly(value: object) -> object:
    """A text as lines on paper: no empty ones at its ends, no tab that only parts words."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r", "\n").split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines) or None


def close(value: object) -> object:
    return float(f"{value:.12g}") if isinstance(value, int | float) else value


def submission_of(reading: Reading) -> Submission:
    assert reading.submission is not None, reading.fault
    return reading.submission


def packed(reading: Reading) -> dict[str, object]:
    """By field, what the paper says; the plan's own rows close up, because only filled ones are
    printed.
    """
    form = submission_of(reading).form
    said = {one.id: printed(reading, one) for one in on_paper(form)}
    for section in {item.headings[0] for item in form.edition.plan_items}:
        own = [i for i in form.edition.plan_items if i.kind == "own" and i.headings[0] == section]
        rows = [[one.id for one in form.fields_of(PlanItem, item.key)] for item in own]
        filled = [
            [said[key] for key in row] for row in rows if any(said[key] is not None for key in row)
        ]
        filled += [[None] * len(rows[0])] * (len(rows) - len(filled))
        for row, values in zip(rows, filled, strict=True):
            said |= dict(zip(row, values, strict=True))
    return said


def again(reading: Reading, folder: Path) -> Reading:
    """The reading of its paper."""
    paper = paper_of(reading)
    path = folder / "документ.docx"
    path.write_bytes(document_bytes(paper.submission, paper.state, created=DAY))
    return read_document(path)


def differing(before: Reading, after: Reading) -> Iterator[tuple[str, object, object]]:
    wanted, found = packed(before), packed(after)
    rows = [line.spec.key for line in submission_of(before).form.layout.block("pln").lines]
    for key in wanted:
        if wanted[key] != found[key] and not is_of_section(key, wanted, found, rows):
            yield key, wanted[key], found[key]


def is_of_section(
    key: str, wanted: dict[str, object], found: dict[str, object], rows: list[str]
) -> bool:
    """A blank of an activity: the paper shows there what the nearest heading says for all.

    Where that says «то же», it is what stands in the row above; `rows` are the plan's in order.
    """
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if table != "pln" or wanted[key] is not None:
        return False
    numbers = row.rpartition("-")[0].split(".")
    above = [f"pln.{'.'.join(numbers[:n])}.{column}" for n in range(len(numbers), 0, -1)]
    said = {
        next((side[one] for one in above if side.get(one) is not None), None)
        for side in (wanted, found)
    }
    if "то же" in said:
        said.add(found.get(f"pln.{rows[rows.index(row) - 1]}.{column}"))
    return found[key] in said


@pytest.mark.parametrize("key", ["2020", "2026"])
def test_every_example_comes_back_from_its_paper(key: str, tmp_path: Path) -> None:
    for file in demo_files(tmp_path, key):
        before = read_workbook(file.path)
        after = again(before, tmp_path)
        assert list(differing(before, after)) == [], file.path.name
        assert after.left == ()
        assert after.edition == key
        # A school without graduates says so on paper, in place of its exams.
        assert submission_of(after)["meta.grade11"] == submission_of(before)["meta.grade11"]
        cells = after.cells
        assert (cells.rejected, cells.filled) == (0, cells.used + cells.noted)


def test_what_was_imported_is_checked_as_the_workbook_was(tmp_path: Path) -> None:
    """The findings on what the paper carries are those of the workbook it was printed from."""
    source = next(
        file.path for file in demo_files(tmp_path)
        if "полевская" in file.path.name
    )  # fmt: skip
    before = read_workbook(source)
    again(before, tmp_path)
    done = import_file(tmp_path / "документ.docx", tmp_path / "книга.xlsx", created=DAY)
    relations = ("EGE", "BM-", "ORG", "PRB", "PSP", "YR-")
    first, second = (
        {(f.code, f.field, f.message) for f in check_submission(submission_of(reading))
         if f.code.startswith(relations)}
        for reading in (before, read_workbook(tmp_path / "книга.xlsx"))
    )  # fmt: skip
    assert done.reading.left == ()
    assert first == second
    assert first


# --- whatever stands in the cells ---


def told_apart(raw: Mapping[str, object]) -> dict[str, object]:
    """Without what no line of a paper tells apart: a minus and its dash, two lines and one."""
    return {
        key: value
        for key, value in raw.items()
        if not (key == "org.participants_persons" and str(value).lstrip().startswith("-"))
        and not (key.startswith(IN_LINES) and "\n" in str(value))
        and not (isinstance(value, float) and 0 < abs(value) < 1e-6)  # percents beyond any number
    }


MANY = st.dictionaries(st.sampled_from(INPUTS), RAW, min_size=60, max_size=200).map(told_apart)


@given(MANY)
@examples(
    15, suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),
)  # fmt: skip
def test_any_submission_comes_back_from_its_paper(
    tmp_path_factory: pytest.TempPathFactory, raw: dict[str, object]
) -> None:
    before = read_cells(SheetsInMemory(raw), "школа.xlsx", "0" * 64)
    after = again(before, tmp_path_factory.mktemp("paper"))
    assert list(differing(before, after)) == []
    assert LAYOUT.edition.key == after.edition
