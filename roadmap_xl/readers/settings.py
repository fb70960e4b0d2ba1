"""The district's settings from their sheet: labels in one column, values beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..district.settings import LABELS, RISK_LIMITS, SETTINGS_SHEET, RiskLimits, Settings
from ..errors import RegistryError
from ..form.loading import editions, is_known
from ..form.vocabulary import STAGES
from ..texts.days import day_in
from ..texts.squeezing import compared, squeezed
from .excel_days import day_of
from .typed_text import as_text


def settings_in(rows: Sequence[Sequence[object]]) -> Settings:
    """The settings on a sheet; raises `RegistryError` with the setting and what is wrong in it.

    A number that is left blank is the program's own.
    """
    found = _beside_labels(rows)
    if not found:
        labels = ", ".join(f"«{label}»" for label in LABELS.values())
        raise RegistryError(f"На листе «{SETTINGS_SHEET}» нет ни одной настройки: {labels}.")
    read = {name: _READ[name](name, value) for name, value in found.items() if not _blank(value)}
    risks = {name: read.pop(name) for name in RISK_LIMITS if name in read}
    return Settings(**read, risks=RiskLimits(**risks))


def _beside_labels(rows: Sequence[Sequence[object]]) -> dict[str, object]:
    names = {compared(label): name for name, label in LABELS.items()}
    found: dict[str, object] = {}
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            if isinstance(cell, str) and compared(cell) in names:
                found[names[compared(cell)]] = row[place + 1]
    return found


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not squeezed(value))


def _text(name: str, value: object) -> str:
    return squeezed(as_text(value))


def _edition(name: str, value: object) -> str:
    said = _text(name, value)
    if not is_known(said):
        raise RegistryError(_wrong(name, said, f"есть бланки: {', '.join(editions())}"))
    return said


def _stage(name: str, value: object) -> str:
    said = _text(name, value)
    stages = {compared(stage): stage for stage in STAGES}
    if compared(said) not in stages:
        raise RegistryError(_wrong(name, said, f"можно: {', '.join(STAGES)}"))
    return stages[compared(said)]


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = day_in(compared(value)) if isinstance(value, str) else day_of(value)
    if found is None:
        raise RegistryError(_wrong(name, _text(name, value), "пишут, например, 01.12.2026"))
    return found


def _points(name: str, value: object) -> float:
    """A number of points, people or per cent: not negative, at most 100."""
    said = _text(name, value)
    try:
        found = float(said.rstrip("% ").replace(",", "."))
    except ValueError:
        found = -1
    if not 0 <= found <= 100:
        raise RegistryError(_wrong(name, said, "нужно число от 0 до 100"))
    return found


def _whole(name: str, value: object) -> int:
    found = _points(name, value)
    if found != int(found):
        said = _text(name, value)
        raise RegistryError(_wrong(name, said, "нужно целое число от 0 до 100, например 25"))
    return int(found)


_READ: Mapping[str, Callable[[str, object], Any]] = {
    "district": _text,
    "edition": _edition,
    "folder": _text,
    "deadline": _day,
    "stage": _stage,
    "report_day": _day,
    "send_to": _text,
    "ring": _text,
    "previous": _text,
    "min_group": _whole,
    "fail_share": _whole,
    "below_district": _points,
    "near_threshold": _points,
    "overdue_share": _whole,
}
"""How each setting is read."""


def _wrong(name: str, said: str, wanted: str) -> str:
    return f"Лист «{SETTINGS_SHEET}»: в строке «{LABELS[name]}» стоит «{said}», а {wanted}."
