"""«Динамика»: each subject year by year: the district, the same schools in both years, each one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...expressions.numbers import round_half_up
from ...form.layout import column_name
from ..numbers.dynamics import (
    NAMES,
    Circle,
    Measures,
    all_keys,
    mean_digits,
    of_figures,
    of_school,
    reasons,
    year_labels,
    years,
)
from ..numbers.subjects import groups
from ..numbers.summary import DistrictSummary
from .page import HEAD_ROWS, SummaryPage
from .spill import LAST_ROW

_COLUMNS = (
    ("Школы", 36),
    ("Предмет", 22),
    ("Учебный год", 22),
    ("Участников", 11),
    ("Средний балл", 10),
    ("Изменение", 11),
    ("Не преодолели порог", 11),
    ("80 баллов и больше", 11),
    ("По каким школам; можно ли сравнивать", 60),
)
WHO, SUBJECT, YEAR, FIRST, CHANGE, NOTE = 0, 1, 2, 3, 5, 8
_DIGITS = 1
"""Of a mean, at most."""
_NUMBERS = (3, 4, 6, 7)
DISTRICT, SAME = "Все школы района", "Сопоставимый круг"
CIRCLE = "circle"
"""Among the marks of a row's tag: of the schools that are in both years."""
_NOTHING = Measures()
_HINT = (
    "Сравнивать можно годы с одинаковыми порогом, диапазонами и составом сдающих; где они разные, "
    "стоит «ряд прерван» и причина. «Сопоставимый круг» — школы, учтённые в обоих годах. Изменение "
    "у школы показано, когда в обоих годах не меньше {group} участников. «80 баллов и больше» в "
    "бланке одна на все иностранные языки."
)
_NO_PREVIOUS = (
    "Прошлых лет нет: впишите снимок прошлой сводки (файл .json рядом с ней) на лист «Настройки» "
    "или укажите его при сборке — roadmap-xl consolidate … --previous ФАЙЛ.json"
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
    mean_style: str = "cell"


def draw_dynamics(page: SummaryPage) -> None:
    """First the district, subject by subject, then every school."""
    hint = _HINT.format(group=page.summary.settings.min_group)
    page.head("Динамика", hint, [width for _, width in _COLUMNS])
    page.tag_columns(dict(zip(_NUMBERS, NAMES, strict=True)) | {CHANGE: "~change"})
    of = _Years(page.summary)
    header = row = HEAD_ROWS
    page.header(header, [title for title, _ in _COLUMNS], 42)
    before = ("", "")
    for row, line in enumerate(_lines(of), start=header + 1):
        _line(page, row, line, is_first=before != (before := (line.who, line.subject)))
    page.filter(header, row)
    letter = column_name(SUBJECT)
    criteria = f"=${letter}{header + 2}<>${letter}{header + 1}"
    between = {"type": "formula", "criteria": criteria, "format": page.formats["paint_above"]}
    last = min(max(row, header + 1), LAST_ROW - 1)
    page.sheet.conditional_format(header + 1, WHO, last, NOTE, between)
    if len(of.found) == 1:
        row += 1
        page.merged(row, _NO_PREVIOUS, "section_note")
    page.finish(header_row=header, last_row=row, freeze=(header + 1, FIRST))


def _line(page: SummaryPage, row: int, line: Line, *, is_first: bool) -> None:
    page.height(row, [(WHO, line.who if is_first else ""), (NOTE, line.note)])
    again = "" if is_first else "_again"
    page.text(row, WHO, line.who, f"label{again}")
    page.text(row, SUBJECT, line.subject, f"label{again}")
    page.text(row, YEAR, line.year, "flagged" if line.is_break else "label_center")
    styles = ("cell", line.mean_style, "share", "share")
    for column, style, value in zip(_NUMBERS, styles, line.measures, strict=True):
        in_hundred = style == "share" and value is not None
        page.number(row, column, value / 100 if in_hundred and value is not None else value, style)
    page.number(row, CHANGE, line.change, "change")
    page.text(row, NOTE, line.note, "flagged" if line.is_break else "small")
    if line.tag:
        page.tag_row(row, line.tag)


class _Years:
    """The summaries, the earliest first, with what is asked of them again and again."""

    def __init__(self, summary: DistrictSummary) -> None:
        self.found = years(summary)
        self.labels = year_labels(self.found)
        self.lines = [(key, label) for key, label, _ in groups(summary.edition)]
        self.group = summary.settings.min_group
        self._broken = {
            (at, key): reasons(self.found, at, key)
            for at in range(len(self.found))
            for key, _ in self.lines
        }

    def broken(self, at: int, key: str) -> str:
        """«ряд прерван: …» where this year may not be compared with the one before; else empty."""
        because = self._broken[at, key]
        return f"ряд прерван: {'; '.join(because)}" if because else ""

    def tag(self, at: int, key: str, school: str = "", *marks: str) -> str:
        """The key of the subject's figures; behind «#» of which summary they are."""
        back = len(self.found) - 1 - at
        mark_text = ".".join([*marks, *([f"back{back}"] if back else [])])
        return (
            f"dyn.{key}" + (f"@{school}" if school else "") + (f"#{mark_text}" if mark_text else "")
        )

    def printed(self, at: int, key: str, measures: Measures) -> tuple[Measures, str]:
        """The district's numbers as precise as its averages were given, with the cell's style."""
        digits = mean_digits(self.found[at].figures, key)
        return _rounded(measures, digits), "average" if digits else "cell"


def _rounded(measures: Measures, digits: int) -> Measures:
    mean = measures.mean
    return measures if mean is None else measures._replace(mean=round_half_up(mean, digits))


def _lines(of: _Years) -> Iterator[Line]:
    circle = Circle(of.found[-2], of.found[-1]) if len(of.found) > 1 else None
    for key, subject in of.lines:
        of_years = [of_figures(one.figures, key) for one in of.found]
        if any(one.was_sat for one in of_years):
            yield from _of_district(of, key, subject, of_years)
            if circle is not None:
                yield from _of_circle(of, circle, key, subject)
    if circle is not None:  # of one year, «Средние баллы» and «Предметы» say it all
        yield from _of_schools(of)


def _of_district(of: _Years, key: str, subject: str, numbers: list[Measures]) -> Iterator[Line]:
    printed = [of.printed(at, key, one) for at, one in enumerate(numbers)]
    for at, (one, label) in enumerate(zip(of.found, of.labels, strict=True)):
        broken = of.broken(at, key)
        if broken:
            yield Line(DISTRICT, subject, "ряд прерван", note=broken, is_break=True)
        coverage = one.exam_coverage.words
        measures, style = printed[at]
        change = None if broken or not at else _change(printed[at - 1][0], measures)
        tag = of.tag(at, key)
        yield Line(DISTRICT, subject, label, measures, change, coverage, tag, mean_style=style)


def _of_circle(of: _Years, circle: Circle, key: str, subject: str) -> Iterator[Line]:
    """The same schools in both years; nothing where the years may not be compared."""
    last = len(of.found) - 1
    if of.broken(last, key):
        return
    pairs = zip((last - 1, last), circle.measures(key), strict=True)
    (was, was_style), (now, style) = (of.printed(at, key, one) for at, one in pairs)
    note = f"школ, учтённых в обоих годах: {circle.schools}"
    before, label = of.labels[-2:]
    tags = [of.tag(at, key, "", CIRCLE) for at in (last - 1, last)]
    yield Line(SAME, subject, before, was, note=note, tag=tags[0], mean_style=was_style)
    yield Line(SAME, subject, label, now, _change(was, now), note, tags[1], mean_style=style)


def _of_schools(of: _Years) -> Iterator[Line]:
    for school, name in all_keys(of.found):
        opened = [one.counted.of(school) for one in of.found]
        missing = [label for one, label in zip(opened, of.labels, strict=True) if one is None]
        for key, subject in of.lines:
            pairs = zip(opened, of.found, strict=True)
            numbers = [_rounded(of_school(one, s.figures, key), _DIGITS) for one, s in pairs]
            if not any(one.was_sat for one in numbers):
                continue
            for at, label in enumerate(of.labels):
                if opened[at] is not None:
                    change, note = _change_or_reason(of, at, key, numbers, missing)
                    tag = of.tag(at, key, school)
                    yield Line(name, subject, label, numbers[at], change, note, tag)


def _change_or_reason(
    of: _Years, at: int, key: str, numbers: list[Measures], missing: list[str]
) -> tuple[float | None, str]:
    """The change since the year before, or why there is none."""
    if missing:
        return None, f"вне сопоставимого круга: школы нет в сводке {', '.join(missing)}"
    if not at or of.broken(at, key):
        return None, of.broken(at, key)
    was, now = numbers[at - 1 : at + 1]
    change = _change(was, now)
    if change is not None and min(was.n or 0, now.n or 0) < of.group:
        return None, f"участников меньше {of.group}: изменение не показано"
    return change, ""


def _change(was: Measures, now: Measures) -> float | None:
    """The difference of what is printed."""
    if was.mean is None or now.mean is None:
        return None
    return round_half_up(now.mean - was.mean, _DIGITS)
