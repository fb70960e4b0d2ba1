"""What a district decides once for its campaign: which year, until when, what counts as a risk."""

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
class RiskLimits:
    """From where on a school is named on «Риски»; source: domain.md section 5, «Риски»."""

    fail_share: int = 25
    """Per cent of those who sat a subject that did not reach its threshold."""
    below_district: float = 5
    """Points that an average lies below the district's mean."""
    near_threshold: float = 3
    """Points that an average lies above the subject's threshold."""
    overdue_share: int = 30
    """Per cent of the activities whose term has come that are not done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a summary; what is left blank is decided by the files themselves."""

    district: str = ""
    edition: str | None = None
    folder: str = ""
    stage: str | None = None
    report_day: date | None = None
    deadline: date | None = None
    """The last day a file is received in time."""
    send_to: str = ""
    ring: str = ""
    """Where schools send their workbooks, and whom they ring."""
    min_group: int = 5
    """Smaller groups have no rank, and are hidden in what is published."""
    risks: RiskLimits = RiskLimits()


UNDECIDED = Settings()
"""Where a district has decided nothing."""
