"""From what stands in a cell to what it stands for, by the kind of its field."""

from __future__ import annotations

from ..form.columns import Kind
from ..form.edition import Edition
from ..form.fields import Field
from ..form.rows import ProblemCountRow
from ..form.vocabulary import NOT_APPLICABLE
from ..texts.squeezing import squeezed
from .cleaned import Cleaned, Open
from .number_cells import bare_number, clean_number, with_part
from .text_cells import clean_choice, clean_date, clean_text
from .typed_text import number_text


def clean(raw: object, field: Field, edition: Edition) -> Cleaned:
    """One non-empty cell, whatever stands in it; never raises.

    What only its row can decide is left `open`; `settling` closes it.
    """
    if field.kind is Kind.SHARE and raw in NOT_APPLICABLE:
        return Cleaned(str(raw))
    if isinstance(raw, str) and _names_a_part(field) and (part := with_part(raw)):
        return part
    if field.kind.is_number:
        return clean_number(raw, field.kind)
    if field.kind is Kind.CHOICE:
        return clean_choice(raw, field, edition.options(field.spec.options or ""))
    if field.kind is Kind.DATE:
        return clean_date(raw, field)
    if field.kind is Kind.FREE:
        return _clean_free(raw, field)
    return clean_text(raw, field)


def _names_a_part(field: Field) -> bool:
    return isinstance(field.row, ProblemCountRow) and field.row.of_which


def _clean_free(raw: object, field: Field) -> Cleaned:
    """A number or words: a text that is only a number becomes one, other words stay."""
    if isinstance(raw, bool):
        return clean_text(raw, field)
    if not isinstance(raw, str):
        return clean_number(raw, field.kind)
    if (number := bare_number(raw)) is not None:
        cleaned = clean_number(number, field.kind)
        return cleaned._replace(note="number-as-text", says=number_text(number))
    text = squeezed(raw)
    if text and not text.strip("-") and field.row.kind != "own":
        return Cleaned(open=Open.DASH)
    return clean_text(raw, field)
