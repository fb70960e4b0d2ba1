"""Nothing is lost on an import, nothing goes to another field: each cell says its own thing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from examples import examples
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from whole_document import Whole

from roadmap_xl.form.fields import form_of
from roadmap_xl.reader.workbook import Reading
from roadmap_xl.school.word.document import read_document
from roadmap_xl.texts.typed import as_text

FORM = form_of("2020")


def told(reading: Reading) -> dict[str, set[str]]:
    """By field, what it holds or a note says of it; under "", what is left."""
    submission = reading.submission
    assert submission is not None, reading.fault
    found: dict[str, set[str]] = {"": {str(one.value) for one in reading.left}}
    for slot, raw in reading.raw.items():
        found.setdefault(FORM.fields[slot].id, set()).add(as_text(raw))
    for note in submission.notes:
        if note.kind == "merged":  # said of a cell that it covers, too
            continue
        said = note.raw.strip("«»").removesuffix("%")
        found.setdefault(FORM.fields[note.slot].id, set()).add(said)
    return found


def lost_or_misplaced(whole: Whole, reading: Reading) -> list[tuple[str, str | None]]:
    """The marks that stand neither in their field nor, if it has none, among what is left."""
    found = told(reading)
    return [
        (mark, owner)
        for mark, owner in whole.owner.items()
        if not any(mark in text for text in (*found.get(owner or "", ()), *found[""]))
    ]


def taken_wrongly(whole: Whole, reading: Reading) -> list[tuple[str, str]]:
    """The fields that hold a mark which is another's, or nobody's."""
    return [
        (field_id, text)
        for field_id, texts in told(reading).items()
        for text in texts
        if field_id and whole.owner.get(text, field_id) != field_id
    ]


@given(st.integers(0, 10**9))
@examples(
    40, suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),
)  # fmt: skip
def test_each_value_is_in_its_field_or_listed(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    whole = Whole(FORM, Random(seed))
    path = tmp_path_factory.mktemp("whole") / "документ.docx"
    path.write_bytes(whole.bytes())
    reading = read_document(path)
    assert lost_or_misplaced(whole, reading) == []
    assert taken_wrongly(whole, reading) == []
    cells = reading.cells
    assert cells.filled == cells.used + cells.noted + cells.rejected == whole.places


def test_a_plain_document_leaves_nothing(tmp_path: Path) -> None:
    """The marks of the form's own cells are in their fields, where nothing is bent."""
    whole = Whole(FORM, Random(1))
    whole.stray = list  # type: ignore[method-assign]
    whole.rng.random = lambda: 0.99  # type: ignore[method-assign]
    path = tmp_path / "документ.docx"
    path.write_bytes(whole.bytes())
    reading = read_document(path)
    assert reading.left == ()
    assert lost_or_misplaced(whole, reading) == []
    assert reading.cells.filled == whole.places
