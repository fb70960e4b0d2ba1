"""An edition moved a year forward: the years are moved, what has to be looked up is asked."""

from __future__ import annotations

from copy import deepcopy

from .rows import Raw


def next_year_of(raw: Raw) -> Raw:
    """The file of the next year: the thresholds' sources are blank, none is confirmed.

    Whether base maths is held is not known either. A build refuses it until that is filled in.
    """
    moved = deepcopy(raw)
    year = int(raw["exam_year"]) + 1
    owner = str(raw["key"]).partition("-")[2]
    moved["key"] = f"{year}-{owner}" if owner else str(year)
    moved["exam_year"] = year
    shown = len(raw["exam_years_shown"])
    moved["exam_years_shown"] = [year, *raw["exam_years_shown"]][:shown]
    held = [one for one in raw["base_math_held"] if one in moved["exam_years_shown"]]
    moved["base_math_held"] = held
    moved.pop("revision", None)
    for name in ("certificate_without_exams", "russian_is_sat_by_all", "one_maths_level"):
        moved.pop(name, None)
    for subject in moved["subjects"]:
        subject |= {"confirmed": False, "threshold_source": ""}
    return moved


def questions_of(raw: Raw) -> list[str]:
    """What somebody has to look up before the next year's edition can be built."""
    year = int(raw["exam_year"])
    return [
        f"Найдите для {year} года и впишите в книгу издания:",
        f"  «Предметы и пороги» — порог, источник и «Подтверждено» каждого предмета "
        f"({len(raw['subjects'])});",
        f"  «Общее» — была ли в {year} году базовая математика, сдают ли один её уровень.",
    ]
