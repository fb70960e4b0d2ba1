"""What is different between two editions, in words; and what of it breaks comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..form.edition import Edition

_LISTS = {
    "subjects": "предмет",
    "school_columns": "графа по школе",
    "headcounts": "численность",
    "problem_counts": "число проблемы",
    "passport": "поле паспорта",
    "indicator_groups": "группа показателей",
    "indicators": "показатель",
    "plan_headings": "раздел плана",
    "plan_items": "мероприятие",
    "controls": "контроль",
}
"""The lists whose rows are compared by key, with what one row is called."""
_NUMBERS = ("subjects", "headcounts", "problem_counts", "indicators")
"""Lists whose rows are numbers that a region or the next year adds up or compares."""
_PLACES = ("headings", "group", "opens_group", "number")
_GENERAL = {
    "exam_year": "год экзамена",
    "exam_years_shown": "годы в бланке",
    "base_math_held": "годы базовой математики",
    "titles": "заголовки и надписи",
    "region": "имена органов",
    "tables": "таблицы бланка",
}
_MOST_SHOWN = 90


@dataclass
class Changes:
    """What is different in the newer of two editions, each a line."""

    added: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    switched_off: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    """Everything else: thresholds, who answers, titles."""
    breaking: list[str] = field(default_factory=list)
    """What can no longer be compared or summed with the older one."""

    def as_lines(self) -> list[str]:
        """All of it, under headings; one line where nothing is different."""
        parts = (
            ("Добавлено", self.added),
            ("Переименовано", self.renamed),
            ("Переставлено", self.moved),
            ("Выключено", self.switched_off),
            ("Изменено", self.otherwise),
            ("Не сравнить с прежним изданием", self.breaking),
        )
        lines = [
            line
            for title, found in parts
            if found
            for line in (f"{title}: {len(found)}.", *(f"  {one}" for one in found))
        ]
        return lines or ["Отличий нет."]


def changes_between(old: Edition, new: Edition) -> Changes:
    """What is different in the new edition."""
    found = Changes()
    for name, what in _LISTS.items():
        _compare_lists(found, name, what, getattr(old, name, ()), getattr(new, name, ()))
    for name, what in _GENERAL.items():
        if getattr(old, name) != getattr(new, name):
            found.otherwise.append(what)
    if [(b.lowest, b.highest) for b in old.bands] != [(b.lowest, b.highest) for b in new.bands]:
        found.breaking.append("границы диапазонов баллов другие: графы ЕГЭ не складываются")
    return found


def _compare_lists(
    found: Changes, name: str, what: str, old: Sequence[Any], new: Sequence[Any]
) -> None:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    for key, one in after.items():
        if key not in before:
            found.added.append(f"{what} {_named(one)}")
            if name in _NUMBERS:
                found.breaking.append(f"{what} {_named(one)}: прежде не было")
    for key, one in before.items():
        if key not in after:
            found.switched_off.append(f"{what} {_named(one)}")
            if name in _NUMBERS:
                found.breaking.append(f"{what} {_named(one)}: больше нет")
    both = [key for key in after if key in before]
    for key in both:
        if before[key].label != after[key].label:
            found.renamed.append(f"{what} {_named(before[key])} → {_named(after[key])}")
        if others := list(_otherwise(before[key], after[key])):
            found.otherwise.append(f"{what} {_named(after[key])}: {', '.join(others)}")
    found.moved += [f"{what} {_named(after[key])}" for key in _moved(before, after, both)]


def _moved(before: dict[str, Any], after: dict[str, Any], both: Sequence[str]) -> Iterator[str]:
    """The rows that stand under another heading, or elsewhere among those that stayed."""
    was = [key for key in before if key in after]
    stayed = _longest_in_order([was.index(key) for key in both])
    for at, key in enumerate(both):
        one, other = before[key], after[key]
        if at not in stayed or any(
            getattr(one, name, None) != getattr(other, name, None) for name in _PLACES[:2]
        ):
            yield key


def _longest_in_order(numbers: Sequence[int]) -> set[int]:
    """The places of the longest rising run of numbers: what is not in it has moved."""
    best: list[tuple[int, int]] = []  # length of the run that ends here, the place before
    for at, number in enumerate(numbers):
        earlier = [(best[n][0], n) for n in range(at) if numbers[n] < number]
        length, before = max(earlier, default=(0, -1))
        best.append((length + 1, before))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    found = set[int]()
    while at >= 0:
        found.add(at)
        at = best[at][1]
    return found


_WORDS = {
    "thresholds": "порог",
    "threshold_source": "источник порога",
    "confirmed": "подтверждено",
    "fail_threshold": "от чего «не сдал»",
    "school_column": "графа по школе",
    "owner": "кто отвечает",
    "base": "доля от",
    "number": "номер",
    "aliases": "другие названия",
    "needs_grade11": "только с 11 классом",
}


def _otherwise(old: Any, new: Any) -> Iterator[str]:
    """The properties that are different, beside the label and the place."""
    for name in type(new).model_fields:
        if name in ("label", "key", "headings", "group", "opens_group", "of_school_budget"):
            continue
        if getattr(old, name, None) != getattr(new, name, None):
            yield _WORDS.get(name, name)


def _named(row: Any) -> str:
    text = " ".join(str(row.label).split())
    short = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
    return f"«{short}»"


def shared_with_other_meaning(old: Edition, new: Edition) -> Iterator[tuple[str, str]]:
    """The list and key of each row that would mean something else under the same key."""
    for name, properties in _MEANING.items():
        before = {one.key: one for one in getattr(old, name)}
        for one in getattr(new, name):
            other = before.get(one.key)
            if other and any(getattr(one, p) != getattr(other, p) for p in properties):
                yield name, one.key


_MEANING: dict[str, Iterable[str]] = {
    "indicators": ("kind", "base"),
    "plan_items": ("kind",),
    "subjects": ("mandatory",),
}
"""What a row is, whatever it is called."""
