"""Numbers of last year's workbook in a new blank: asked about until they change or are accepted.

`_meta` keeps each beside its field's id, so that the workbook and a reader know which cells still
hold what nobody has typed this year.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from ..expressions.excel import excel_text
from ..expressions.numbers import show_value
from ..form.fields import Field, Layout
from ..form.layout import column_name
from ..form.prefilled import still_carried
from ..form.submission import Submission
from ..rules.checking import words_of
from ..rules.findings import Severity
from ..rules.of_files.carried import CARRIED_NUMBER
from .live import META, Addresses, Live, text_constant
from .seals import ID_COLUMN, NUMBER_COLUMN

WEIGHT = Severity.WARNING.weight


class CarriedNumbers:
    """What a workbook asks about the numbers of its submission that were carried over."""

    def __init__(self, layout: Layout, addresses: Addresses, submission: Submission) -> None:
        self._layout, self._addresses, self._submission = layout, addresses, submission
        self._still = {field.slot for field in still_carried(submission)}
        self._rows = {
            layout.form.by_id[field_id].slot: row
            for row, field_id in enumerate(submission.carried, start=1)
        }
        """By slot, the row of `_meta`, from 1."""

    def __contains__(self, field: Field) -> bool:
        return field.slot in self._rows

    def write(self, meta: Worksheet) -> None:
        for row, (field_id, number) in enumerate(self._submission.carried.items()):
            meta.write_string(row, ID_COLUMN, field_id)
            meta.write_number(row, NUMBER_COLUMN, number)

    def weight(self, field: Field) -> Live:
        """The weight of the question while it stands; then 0."""
        still, accepted = self._still_there(field), self._is_accepted(field)
        value = WEIGHT if still.value and not accepted.value else 0
        return Live(f"IF({still.formula},IF({accepted.formula},0,{WEIGHT}),0)", value)

    def beside(self, field: Field, words: Live, weight: Live) -> Live:
        """What is said beside the row: the question, where its checks find nothing."""
        number = self._submission.carried[field.id]
        question = CARRIED_NUMBER.text(words_of(field) | {"value": show_value(number)})
        own = self.weight(field)
        formula = f"IF(AND({weight.formula[1:]}=0,{own.formula}>0),{text_constant(question)},"
        shows = own.value and not weight.value
        return Live(f"={formula}{words.formula[1:]})", question if shows else words.value)

    def painted(self, field: Field, weight: Live | None) -> Live:
        """The weight that a cell is painted by."""
        own = self.weight(field)
        if weight is None:
            return Live(f"={own.formula}", own.value)
        heavier = max(float(weight.value), float(own.value))
        return Live(f"=MAX({weight.formula[1:]},{own.formula})", heavier)

    def keys(self) -> Iterator[Live]:
        """What each is accepted by on «Проверка», as a part of a formula; else an empty text."""
        for slot in self._rows:
            field = self._layout.form.fields[slot]
            still, key = self._still_there(field), self._key(field)
            formula = f'IF({still.formula},{key.formula},"")'
            yield Live(formula, key.value if still.value else "")

    def _still_there(self, field: Field) -> Live:
        cell = self._addresses.own_cell(field.slot)
        there = f"{META}!${column_name(NUMBER_COLUMN)}${self._rows[field.slot]}"
        formula = f"IFERROR(IF(COUNT({cell})=1,{cell}={there},FALSE),FALSE)"
        return Live(formula, int(field.slot in self._still))

    def _is_accepted(self, field: Field) -> Live:
        (what, why), key = self._addresses.accepted, self._key(field)
        formula = f"IFERROR(SUMPRODUCT(({what}={key.formula})*(LEN({why})>0))>0,FALSE)"
        return Live(formula, int(str(key.value) in self._submission.accepted))

    def _key(self, field: Field) -> Live:
        place = self._layout.place(field)
        before = f"{CARRIED_NUMBER.code} {place.sheet}, {column_name(place.column)}"
        formula = f"({excel_text(before)}&{self._addresses.row_of(field.slot)})"
        return Live(formula, f"{before}{place.row + 1}")
