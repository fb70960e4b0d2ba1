"""The sheet «Контроли» when an edition is built: its fields found, its examples tried."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import Any

from ..expressions.python import BROKEN, HOLDS
from ..form.edition import Edition
from ..form.fields import Field, Form
from ..form.rows import Control
from ..form.submission import Value, blank
from ..rules.checklist import checklist_of
from ..rules.own import code_of, fault_of
from .reading import EditionBook
from .rows import Entry
from .sheets import CONTROLS
from .values import CellFault, field_meant

_FIELDS = ("field", "other", "other2", "other3", "other4")
_WORDS = {"holds": HOLDS, "fails": BROKEN}


def find_fields(book: EditionBook, edition: Edition) -> None:
    """Puts ids in place of what the cells call the fields; a text that names none is a finding."""
    form = Form(edition)
    rows = book.entries[CONTROLS.name]
    book.entries[CONTROLS.name] = [
        replace(one, values=_with_ids(book, form, one)) if one.is_active else one for one in rows
    ]


def _with_ids(book: EditionBook, form: Form, one: Entry) -> dict[str, Any]:
    values = dict(one.values)
    for column in CONTROLS.columns:
        if column.name in _FIELDS and column.name in values:
            try:
                values[column.name] = field_meant(form, str(values[column.name]))
            except CellFault as fault:
                cell = book.cell_of(CONTROLS.name, one, column.title)
                book.fault("EDT-012", CONTROLS.name, cell, fault.message, fault.fix)
    return values


def check_controls(book: EditionBook, edition: Edition) -> None:
    """Whether each control fits together, and says ✓ and ✗ of its examples."""
    form = Form(replace(edition, controls=()))
    entries = {one.key: one for one in book.entries[CONTROLS.name]}
    for control in edition.controls:
        field, *others = (form.by_id[name] for name in (control.field, *control.others))
        entry = entries[control.key]
        if fault := fault_of(control, field, others):
            cell = book.cell_of(CONTROLS.name, entry, "Сравнение")
            message = f"{fault[:1].upper()}{fault[1:]}"
            book.fault("EDT-012", CONTROLS.name, cell, message, "Исправьте строку контроля.")
        else:
            _try_examples(book, edition, control, entry, (field, *others))


def _try_examples(
    book: EditionBook, edition: Edition, control: Control, entry: Entry, fields: tuple[Field, ...]
) -> None:
    form = Form(replace(edition, controls=(control,)))
    checklist = checklist_of(form)
    check = next(one for one in checklist.checks if one.rule.code == code_of(control))
    titles = {column.name: column.title for column in CONTROLS.columns}
    for name, wanted in _WORDS.items():
        cell = book.cell_of(CONTROLS.name, entry, titles[name])
        typed = str(getattr(control, name))
        values = _values(typed, fields)
        if values is None:
            book.fault(
                "EDT-012", CONTROLS.name, cell, f"Пример «{typed}» не подходит к графам контроля.",
                f"Впишите значений: {len(fields)}, через точку с запятой; пустое — тоже значение.",
            )  # fmt: skip
            continue
        submission = blank(form, values)
        verdict = check.verdict(checklist.raw_cell_values(submission.values))
        if verdict != wanted:
            answer = {HOLDS: "верно", BROKEN: "неверно"}.get(verdict, "контроль не спрашивается")
            book.fault(
                "EDT-012", CONTROLS.name, cell, f"Пример «{typed}»: получается «{answer}».",
                "Исправьте пример или контроль: они противоречат друг другу.",
            )  # fmt: skip


def _values(typed: str, fields: tuple[Field, ...]) -> dict[str, Value] | None:
    """By id the example's values; None where they are too few, too many or no numbers."""
    pieces = [piece.strip() for piece in typed.split(";")]
    if len(pieces) != len(fields):
        return None
    found: dict[str, Value] = {}
    for field, piece in zip(fields, pieces, strict=True):
        if not piece:
            continue
        if field.kind.is_number:
            try:
                number = float(piece.rstrip("%").replace(",", "."))
            except ValueError:
                return None
            if not isfinite(number):
                return None
            found[field.id] = number / 100 if piece.endswith("%") else number
        else:
            found[field.id] = piece
    return found
