"""The district's settings from their sheet: labels in one column, values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..district.settings import LABELS, SETTINGS_SHEET, Settings
from ..errors import RegistryError
from ..form.loading import editions, is_known
from ..form.vocabulary import STAGES
from ..texts.days import day_in
from ..texts.squeezing import compared, squeezed
from .excel_days import day_of
from .typed_text import as_text


def settings_in(rows: Sequence[Sequence[object]]) -> Settings:
    """The settings on a sheet; raises `RegistryError` with the setting and what is wrong in it."""
    found = _beside_labels(rows)
    if not found:
        labels = ", ".join(f"«{label}»" for label in LABELS.values())
        raise RegistryError(f"На листе «{SETTINGS_SHEET}» нет ни одной настройки: {labels}.")
    return Settings(
        district=_text(found.get("district")),
        edition=_edition(_text(found.get("edition"))),
        folder=_text(found.get("folder")),
        stage=_stage(_text(found.get("stage"))),
        report_day=_day(found.get("report_day")),
    )


def _beside_labels(rows: Sequence[Sequence[object]]) -> dict[str, object]:
    names = {compared(label): name for name, label in LABELS.items()}
    found: dict[str, object] = {}
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            if isinstance(cell, str) and compared(cell) in names:
                found[names[compared(cell)]] = row[place + 1]
    return found


def _text(value: object) -> str:
    return "" if value is None else squeezed(as_text(value))


def _edition(said: str) -> str | None:
    if said and not is_known(said):
        raise RegistryError(_wrong("edition", said, f"есть бланки: {', '.join(editions())}"))
    return said or None


def _stage(said: str) -> str | None:
    stages = {compared(stage): stage for stage in STAGES}
    if said and compared(said) not in stages:
        raise RegistryError(_wrong("stage", said, f"можно: {', '.join(STAGES)}"))
    return stages.get(compared(said))


def _day(value: object) -> date | None:
    if value is None or (isinstance(value, str) and not squeezed(value)):
        return None
    if isinstance(value, datetime):
        return value.date()
    found = day_in(compared(value)) if isinstance(value, str) else day_of(value)
    if isinstance(value, date):
        return value
    if found is None:
        raise RegistryError(_wrong("report_day", _text(value), "пишут, например, 01.12.2026"))
    return found


def _wrong(name: str, said: str, wanted: str) -> str:
    return f"Лист «{SETTINGS_SHEET}»: в строке «{LABELS[name]}» стоит «{said}», а {wanted}."
