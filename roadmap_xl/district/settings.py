"""What a district decides once for a summary: which year, which folder, as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

SETTINGS_SHEET = "Настройки"
LABELS: Final = {
    "district": "Название района",
    "edition": "Год бланка",
    "folder": "Папка с книгами школ",
    "stage": "Стадия",
    "report_day": "Дата отчёта",
}
"""The settings by the words that stand beside them, in their order."""
HINTS: Final = {
    "district": "Для заголовков сводки. Например: «Степной район».",
    "edition": "Пусто — тот год, книг которого в папке больше.",
    "folder": "Кнопка «Собрать свод» спросит её и впишет сюда.",
    "stage": "Пусто — проверить каждую книгу на той стадии, которая в ней стоит.",
    "report_day": "Пусто — та дата, которая стоит в книге школы.",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a summary; what is left blank is decided by the files themselves."""

    district: str = ""
    edition: str | None = None
    folder: str = ""
    stage: str | None = None
    report_day: date | None = None
