"""How an input looks and what helps to type it: format, drop-down, limit, prompt."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from ..form.columns import Kind
from ..form.edition import Edition
from ..form.fields import Field
from ..form.layout import REVIEW, REVIEW_HEADER, REVIEW_LINES, column_name, span
from ..form.tables import Indicator, PlanHeading, PlanItem
from ..form.vocabulary import LIST_NAMES, PERCENT
from .live import LISTS

_COMPUTED = "Вписывать не нужно. Если вписать число поверх, в сводку всё равно пойдёт вычисленное."
_FREE = "Число в выбранной единице, «да» или «нет». Не для вашей школы — «не применимо»."
TERM_COLUMNS = ("term",)
FIRST_DAY = date(1901, 1, 1)
"""Any date: the limit only tells a date from other things."""
LISTED_WARNINGS = "listed_warnings"
KEY_COLUMN = 6
"""The hidden column of «Проверка» that names each listed warning, to be chosen from."""

NUMBER_STYLES = {
    Kind.COUNT: "input_number",
    Kind.SCORE: "input_number",
    Kind.AMOUNT: "input_number",
    Kind.SHARE: "input_percent",
    Kind.FREE: "input_number",
    Kind.CHOICE: "input_number",
    Kind.DATE: "input_date",
    Kind.TEXT: "input",
}


def input_style(field: Field, value: object, edition: Edition) -> str:
    style, ending = NUMBER_STYLES[field.kind], faint_ending(field, edition)
    if field.kind is Kind.SHARE and isinstance(value, int | float) and value > 1:
        return f"input_number{ending}"  # a number that is no percent is shown as it was typed
    if field.table in (PlanItem, PlanHeading) and field.column in TERM_COLUMNS:
        style = "input_exact"  # so that «1.10» or «01.10.2020» stays what was typed
    elif field.table.rows == "" and field.kind is not Kind.DATE:
        style = "input"
    elif field.kind is Kind.SHARE and getattr(field.row, "tenths", False):
        style = "input_tenths"
    return style + ending


def faint_ending(field: Field, edition: Edition) -> str:
    """The ending of the style of a cell that is not asked for: open, but not yellow."""
    return "" if _is_asked(field, edition) else "_faint"


def _is_asked(field: Field, edition: Edition) -> bool:
    """The school answers for it, and no other cell asks for the same."""
    if field.table is PlanHeading:
        return field.row.key in edition.headings_of_school
    if field.table is Indicator and field.kind is Kind.SHARE:
        return False  # the percent follows from the counts beside it
    return getattr(field.row, "owner", "S") != "D"


def validation(field: Field, edition: Edition) -> dict[str, object]:
    """The drop-down or limit of a cell, with its prompt. A courtesy: paste evades it."""
    found: dict[str, object] = {"validate": "any", "ignore_blank": True}
    if not field.is_input:
        return found | {"input_title": "Считается само", "input_message": _COMPUTED}
    free = field.kind is Kind.FREE
    prompt = _FREE if free else field.spec.prompt.format_map(edition.words)
    if prompt:
        found |= {
            "input_title": shorten(field.label.strip("()¹²³"), 32, placeholder=" …"),
            "input_message": prompt,
        }
    if field.kind is Kind.COUNT:
        found |= {
            "validate": "integer", "criteria": ">=", "value": 0,
            "error_title": "Нужно целое число",
            "error_message": "Введите целое число: 0, 1, 2 … Если данных нет, оставьте пустым.",
        }  # fmt: skip
    elif field.kind is Kind.SCORE:
        found |= {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
            "error_title": "Нужен средний балл",
            "error_message": "Введите число от 0 до 100, дробь через запятую: 51 или 51,3.",
        }  # fmt: skip
    elif field.kind is Kind.DATE:
        found |= {
            "validate": "date", "criteria": ">=", "value": FIRST_DAY,
            "error_title": "Нужна дата",
            "error_message": f"Введите дату, например 01.10.{edition.exam_year}.",
        }  # fmt: skip
    elif field.kind is Kind.CHOICE and field.spec.options:
        found |= {
            "validate": "list", "source": _choices(field, field.spec.options, edition),
            "error_type": "warning", "error_title": "Значения нет в списке",
            "error_message": "Лучше выбрать значение из списка: стрелка справа от ячейки.",
        }  # fmt: skip
    return found


def _choices(field: Field, name: str, edition: Edition) -> str | list[str]:
    """The list to choose from; a share has one unit."""
    is_share = field.table is Indicator and field.row.kind == "share"
    return [PERCENT] if is_share else _list_range(name, edition)


def _list_range(name: str, edition: Edition) -> str:
    if name == LISTED_WARNINGS:
        column, last = column_name(KEY_COLUMN), REVIEW_HEADER + 1 + REVIEW_LINES
        return f"='{REVIEW}'!${column}${REVIEW_HEADER + 2}:${column}${last}"
    column = column_name(LIST_NAMES.index(name))
    last = len(edition.options(name))
    return f"={LISTS}!{span(f'${column}$1', f'${column}${last}')}"
