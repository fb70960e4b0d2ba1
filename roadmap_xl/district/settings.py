"""What a district decides once for its campaign, and how its sheet «Настройки» is read.

Which year, until when, what counts as a risk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ..errors import RegistryError
from ..form.edition import has_owner
from ..form.loading import editions, is_known
from ..form.vocabulary import STAGES
from ..texts.days import day_in, day_of
from ..texts.squeezing import normalize, squeeze
from ..texts.typed import as_text

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


# The sheet «Настройки»: labels in one column, values beside them.


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
    names = {normalize(label): name for name, label in LABELS.items()}
    found: dict[str, object] = {}
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            if isinstance(cell, str) and normalize(cell) in names:
                found[names[normalize(cell)]] = row[place + 1]
    return found


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not squeeze(value))


def _text(name: str, value: object) -> str:
    return squeeze(as_text(value))


def _edition(name: str, value: object) -> str:
    text = _text(name, value)
    if not is_known(text) and not has_owner(text):
        raise RegistryError(_wrong(name, text, f"есть бланки: {', '.join(editions())}"))
    return text


def _stage(name: str, value: object) -> str:
    text = _text(name, value)
    stages = {normalize(stage): stage for stage in STAGES}
    if normalize(text) not in stages:
        raise RegistryError(_wrong(name, text, f"можно: {', '.join(STAGES)}"))
    return stages[normalize(text)]


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = day_in(value) if isinstance(value, str) else day_of(value)
    if found is None:
        raise RegistryError(_wrong(name, _text(name, value), "пишут, например, 01.12.2026"))
    return found


def _points(name: str, value: object) -> float:
    """A number of points, people or per cent: not negative, at most 100."""
    text = _text(name, value)
    try:
        found = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        found = -1
    if not 0 <= found <= 100:
        raise RegistryError(_wrong(name, text, "нужно число от 0 до 100"))
    return found


def _whole(name: str, value: object) -> int:
    found = _points(name, value)
    if found != int(found):
        text = _text(name, value)
        raise RegistryError(_wrong(name, text, "нужно целое число от 0 до 100, например 25"))
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


def _wrong(name: str, text: str, wanted: str) -> str:
    return f"Лист «{SETTINGS_SHEET}»: в строке «{LABELS[name]}» стоит «{text}», а {wanted}."
