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
    "deadline": "Срок сдачи",
    "stage": "Стадия",
    "report_day": "Дата отчёта",
    "send_to": "Куда отправить",
    "ring": "Кого спрашивать",
    "previous": "Снимок прошлой сводки",
    "min_group": "Наименьшая группа, чел.",
    "fail_share": "Риск: не преодолели порог, % сдававших",
    "below_district": "Риск: средний балл ниже районного на, баллов",
    "near_threshold": "Риск: средний балл выше порога не больше чем на, баллов",
    "overdue_share": "Риск: просрочено, % наступивших сроков",
}
"""The settings by the words that stand beside them, in their order."""
HINTS: Final = {
    "district": "Для заголовков сводки. Например: «Степной район».",
    "edition": "Пусто — тот год, книг которого в папке больше.",
    "folder": "Кнопка «Собрать свод» спросит её и впишет сюда.",
    "deadline": "Последний день, когда файл считается сданным вовремя. Печатается в бланках.",
    "stage": "Пусто — проверить каждую книгу на той стадии, которая в ней стоит.",
    "report_day": "Пусто — та дата, которая стоит в книге школы.",
    "send_to": "Печатается в бланках. Например: на почту otdel@example.ru.",
    "ring": "Печатается в бланках. Например: Петрова А. А., тел. 2-22-22.",
    "previous": "Файл .json рядом с прошлогодней сводкой: по нему строится лист «Динамика».",
    "min_group": "У меньшей группы нет места в ряду, а в публикуемой сводке её числа скрыты.",
    "fail_share": "С такой доли по предмету и больше школа названа на листе «Риски».",
    "below_district": "С такого отставания и больше.",
    "near_threshold": "С такого запаса и меньше.",
    "overdue_share": "С такой доли невыполненных мероприятий и больше.",
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


RISK_LIMITS: Final = ("fail_share", "below_district", "near_threshold", "overdue_share")
"""Those of the settings that are limits of risks."""


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
    previous: str = ""
    """The snapshot of the campaign before, if it is to be compared with."""
    min_group: int = 5
    """Smaller groups have no rank, and are hidden in what is published."""
    risks: RiskLimits = RiskLimits()

    def value(self, name: str) -> str | date | float | None:
        """The setting of this name, one of `LABELS`."""
        holder = self.risks if name in RISK_LIMITS else self
        found: str | date | float | None = getattr(holder, name)
        return found


UNDECIDED = Settings()
"""Where a district has decided nothing."""
