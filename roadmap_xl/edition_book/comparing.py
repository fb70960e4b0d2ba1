"""What is different between two editions, in words; and what of it breaks comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from ..form.edition import Edition
from ..form.parts import PARTS
from .sheets import KIND, SHEETS

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
}
_YEAR = re.compile(r"20\d\d")
_MOST_SHOWN, _BEFORE = 90, 25
"""Letters of a label that are shown, and of those how many before the first that differs."""


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
    compared = _words_of if old.exam_year == new.exam_year else _words_without_years
    without = _compare_parts(found, old, new)
    for name, what in _LISTS.items():
        if name in without:
            continue
        lists = (getattr(old, name), getattr(new, name))
        _compare_lists(found, name, what, *lists, compared=compared)
    for name, what in _GENERAL.items():
        if getattr(old, name) != getattr(new, name):
            found.otherwise.append(what)
    if [(b.lowest, b.highest) for b in old.bands] != [(b.lowest, b.highest) for b in new.bands]:
        found.breaking.append("границы диапазонов баллов другие: графы ЕГЭ не складываются")
    return found


def _compare_parts(found: Changes, old: Edition, new: Edition) -> set[str]:
    """What tables the one has and the other has not; the lists that are not compared then."""
    skipped = set[str]()
    for part in PARTS:
        was, now = part.name not in old.without, part.name not in new.without
        if was != now:
            meaning = f" Не будет {part.gone}." if part.gone and not now else ""
            (found.added if now else found.switched_off).append(f"таблица «{part.title}».{meaning}")
            found.breaking.append(f"таблица «{part.title}»: есть только в одном из изданий")
        if not (was and now):
            skipped |= {*part.lists}
    return skipped


def _compare_lists(
    found: Changes,
    name: str,
    what: str,
    old: Sequence[Any],
    new: Sequence[Any],
    *,
    compared: Callable[[Any], str],
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
        if compared(before[key]) != compared(after[key]):
            found.renamed.append(f"{what} {_both_labels(before[key], after[key])}")
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


_WORDS = {"level": KIND, "kind": KIND} | {
    column.name: column.title for sheet in SHEETS for column in sheet.columns
}
"""What the properties are called on the sheets of the workbook."""


def _otherwise(old: Any, new: Any) -> Iterator[str]:
    """The properties that are different, beside the label and the place."""
    for name in [one.name for one in fields(new)]:
        if name in ("label", "key", "headings", "group", "opens_group", "of_school_budget"):
            continue
        if getattr(old, name, None) != getattr(new, name, None):
            yield f"«{_WORDS.get(name, KIND)}»"


def _named(row: Any) -> str:
    return f"«{_cut(_words_of(row), 0)}»"


def _both_labels(old: Any, new: Any) -> str:
    """Both labels, long ones from where they begin to differ."""
    texts = [_words_of(old), _words_of(new)]
    pairs = enumerate(zip(*texts, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), min(map(len, texts)))
    start = common - _BEFORE if common > _MOST_SHOWN - _BEFORE else 0
    was, now = (_cut(text, start) for text in texts)
    return f"«{was}» → «{now}»"


def _words_of(row: Any) -> str:
    return " ".join(str(row.label).split())


def _words_without_years(row: Any) -> str:
    """The label of a row whose edition is moved to another year: its years move by themselves."""
    return _YEAR.sub("", _words_of(row))


def _cut(text: str, start: int) -> str:
    shown = text[start : start + _MOST_SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + len(shown) < len(text) else ''}"


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
