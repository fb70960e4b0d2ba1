"""What stands in a cell of an edition's workbook, and what it means in the edition's file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from ..form.edition import LISTS
from ..form.fields import Field, Form
from ..texts.squeezing import normalize
from ..texts.typed import as_text
from .sheets import NO_WORD, THRESHOLD_WORD, YES_WORD, Cell, Column

Shown = str | int | float | None
_THRESHOLD = "threshold"
_SEPARATOR = re.compile(r"[;\n]+")
_ERROR = re.compile(r"#[A-Z/0]{2,8}[!?]?")
"""What a formula shows where it has gone wrong."""
ABSENT = object()
"""What a blank cell means: the row has nothing of its own there."""


class CellFault(ValueError):
    """What is wrong with a cell, and what to do about it; ready for a finding."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


def field_names(form: Form) -> dict[str, str]:
    """By id, what a field is called where it is chosen: «ЕГЭ: Физика — Всего (ege.phys.total)»."""
    places = form.layout.at.items()
    return {
        field.id: f"{place.sheet}: {' — '.join(_words_of(field))} ({field.id})"
        for place, field in places
    }


def _words_of(field: Field) -> tuple[str, ...]:
    words = (" ".join(text.split()) for text in (field.title, field.spec.full_label or field.label))
    return tuple(dict.fromkeys(words))


def field_meant(form: Form, text: str) -> str:
    """The id of the field that a text names; raises `CellFault` where it names none, or several."""
    in_brackets = text.rpartition("(")[2].removesuffix(")")
    if in_brackets in form.by_id:
        return in_brackets
    wanted = normalize(text)
    found = [f.id for f in form.fields if wanted in (f.id, normalize(": ".join(_words_of(f))))]
    if len(found) != 1:
        raise CellFault(
            f"Графы «{text}» в бланке нет." if not found else f"Граф «{text}» несколько.",
            "Выберите графу из списка: стрелка справа от ячейки.",
        )
    return found[0]


def default_of(name: str, list_name: str = "") -> Any:
    """What a row of the list has by itself; None where the edition's file has to say it."""
    of_rows = fields(LISTS[list_name]) if list_name else ()
    found = (field.default for field in of_rows if field.name == name)
    default = next(found, MISSING)
    return None if default is MISSING else default


# --- Into a cell ---


def shown(column: Column, value: Any, default: Any, labels: Mapping[str, str]) -> Shown:
    """What stands in the cell of a property; `labels` are those of the list it is chosen from."""
    if value is None:
        return YES_WORD if column.cell is Cell.YES_NO and default is True else None
    if column.chosen_from or column.cell is Cell.FIELD:
        keys = value if isinstance(value, list) else [value]
        return "; ".join(labels.get(key, str(key)) for key in keys)
    match column.cell:
        case Cell.YES_NO:
            return YES_WORD if value else NO_WORD
        case Cell.LINES:
            return "\n".join(value)
        case Cell.PIECES | Cell.NUMBERS:
            return "; ".join(map(str, value))
        case Cell.BORDER:
            return THRESHOLD_WORD if value == _THRESHOLD else int(value)
        case Cell.CHOICE:
            return next((word for word, meant in column.words.items() if meant == value), None)
        case Cell.NUMBER:
            return value if isinstance(value, int | float) else None
    return str(value)


# --- Out of a cell ---


def meant(column: Column, typed: object, keys: Mapping[str, str]) -> Any:
    """What a cell means; `ABSENT` for a blank one. Raises `CellFault` for what means nothing.

    `keys` are those of the list it is chosen from, by label as it compares.
    """
    text = "" if typed is None else as_text(typed).strip()
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CellFault(f"«{column.title}»: в тексте половина знака.", "Наберите текст заново.")
    if _ERROR.fullmatch(text):
        raise CellFault(f"«{column.title}»: в ячейке ошибка {text}.", "Наберите значение заново.")
    if not text:
        if column.needed:
            raise CellFault(f"«{column.title}» не заполнено.", column.prompt)
        return ABSENT
    if column.chosen_from:
        return _chosen(column, text, keys)
    match column.cell:
        case Cell.YES_NO:
            return _yes_no(column, text)
        case Cell.LINES:
            return [line.strip() for line in text.split("\n") if line.strip()]
        case Cell.PIECES:
            return [piece.strip() for piece in _SEPARATOR.split(text) if piece.strip()]
        case Cell.NUMBERS:
            return [_whole(column, piece) for piece in _SEPARATOR.split(text) if piece.strip()]
        case Cell.NUMBER:
            return _whole(column, text)
        case Cell.BORDER:
            return _THRESHOLD if normalize(text) == THRESHOLD_WORD else _whole(column, text)
        case Cell.CHOICE:
            return _word(column, text)
    return text


def _chosen(column: Column, text: str, keys: Mapping[str, str]) -> Any:
    found = keys.get(normalize(text))
    if found is None:
        raise CellFault(
            f"«{column.title}»: «{text}» нет среди строк, из которых выбирают.",
            "Выберите из списка: стрелка справа от ячейки.",
        )
    return [found] if column.name == "base" else found


def _yes_no(column: Column, text: str) -> bool:
    if normalize(text) not in (YES_WORD, NO_WORD):
        raise CellFault(f"«{column.title}»: «{text}».", "Впишите «да» или «нет».")
    return normalize(text) == YES_WORD


def _word(column: Column, text: str) -> Any:
    words = {normalize(word): value for word, value in column.words.items()}
    if normalize(text) not in words:
        known = ", ".join(f"«{word}»" for word in column.words)
        raise CellFault(f"«{column.title}»: «{text}».", f"Выберите: {known}.")
    return words[normalize(text)]


def _whole(column: Column, text: str) -> int:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = -1.0
    if number < 0 or not number.is_integer():  # nor endless, nor none
        raise CellFault(
            f"«{column.title}»: «{text.strip()}» — не целое число.",
            f"Впишите число. {column.prompt}",
        )
    return int(number)
