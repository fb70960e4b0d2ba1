"""What the markup of the gathered sheets adds: remarks on them and on what is beside the cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..form.layout import MACRO_TEXTS
from ..form.submission import Remark
from ..texts.typed import quote_value
from ..workbook.repair_notes import seal_of
from .damage import Damage, remarks_on_sheet
from .files.cells import Beside, Cells
from .files.sheet_xml import place_of
from .structure.gathering import Gathered

LOOKED_UP = ("_checks", "_rows", "_lists")
"""Hidden sheets that the formulas, the lists and the prompts of a blank look at."""
LONGEST_COMMENT = 500
"""Characters of a comment that a message repeats; a repaired copy lists all of it."""


def remarks_on_markup(
    found: Gathered, overtyped: Collection[int], shown: Collection[int]
) -> list[Remark]:
    """The remarks on all sheets whose markup is known, what pasting took away in one.

    `overtyped` are the slots of computed cells that have a note, `shown` those that show «Баллы» or
    «Предложения».
    """
    damage = Damage(shown)
    remarks: list[Remark] = []
    for sheet in found.sheets.values():
        if sheet.markup is not None:
            remarks += remarks_on_sheet(sheet, sheet.markup, damage, overtyped)
    pasted = damage.remark()
    return [*remarks, pasted] if pasted else remarks


def remarks_on_file(cells: Cells) -> Iterator[Remark]:
    """How it is saved, whose macros it has, and which hidden sheets of the blank it lacks."""
    names = cells.sheet_names
    if cells.saved_as:
        yield Remark("saved-as", words={"ext": cells.saved_as})
    if cells.beside.has_macros and MACRO_TEXTS not in names:  # the blank's own need no remark
        yield Remark("macros")
    if lost := [name for name in LOOKED_UP if name not in names]:
        yield Remark("service-lost", words={"sheets": ", ".join(f"«{name}»" for name in lost)})


def remarks_on_comments(found: Gathered, beside: Beside) -> Iterator[Remark]:
    """One for each comment on any sheet, at its field where it has one."""
    sheets = {sheet.name: sheet for sheet in found.sheets.values()}
    for sheet, comments in beside.comments.items():
        field_at = sheets[sheet].field_at if sheet in sheets else {}
        for comment in comments:
            one = field_at.get(place_of(comment.cell) or (-1, -1))
            field = one.id if one else ""
            words = {"text": quote_value(comment.text, LONGEST_COMMENT), "all": comment.text}
            yield Remark("comment", sheet, comment.cell, field, words)


def remarks_on_others(beside: Beside, own: Collection[str]) -> Iterator[Remark]:
    """One for each thing beside the cells; `own` are the seals of the blank's drawn texts."""
    for sheet, others in beside.others.items():
        for one in others:
            if seal_of(one.text) not in own:
                words = {"what": one.what, "text": quote_value(one.text, LONGEST_COMMENT)}
                yield Remark("beside", sheet, one.cell, words={**words, "all": one.text})
