"""What the markup of a file shows beside its values: lost formulas and prompts, hidden rows, links.

Bytes are compared first; a sheet is walked only where they differ from the blank's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ..form.derived import derived
from ..form.fields import Form
from ..form.submission import Remark
from ..texts.typed import quote_value
from ..texts.wording import with_noun
from .files.cells import Markup
from .files.sheet_xml import LOST_CELL, At, place_of
from .looks import remarks_on_hidden
from .structure.gathering import SheetRead
from .structure.leftovers import lost_formulas
from .unseen import remarks_on_styles, remarks_on_zeros

_CELLS = ("ячейка", "ячейки", "ячеек")


@dataclass
class Damage:
    """What ordinary pasting took away, over all sheets; it makes one remark."""

    shown: Collection[int] = ()
    """The slots whose cells show «Баллы» or «Предложения» by the blank's own formulas."""
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
            f"пропали формулы — {with_noun(self.formulas, _CELLS)}" if self.formulas else "",
            f"пропали подсказки и списки — {with_noun(self.prompts, _CELLS)}"
            if self.prompts
            else "",
            f"закрыты для ввода — {with_noun(self.locked, _CELLS)}" if self.locked else "",
        ]
        listed = "; ".join(part for part in parts if part)
        return Remark("paste-damage", words={"said": listed}) if listed else None


def remarks_on_sheet(
    sheet: SheetRead, markup: Markup, damage: Damage, overtyped: Collection[int]
) -> Iterator[Remark]:
    """The remarks on one sheet; what pasting took away is added to `damage`.

    `overtyped` are the slots of computed cells that have a note on what was typed over them.
    """
    yield from _of_formulas(sheet, markup, damage, overtyped)
    if markup.xml.may_hide or markup.xml.hidden_marks != sheet.printed.imprint.hidden_marks:
        walk = markup.xml.walk
        yield from remarks_on_hidden(sheet, set(walk.hidden_rows), walk.hidden_columns)
    if markup.xml.shows_no_zeros:
        yield from remarks_on_zeros(sheet)
    yield from remarks_on_styles(sheet, markup)
    _of_prompts(sheet, markup, damage)
    _of_the_whole(sheet, markup, damage)


def _of_the_whole(sheet: SheetRead, markup: Markup, damage: Damage) -> None:
    """What the blank has on each of its sheets: protection, colours by condition, a print area."""
    xml, name = markup.xml, f"«{sheet.name}»"
    if b"<sheetProtection" not in xml.after_cells and not xml.walk.is_protected:
        damage.unprotected.append(name)
    if b"conditionalFormatting" not in xml.after_cells:
        damage.uncoloured.append(name)
    if not markup.has_print_area:
        damage.unprinted.append(name)


def _of_formulas(
    sheet: SheetRead, markup: Markup, damage: Damage, overtyped: Collection[int]
) -> Iterator[Remark]:
    """Formulas of the template that are gone, and those that somebody put into inputs."""
    if markup.xml.may_have_lost_cells:
        damage.formulas += sum(
            LOST_CELL in formula.text
            for at, formula in markup.xml.formulas.items()
            if at in sheet.field_at and not sheet.field_at[at].is_input
        )
    if markup.xml.formula_cells == sheet.printed.imprint.formulas:
        return
    formulas, fields = markup.xml.formulas, sheet.field_at
    for at, one in fields.items():
        formula = formulas.get(at)
        if one.slot in damage.shown:
            continue
        if formula is not None and one.is_input and not sheet.printed.has_formula(one):
            if not formula.has_value:
                yield sheet.remark("no-value", at, one, formula=f"={formula.text}")
            elif "[" in formula.text:
                yield sheet.remark("linked", at, one, formula=quote_value(formula.text))
        elif formula is None and not one.is_input and one.slot not in overtyped:
            is_percent = one.kind.name == "SHARE"
            if sheet.value(at) is not None and not is_percent:
                yield sheet.remark("formula-replaced", at, one)
            else:
                damage.formulas += 1
    if sheet.placed.is_as_printed:
        lost = lost_formulas(sheet.printed.imprint, markup)
        damage.formulas += len(lost - fields.keys())


def _of_prompts(sheet: SheetRead, markup: Markup, damage: Damage) -> None:
    """Inputs without their prompt, limit or list, and inputs that are locked."""
    if not sheet.placed.is_as_printed:
        return
    if missing := sheet.printed.imprint.validated - markup.xml.validated_names:
        areas = [_area(text) for text in markup.xml.walk.validated]
        covered = [area for area in areas if area]
        damage.prompts += sum(not _within(name, covered) for name in missing)
    names = _inputs(sheet.printed.layout.form)[sheet.printed.name]
    style_of, unlocked = markup.xml.usual_styles.get, markup.styles.unlocked
    used = set(map(style_of, names))
    if locked := {style for style in used if style and int(style) not in unlocked}:
        damage.locked += sum(style_of(name) in locked for name in names)


@derived
def _inputs(form: Form) -> Mapping[str, list[str]]:
    """By sheet, the cells of its inputs, where the blank has them."""
    found: dict[str, list[str]] = {sheet: [] for sheet in form.layout.sheets}
    for place, one in form.layout.at.items():
        if one.is_input:
            found[place.sheet].append(place.cell)
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
