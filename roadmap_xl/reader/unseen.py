"""Values that their reader sees otherwise than they are read: struck out, unseen, as other numbers.

By the style of their cell, or by a conditional format: where nobody can say whether its condition
holds, the school is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..form.fields import Field
from ..form.submission import Remark
from ..form.tables import PlanItem
from ..texts.typed import quote_value
from ..texts.wording import with_noun
from .files.cells import Looks, Markup
from .files.conditions import Condition
from .files.number_formats import disguises, kind_of
from .files.places import At
from .structure.gathering import SheetRead

STRIKES = {True: "зачёркивает", False: "может зачёркивать"}
COLOUR, COLOUR_IF = "цвет шрифта — как у ячейки", "цвет меняет условное форматирование"
INSTEAD = "вместо него условное форматирование рисует полосу или значок"
CELLS = ("ячейка", "ячейки", "ячеек")


def remarks_on_styles(sheet: SheetRead, markup: Markup) -> Iterator[Remark]:
    """Those of a sheet whose styles are known."""
    styles, conditions = markup.styles, markup.conditions
    if not (styles.struck or styles.disguising or styles.sight.unseen or conditions):
        return
    odd = styles.struck | styles.disguising | styles.sight.unseen
    for at, one in sheet.field_at.items():
        if sheet.value(at) is None:
            continue
        style = markup.xml.style_at(at)
        if style in odd:
            yield from _of_style(sheet, markup, at, one, style)
        for condition in conditions:
            if condition.covers(at):
                yield from _of_condition(sheet, markup, at, one, condition)


def remarks_on_seen(sheet: SheetRead, seen: Looks) -> Iterator[Remark]:
    """The same of a sheet of another format, whose styles were looked at when it was read."""
    for at in sorted(seen.struck_if & sheet.field_at.keys()):
        if sheet.value(at) is not None and at not in seen.struck:
            yield _struck_if(sheet, at, sheet.field_at[at], None)
    for at in sorted((seen.unseen | seen.unseen_if) & sheet.field_at.keys()):
        if sheet.value(at) is not None and sheet.field_at[at].is_input:
            why = COLOUR if at in seen.unseen else COLOUR_IF
            yield sheet.remark("unseen", at, sheet.field_at[at], why=why)
    for at in sorted(seen.codes.keys() & sheet.field_at.keys()):
        if is_disguised(sheet, at, sheet.field_at[at], seen.codes[at]):
            yield _shown_otherwise(sheet, at, sheet.field_at[at], seen.codes[at])
    for at in sorted(seen.shown.keys() & sheet.field_at.keys()):
        one, value = sheet.field_at[at], sheet.value(at)
        if one.is_input and isinstance(value, int | float) and value:
            shown = (
                f"видно «{quote_value(seen.shown[at])}»" if seen.shown[at] else "не видно ничего"
            )
            yield sheet.remark("shown-otherwise", at, one, format=shown)


def remarks_on_zeros(sheet: SheetRead) -> Iterator[Remark]:
    """How many zeros somebody has typed on a sheet that shows none."""
    zeros = [
        at
        for at, one in sheet.field_at.items()
        if one.is_input and sheet.value(at) == 0 and not sheet.printed.has_formula(one)
    ]
    if zeros:
        yield Remark("hidden-zeros", sheet.name, words={"zeros": with_noun(len(zeros), CELLS)})


def number_of(one: Field) -> str:
    """Of an item of the plan; empty for any other field."""
    return one.row.key if one.table is PlanItem else ""


def _of_style(sheet: SheetRead, markup: Markup, at: At, one: Field, style: int) -> Iterator[Remark]:
    if style in markup.styles.struck:
        yield sheet.remark("struck", at, one, number=number_of(one))
    if style in markup.styles.sight.unseen and one.is_input:
        yield sheet.remark("unseen", at, one, why=COLOUR)
    elif is_disguised(sheet, at, one, markup.styles.number_format(style)):
        yield _shown_otherwise(sheet, at, one, markup.styles.number_format(style))


def is_disguised(sheet: SheetRead, at: At, one: Field, code: str) -> bool:
    """Whether what is typed into a field is seen as something else in this number format."""
    value = sheet.value(at)
    if not one.is_input or isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    if not value and sheet.printed.has_formula(one):
        return False  # there the blank itself shows no zeros
    return disguises(code, kind_of(value))


def _shown_otherwise(sheet: SheetRead, at: At, one: Field, code: str) -> Remark:
    return sheet.remark("shown-otherwise", at, one, format=f"«{quote_value(code)}»")


def _of_condition(
    sheet: SheetRead, markup: Markup, at: At, one: Field, condition: Condition
) -> Iterator[Remark]:
    change = condition.change
    style = markup.xml.style_at(at)
    strikes = bool(change.is_struck) and style not in markup.styles.struck
    hides = one.is_input and _is_unseen(markup, style, condition)
    code = change.code if one.is_input and change.code else ""
    disguised = bool(code) and is_disguised(sheet, at, one, code)
    if not (strikes or hides or disguised or condition.hides_value):
        return
    holds = condition.holds(at, sheet.value)
    if holds is False:
        return
    if strikes:
        yield _struck_if(sheet, at, one, holds)
    if hides or (one.is_input and condition.hides_value):
        yield sheet.remark("unseen", at, one, why=COLOUR_IF if hides else INSTEAD)
    elif disguised:
        yield _shown_otherwise(sheet, at, one, code)


def _is_unseen(markup: Markup, style: int, condition: Condition) -> bool:
    if condition.number >= 0:
        return (condition.number, style) in markup.styles.sight.unseen_if
    change = condition.change
    if change.text is None and change.fill is None:
        return False
    palette = markup.styles.palette
    look = markup.styles.look(style)
    return look.is_seen(palette) and not look.under(change).is_seen(palette)


def _struck_if(sheet: SheetRead, at: At, one: Field, holds: bool | None) -> Remark:
    how = STRIKES[bool(holds)]
    return sheet.remark("struck-if", at, one, number=number_of(one), how=how)
