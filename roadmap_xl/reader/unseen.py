"""Values that their reader sees otherwise than they are read: struck out, unseen, as other numbers.

By the style of their cell or of a piece of their text, by a number format, or by a conditional
format: where nobody can say whether its condition holds, the school is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..form.columns import Kind
from ..form.derived import derived
from ..form.fields import Field, Form
from ..form.submission import Remark
from ..form.tables import PlanItem
from ..texts.typed import quote_value
from ..texts.wording import with_noun
from .files.cells import Looks, Markup
from .files.conditions import Condition
from .files.number_formats import is_in_percents, seen_text
from .files.piece_looks import unseen_part
from .files.places import At
from .files.seen_numbers import numbers_in, seen_number
from .structure.gathering import SheetRead

STRIKES = {True: "зачёркивает", False: "может зачёркивать"}
PERCENTS = (Kind.SHARE, Kind.FREE)
"""Kinds of value that a cell may show as percents."""
_ROUNDED = {Kind.COUNT: 0.5, Kind.SHARE: 0.005}
"""By how much a number may be seen rounded and is yet that number: a share as its percent, others
to tenths; that a count is no whole number is told by itself."""
_ROUNDED_ELSE = 0.05
_EXACTLY = 1e-9
_SCALE = re.compile("[%‰]|тыс|млн|млрд", re.IGNORECASE)
"""Beside a number of people or marks it makes another of it."""
COLOUR, COLOUR_IF = "цвет шрифта — как у ячейки", "цвет меняет условное форматирование"
INSTEAD = "вместо него условное форматирование рисует полосу или значок"
CELLS = ("ячейка", "ячейки", "ячеек")


def remarks_on_styles(sheet: SheetRead, markup: Markup) -> Iterator[Remark]:
    """Those of a sheet whose styles are known."""
    conditions, pieces, odd = markup.conditions, markup.pieces, _odd_styles(sheet, markup)
    if not (odd or conditions or pieces):
        return
    for at, one in sheet.field_at.items():
        if sheet.value(at) is None:
            continue
        style = markup.xml.style_at(at)
        if style in odd:
            yield from _of_style(sheet, markup, at, one, style)
        if at in pieces:
            look, palette = markup.styles.look(style), markup.styles.palette
            yield from _unseen_piece(sheet, at, one, unseen_part(pieces[at], look, palette))
        for condition in conditions:
            if condition.covers(at):
                yield from _of_condition(sheet, markup, at, one, condition)


def _odd_styles(sheet: SheetRead, markup: Markup) -> frozenset[int]:
    """The styles in which a value may be seen otherwise; percents where no share is asked for."""
    styles, xml = markup.styles, markup.xml
    odd = styles.struck | styles.disguising | styles.sight.unseen
    if not sheet.placed.is_as_printed:
        return odd | styles.percents
    names = _not_shares(sheet.printed.layout.form)[sheet.printed.name]
    used = {int(style) for style in set(map(xml.usual_styles.get, names)) if style}
    return odd | styles.percents if used & styles.percents else odd


@derived
def _not_shares(form: Form) -> Mapping[str, list[str]]:
    """By sheet, the cells of the inputs that show no percents in the blank."""
    found: dict[str, list[str]] = {sheet: [] for sheet in form.layout.sheets}
    for place, one in form.layout.at.items():
        if one.is_input and one.kind not in PERCENTS:
            found[place.sheet].append(place.cell)
    return found


def _unseen_piece(sheet: SheetRead, at: At, one: Field, unseen: str) -> Iterator[Remark]:
    """On a part of a text in the colour of its cell, or on all of it."""
    if not unseen or not one.is_input:
        return
    if "".join(unseen.split()) == "".join(str(sheet.value(at)).split()):
        yield sheet.remark("unseen", at, one, why=COLOUR)
    else:
        yield sheet.remark("unseen-part", at, one, part=quote_value(unseen))


def remarks_on_seen(sheet: SheetRead, seen: Looks) -> Iterator[Remark]:
    """The same of a sheet of another format, whose styles were looked at when it was read."""
    for at in sorted(seen.struck_if & sheet.field_at.keys()):
        if sheet.value(at) is not None and at not in seen.struck:
            yield _struck_if(sheet, at, sheet.field_at[at], None)
    for at in sorted((seen.unseen | seen.unseen_if) & sheet.field_at.keys()):
        is_in_pieces = at in seen.unseen_parts
        if sheet.value(at) is not None and sheet.field_at[at].is_input and not is_in_pieces:
            why = COLOUR if at in seen.unseen else COLOUR_IF
            yield sheet.remark("unseen", at, sheet.field_at[at], why=why)
    for at in sorted(seen.unseen_parts.keys() & sheet.field_at.keys()):
        yield from _unseen_piece(sheet, at, sheet.field_at[at], seen.unseen_parts[at])
    if seen.shows_no_zeros and sheet.markup is None:
        yield from remarks_on_zeros(sheet)
    for at in sorted(seen.codes.keys() & sheet.field_at.keys()):
        if is_disguised(sheet, at, sheet.field_at[at], seen.codes[at]):
            yield _shown_otherwise(sheet, at, sheet.field_at[at], seen.codes[at])
    for at in sorted(seen.shown.keys() & sheet.field_at.keys()):
        one, text = sheet.field_at[at], seen.shown[at]
        if _is_asked(sheet, at, one) and not _shows(text, sheet.value(at), one.kind):
            shown = f"видно «{quote_value(text)}»" if text else "не видно ничего"
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
    if style in markup.styles.sight.unseen and one.is_input and at not in markup.pieces:
        yield sheet.remark("unseen", at, one, why=COLOUR)
    elif is_disguised(sheet, at, one, markup.styles.number_format(style)):
        yield _shown_otherwise(sheet, at, one, markup.styles.number_format(style))


def is_disguised(sheet: SheetRead, at: At, one: Field, code: str) -> bool:
    """Whether what is typed into a field is seen as something else in this number format."""
    value = sheet.value(at)
    if not _is_asked(sheet, at, one):
        return False
    if not isinstance(value, int | float):
        return not seen_text(code)
    seen = seen_number(code, value)
    if seen is None or _is_scaled(code, value, one.kind):
        return True
    is_share = is_in_percents(code) and _may_be_percents(value, one.kind)
    return not _is_near(seen / 100 if is_share else seen, value, one.kind)


def _is_asked(sheet: SheetRead, at: At, one: Field) -> bool:
    """Whether a number or a text stands in an input; the blank itself shows no zeros in some."""
    value = sheet.value(at)
    if not one.is_input or isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    return bool(value) or not sheet.printed.has_formula(one)


def _may_be_percents(value: float, kind: Kind) -> bool:
    return kind is Kind.SHARE or (kind is Kind.FREE and abs(value) <= 1)


def _shows(text: str, value: object, kind: Kind) -> bool:
    """Whether a program that shows this text shows the value."""
    if not isinstance(value, int | float):
        return False
    if not value and text and not any(map(str.isdigit, text)):
        return True  # «-» for nothing
    if value < 0 and not re.search("[-−(]", text):
        return False
    if _is_scaled(text, value, kind):
        return False
    hundredth = 0.01 if "%" in text and _may_be_percents(value, kind) else 1
    numbers = (number * hundredth for number in numbers_in(text))
    return any(_is_near(number, abs(value), kind) for number in numbers)


def _is_scaled(text: str, value: float, kind: Kind) -> bool:
    """«5 тыс.» or «5%», be it only a word of the format, is not 5 people."""
    return bool(value) and kind in (Kind.COUNT, Kind.SCORE) and _SCALE.search(text) is not None


def _is_near(seen: float, value: float, kind: Kind) -> bool:
    rounded = _ROUNDED.get(kind, _ROUNDED_ELSE)
    return abs(seen - value) <= rounded + _EXACTLY * (1 + abs(value))


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
