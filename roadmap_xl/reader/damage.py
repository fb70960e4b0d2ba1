"""What the markup of a file tells beside its values: lost formulas and prompts, hidden rows, links.

Bytes are compared first; a sheet is walked only where they differ from the blank's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..form.derived import derived
from ..form.fields import Field, Form, Layout
from ..form.layout import column_name
from ..form.submission import Remark
from ..form.tables import PlanItem
from ..texts.typed import quoted
from ..texts.wording import counted
from .files.cells import Markup
from .files.sheet_xml import At, place_of
from .structure.imprint import Imprint
from .structure.leftovers import lost_formulas
from .structure.placed_sheet import PlacedSheet

_CELLS = ("ячейка", "ячейки", "ячеек")


@dataclass
class Damage:
    """What ordinary pasting took away, over all sheets; said in one remark."""

    unprotected: list[str] = field(default_factory=list)
    uncoloured: list[str] = field(default_factory=list)
    unprinted: list[str] = field(default_factory=list)
    formulas: int = 0
    prompts: int = 0
    locked: int = 0

    def remark(self) -> Remark | None:
        parts = [
            f"снята защита листов: {', '.join(self.unprotected)}" if self.unprotected else "",
            f"пропала раскраска листов: {', '.join(self.uncoloured)}" if self.uncoloured else "",
            f"сбиты поля печати листов: {', '.join(self.unprinted)}" if self.unprinted else "",
            f"пропали формулы — {counted(self.formulas, _CELLS)}" if self.formulas else "",
            f"пропали подсказки и списки — {counted(self.prompts, _CELLS)}" if self.prompts else "",
            f"закрыты для ввода — {counted(self.locked, _CELLS)}" if self.locked else "",
        ]
        said = "; ".join(part for part in parts if part)
        return Remark("paste-damage", words={"said": said}) if said else None


class SheetSeen(NamedTuple):
    """A sheet of the form with all that is known of it."""

    printed_as: str
    found: PlacedSheet
    imprint: Imprint
    markup: Markup
    rows: list[list[object]]
    layout: Layout

    def field_at(self) -> dict[At, Field]:
        fields = self.layout.form.fields
        return {at: fields[slot] for slot, at in self.found.places.items()}

    def has_formula(self, one: Field) -> bool:
        """The blank puts a formula of its own into this field, wherever the field stands now."""
        place = self.layout.place(one)
        return (place.row, place.column) in self.imprint.formula_at

    def cell(self, at: At) -> str:
        return f"{column_name(at[1])}{at[0] + 1}"

    def value(self, at: At) -> object:
        row, column = at
        within = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if within else None


def seen_on(sheet: SheetSeen, damage: Damage, told: Collection[int]) -> Iterator[Remark]:
    """The remarks on one sheet; what pasting took away is added to `damage`.

    `told` are the slots of computed cells of which a note says already what was typed over them.
    """
    yield from _of_formulas(sheet, damage, told)
    yield from _of_hidden_rows(sheet)
    yield from _of_struck_text(sheet)
    _of_prompts(sheet, damage)
    _of_the_whole(sheet, damage)


def _of_the_whole(sheet: SheetSeen, damage: Damage) -> None:
    """What the blank has on each of its sheets: protection, colours by condition, a print area."""
    xml, name = sheet.markup.xml, f"«{sheet.found.sheet}»"
    if b"<sheetProtection" not in xml.after_cells and not xml.walk.is_protected:
        damage.unprotected.append(name)
    if b"conditionalFormatting" not in xml.after_cells:
        damage.uncoloured.append(name)
    if not sheet.markup.has_print_area:
        damage.unprinted.append(name)


def _of_formulas(sheet: SheetSeen, damage: Damage, told: Collection[int]) -> Iterator[Remark]:
    """Formulas of the template that are gone, and those that somebody put into inputs."""
    if sheet.markup.xml.formula_cells == sheet.imprint.formulas:
        return
    formulas, fields = sheet.markup.xml.walk.formulas, sheet.field_at()
    for at, one in fields.items():
        formula = formulas.get(at)
        if formula is not None and one.is_input and not sheet.has_formula(one):
            if not formula.has_value:
                yield sheet_remark(sheet, "no-value", at, one, formula=f"={formula.text}")
            elif "[" in formula.text:
                yield sheet_remark(sheet, "linked", at, one, formula=quoted(formula.text))
        elif formula is None and not one.is_input and one.slot not in told:
            is_percent = one.kind.name == "SHARE"
            if sheet.value(at) is not None and not is_percent:
                yield sheet_remark(sheet, "formula-replaced", at, one)
            else:
                damage.formulas += 1
    if sheet.found.is_as_printed:
        lost = lost_formulas(sheet.imprint, sheet.markup)
        damage.formulas += len(lost - fields.keys())


def sheet_remark(sheet: SheetSeen, kind: str, at: At, one: Field, **words: str) -> Remark:
    value = sheet.value(at)
    shown = quoted(value) if value is not None else "пусто"
    return Remark(kind, sheet.found.sheet, sheet.cell(at), one.id, {"value": shown, **words})


def _of_hidden_rows(sheet: SheetSeen) -> Iterator[Remark]:
    xml = sheet.markup.xml
    if xml.hidden_marks == sheet.imprint.hidden_marks:
        return
    hidden = set(xml.walk.hidden_rows)
    rows = sorted(
        {row for row, column in sheet.found.places.values() if row in hidden}
        & {row for row, line in enumerate(sheet.rows) if any(v is not None for v in line)}
    )
    filled = [
        row
        for row in rows
        if any(
            sheet.value(at) is not None and one.is_input
            for at, one in sheet.field_at().items()
            if at[0] == row
        )
    ]
    if filled:
        named = ", ".join(str(row + 1) for row in filled[:12]) + (" …" if len(filled) > 12 else "")
        yield Remark("hidden-rows", sheet.found.sheet, words={"rows": named})


def _of_struck_text(sheet: SheetSeen) -> Iterator[Remark]:
    struck = sheet.markup.styles.struck
    if not struck:
        return
    styles = sheet.markup.xml.walk.styles
    for at, one in sheet.field_at().items():
        if styles.get(at) in struck and sheet.value(at) is not None:
            number = one.row.key if one.table is PlanItem else ""
            yield sheet_remark(sheet, "struck", at, one, number=number)


def _of_prompts(sheet: SheetSeen, damage: Damage) -> None:
    """Inputs without their prompt, limit or list, and inputs that are locked."""
    if not sheet.found.is_as_printed:
        return
    if missing := sheet.imprint.validated - sheet.markup.xml.validated_names:
        areas = [_area(text) for text in sheet.markup.xml.walk.validated]
        covered = [area for area in areas if area]
        damage.prompts += sum(not _within(name, covered) for name in missing)
    styles = sheet.markup.xml.usual_styles
    used = [styles[name] for name in _inputs(sheet.layout.form)[sheet.printed_as] if name in styles]
    if locked := {style for style in set(used) if int(style) not in sheet.markup.styles.unlocked}:
        damage.locked += sum(style in locked for style in used)


@derived
def _inputs(form: Form) -> Mapping[str, list[bytes]]:
    """By sheet, the cells of its inputs, where the blank has them."""
    found: dict[str, list[bytes]] = {sheet: [] for sheet in form.layout.sheets}
    for place, one in form.layout.at.items():
        if one.is_input:
            found[place.sheet].append(place.cell.encode())
    return found


def _area(text: str) -> tuple[At, At] | None:
    first, _, last = text.partition(":")
    start, end = place_of(first), place_of(last or first)
    return (start, end) if start and end else None


def _within(name: str, areas: list[tuple[At, At]]) -> bool:
    at = place_of(name)
    return at is not None and any(
        top <= at[0] <= bottom and left <= at[1] <= right for (top, left), (bottom, right) in areas
    )
