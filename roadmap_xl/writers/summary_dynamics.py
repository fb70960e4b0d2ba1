"""«Динамика»: each subject year by year: the district, the same schools in both years, each one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..district.coverage import Coverage
from ..district.dynamics import (
    MEAN,
    NAMES,
    Circle,
    Measures,
    N,
    all_keys,
    of_figures,
    of_school,
    reasons,
    year_labels,
    years,
)
from ..district.subject_totals import groups
from ..district.summary import DistrictSummary
from ..expressions.numbers import round_half_up
from ..layout import column_name
from .summary_page import HEAD_ROWS, SummaryPage

_COLUMNS = (
    ("Школы", 36),
    ("Предмет", 22),
    ("Учебный год", 22),
    ("Участников", 11),
    ("Средний балл", 10),
    ("Изменение", 11),
    ("Не преодолели порог", 11),
    ("80 баллов и больше", 11),
    ("Ряд", 60),
)
WHO, SUBJECT, YEAR, FIRST, CHANGE, NOTE = 0, 1, 2, 3, 5, 8
_DIGITS = 1
"""Of a mean; the change is the difference of what is printed."""
_NUMBERS = (3, 4, 6, 7)
_STYLES = ("cell", "average", "share", "share")
DISTRICT, SAME = "Все школы района", "Сопоставимый круг"
_NOTHING = Measures()
_HINT = (
    "Сравнивать можно годы с одинаковыми порогом, диапазонами и составом сдающих; где они разные, "
    "стоит «ряд прерван» и причина. «Сопоставимый круг» — школы, учтённые в обоих годах. Изменение "
    "у школы показано, когда в обоих годах не меньше {group} участников. «80 баллов и больше» в "
    "бланке одна на все иностранные языки."
)
_NO_PREVIOUS = (
    "Прошлых лет нет: при сборке укажите снимок прошлой сводки (файл .json рядом с ней) — "
    "roadmap-xl consolidate … --previous ФАЙЛ.json"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a subject in a year, or the break between two."""

    who: str
    subject: str
    year: str
    measures: Measures = _NOTHING
    change: float | None = None
    note: str = ""
    tag: str = ""
    is_break: bool = False


def draw_dynamics(page: SummaryPage) -> None:
    """First the district, subject by subject, then every school."""
    hint = _HINT.format(group=page.summary.settings.min_group)
    page.head("Динамика", hint, [width for _, width in _COLUMNS])
    page.tag_columns(dict(zip(_NUMBERS, NAMES, strict=True)))
    found = years(page.summary)
    header = row = HEAD_ROWS
    page.header(header, [title for title, _ in _COLUMNS], 32)
    before = ("", "")
    for row, line in enumerate(_lines(found), start=header + 1):
        _line(page, row, line, is_first=before != (before := (line.who, line.subject)))
    page.filter(header, row)
    letter = column_name(SUBJECT)
    criteria = f"=${letter}{header + 2}<>${letter}{header + 1}"
    between = {"type": "formula", "criteria": criteria, "format": page.formats["paint_above"]}
    page.sheet.conditional_format(header + 1, WHO, max(row, header + 1), NOTE, between)
    if len(found) == 1:
        row += 1
        page.merged(row, _NO_PREVIOUS, "section_note")
    page.finish(header_row=header, last_row=row, freeze=(header + 1, FIRST))


def _line(page: SummaryPage, row: int, line: Line, *, is_first: bool) -> None:
    page.height(row, [(WHO, line.who if is_first else ""), (NOTE, line.note)])
    again = "" if is_first else "_again"
    page.text(row, WHO, line.who, f"label{again}")
    page.text(row, SUBJECT, line.subject, f"label{again}")
    page.text(row, YEAR, line.year, "flagged" if line.is_break else "label_center")
    for column, style, value, name in zip(_NUMBERS, _STYLES, line.measures, NAMES, strict=True):
        page.number(row, column, _shown(name, value), style)
    page.number(row, CHANGE, line.change, "change")
    page.text(row, NOTE, line.note, "flagged" if line.is_break else "small")
    if line.tag:
        page.tag_row(row, line.tag)


def _shown(name: str, value: float | None) -> float | None:
    """A percent as Excel stores it; a mean with the decimals that are printed."""
    if value is None or name == N:
        return value
    return round_half_up(value, _DIGITS) if name == MEAN else value / 100


def _lines(found: list[DistrictSummary]) -> Iterator[Line]:
    labels = year_labels(found)
    circle = Circle(found[-2], found[-1]) if len(found) > 1 else None
    for key, subject, _ in groups(found[-1].edition):
        of_years = [of_figures(one.figures, key) for one in found]
        if any(one.was_sat for one in of_years):
            yield from _of_district(found, labels, key, subject, of_years)
            if circle is not None:
                yield from _of_circle(circle, labels, key, subject)
    if circle is not None:  # of one year, «Средние баллы» and «Предметы» say it all
        yield from _of_schools(found, labels)


def _of_district(
    found: list[DistrictSummary], labels: list[str], key: str, subject: str, of: list[Measures]
) -> Iterator[Line]:
    for at, (one, label) in enumerate(zip(found, labels, strict=True)):
        broken = reasons(found, at, key)
        if broken:
            said = f"ряд прерван: {'; '.join(broken)}"
            yield Line(DISTRICT, subject, "ряд прерван", note=said, is_break=True)
        coverage = Coverage(len(one.counted), len(one.schools)).words
        change = None if broken or not at else _change(of[at - 1], of[at])
        yield Line(DISTRICT, subject, label, of[at], change, coverage, _tag(found, at, key))


def _of_circle(circle: Circle, labels: list[str], key: str, subject: str) -> Iterator[Line]:
    """The same schools in both years; nothing where the years may not be compared."""
    if reasons([circle.was, circle.now], 1, key):
        return
    was, now = circle.measures(key)
    note = f"школ, учтённых в обоих годах: {circle.schools}"
    yield Line(SAME, subject, labels[-2], was, note=note)
    yield Line(SAME, subject, labels[-1], now, _change(was, now), note)


def _of_schools(found: list[DistrictSummary], labels: list[str]) -> Iterator[Line]:
    for school, name in all_keys(found):
        opened = [one.counted.of(school) for one in found]
        missing = [label for one, label in zip(opened, labels, strict=True) if one is None]
        for key, subject, _ in groups(found[-1].edition):
            pairs = zip(opened, found, strict=True)
            of = [of_school(one, summary.figures, key) for one, summary in pairs]
            if not any(one.was_sat for one in of):
                continue
            for at, label in enumerate(labels):
                if opened[at] is not None:
                    change, note = _judged(found, at, key, of, missing)
                    tag = f"{_tag(found, at, key)}@{school}" if at == len(found) - 1 else ""
                    yield Line(name, subject, label, of[at], change, note, tag)


def _judged(
    found: list[DistrictSummary], at: int, key: str, of: list[Measures], missing: list[str]
) -> tuple[float | None, str]:
    """The change since the year before, or why there is none."""
    if missing:
        return None, f"вне сопоставимого круга: школы нет в сводке {', '.join(missing)}"
    if not at:
        return None, ""
    if broken := reasons(found, at, key):
        return None, f"ряд прерван: {'; '.join(broken)}"
    change = _change(of[at - 1], of[at])
    group = found[-1].settings.min_group
    if change is not None and min(of[at - 1].n or 0, of[at].n or 0) < group:
        return None, f"участников меньше {group}: изменение не показано"
    return change, ""


def _change(was: Measures, now: Measures) -> float | None:
    if was.mean is None or now.mean is None:
        return None
    return round_half_up(
        round_half_up(now.mean, _DIGITS) - round_half_up(was.mean, _DIGITS), _DIGITS
    )


def _tag(found: list[DistrictSummary], at: int, key: str) -> str:
    """Only this year's numbers are in this summary's figures."""
    return f"dyn.{key}" if at == len(found) - 1 else ""
