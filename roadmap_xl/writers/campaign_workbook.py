"""A campaign's own workbook: the schools it expects to hear from, and its settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from ..district.registry import Registry
from ..district.settings import LABELS, SETTINGS_SHEET, Settings
from .formats import Formats
from .new_workbook import new_workbook
from .plain_sheet import PlainSheet
from .registry_workbook import draw_schools_list
from .settings_sheet import draw_settings

_FIRST_SETTING = 3
_HINT = "Пустое значение программа решает сама, как сказано в пояснении."


def write_campaign_workbook(
    path: Path, registry: Registry | None, settings: Settings, *, created: date
) -> None:
    """The sheets «Реестр» and «Настройки»; raises `OutputError` if it cannot be written."""
    with new_workbook(path, title="Реестр школ", created=created) as workbook:
        formats = Formats(workbook)
        draw_schools_list(workbook, formats, registry.schools if registry else ())
        _settings(workbook, formats, settings)


def _settings(workbook: Workbook, formats: Formats, settings: Settings) -> None:
    sheet = workbook.add_worksheet(SETTINGS_SHEET, PlainSheet)
    sheet.write_string(0, 1, "Настройки сбора", formats["title"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 1, _HINT, formats["note"])
    names = [name for name in LABELS if name != "folder"]  # the campaign knows where it lies
    draw_settings(sheet, formats, _FIRST_SETTING, names, settings)
    sheet.freeze_panes(_FIRST_SETTING, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
