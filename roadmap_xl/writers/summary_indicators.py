"""«Показатели»: each indicator over the district, then by schools, both years with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..district.coverage import Coverage
from ..district.indicator_answers import (
    IndicatorSchools,
    SchoolAnswers,
    YearAnswer,
    indicator_schools,
)
from ..district.indicator_totals import FLAG, OWN, SHARE, YEARS, YES, State
from ..expressions.numbers import percent
from ..form.rows import IndicatorRow
from ..layout import column_name
from .summary_blocks import Rows, finish, first_school, mark, schools_header, why
from .summary_indicator_notes import district_note, school_note
from .summary_page import HEAD_ROWS, SummaryPage

KEY, LABEL, SCHOOL, UNIT = range(4)
FIRST_YEAR, COLUMNS_OF_YEAR = 4, 4
NOTE = FIRST_YEAR + COLUMNS_OF_YEAR * len(YEARS)
_WIDTHS = (7, 32, 36, 9, *(12, 9.5, 7, 14) * len(YEARS), 50)
_COUNTED = "да"
_HINT = (
    "Доля района — Σ численности ÷ Σ «всего», а не среднее процентов школ; каждый год посчитан "
    "сам по себе, второй год — план. «Доля школ …» — сколько школ ответили «да». «Не применимо» "
    "и незаполненное не учтены. Показатели школ (1.5) перечислены и не складываются. Число в "
    "скобках в итог не вошло."
)


class _Line(NamedTuple):
    """A line of the district: an indicator with what schools said to it."""

    key: str
    label: str
    found: IndicatorSchools | None
    note: str = "Заполняет район в своей книге."


def draw_indicators(page: SummaryPage) -> None:
    """The district by indicators, and below it every school's answers."""
    edition = page.summary.edition
    titles = _titles(edition.year1, edition.year2)
    page.head("Целевые показатели", _HINT, _WIDTHS)
    page.tag_columns(
        {
            _first(year) + n: f"{name}.{part}"
            for year, name in enumerate(YEARS)
            for n, part in enumerate(("num", "den", "pct"))
        }
    )
    header = HEAD_ROWS
    page.header(header, titles, 42)
    found = indicator_schools(page.summary)
    lines = _district_lines(page, found)
    top = Rows(header + 1, header + len(lines))
    first = first_school(top)
    below = Rows(first, first + sum(len(one.schools) for one in found) - 1)
    for row, line in enumerate(lines, start=top.first):
        _district(page, row, line, below)
    schools_header(page, top, titles, 42)
    row = first
    for one in found:
        for school in one.schools:
            _school(page, row, one.row, school)
            row += 1
    finish(page, below, freeze=(header + 1, SCHOOL + 1), key=KEY)


def _titles(year1: str, year2: str) -> list[str]:
    years = [(f"{year}: численность", "Всего", "%", "Учтено") for year in (year1, f"{year2}, план")]
    return ["№", "Показатель", "Школа", "Единица", *years[0], *years[1], "Примечание"]


def _first(year: int) -> int:
    return FIRST_YEAR + COLUMNS_OF_YEAR * year


def _district_lines(page: SummaryPage, found: Sequence[IndicatorSchools]) -> list[_Line]:
    """The form's indicators; those that schools name themselves are one line, without a sum."""
    edition, by_key = page.summary.edition, {one.row.key: one for one in found}
    groups = {group.key: group.label for group in edition.indicator_groups}
    own = {one.row.group: 0 for one in found if one.row.kind == OWN}
    for one in found:
        if one.row.kind == OWN:
            own[one.row.group] += len(one.schools)
    lines = [
        _Line(row.key, row.label, by_key.get(row.key))
        for row in edition.indicators
        if row.kind != OWN
    ]
    return [*lines, *(_Line(key, groups[key], None, _listed(n)) for key, n in own.items())]


def _listed(number: int) -> str:
    return f"Показателей школ: {number}; перечислены ниже, не складываются." if number else ""


def _district(page: SummaryPage, row: int, line: _Line, below: Rows) -> None:
    page.tag_row(row, f"ind.{line.key}")
    texts = {KEY: line.key, LABEL: line.label, SCHOOL: "РАЙОН"}
    for column in range(NOTE):
        page.text(row, column, texts.get(column, ""), "total_small" if column == LABEL else "total")
    note = line.note
    if line.found is not None:
        for year in range(len(YEARS)):
            _district_year(page, row, line.found, year, below)
        note = district_note(page.summary, line.found)
    page.text(row, NOTE, note, "small")
    page.height(row, [(LABEL, line.label), (NOTE, note)])


def _district_year(
    page: SummaryPage, row: int, found: IndicatorSchools, year: int, below: Rows
) -> None:
    """Live: the sums over the schools' rows below and the percent of the sums."""
    figures, first = page.summary.figures, _first(year)
    key = f"ind.{found.row.key}.{YEARS[year]}"
    number = figures[f"{key}.num"]
    if number.count is not None:
        formula = _sum(found.row, row, first, below)
        page.formula(row, first, formula, number.value, _style("total_", number.value))
    gave = number.gave
    if found.row.kind in (SHARE, FLAG) and (whole := figures[f"{key}.den"]).value is not None:
        gave = whole.gave
        formula = _whole(found.row, row, first, below)
        page.formula(row, first + 1, formula, whole.value, _style("total_", whole.value))
        share = figures[f"{key}.pct"].value
        cells = [f"{column_name(column)}{row + 1}" for column in (first, first + 1)]
        formula = f'=IF(N({cells[1]})=0,"",ROUND(N({cells[0]})/{cells[1]},2))'
        value = None if share is None else share / 100
        page.formula(row, first + 2, formula, value, "total_share")
    coverage = Coverage(gave, len(page.summary.schools))
    page.text(row, first + 3, coverage.short, "total_cell")


def _style(kind: str, value: float | None) -> str:
    """Thousands apart in whole numbers; a fraction as it is."""
    return f"{kind}cell" if value is None or value % 1 else f"{kind}thousands"


def _sum(indicator: IndicatorRow, row: int, column: int, below: Rows) -> str:
    at = f"${column_name(KEY)}{row + 1}"
    if indicator.kind != FLAG:
        return f"={below.summed(KEY, at, column)}"
    return f'=SUMPRODUCT(--({below.of(KEY)}={at}),--({below.of(column)}="{YES}"))'


def _whole(indicator: IndicatorRow, row: int, first: int, below: Rows) -> str:
    """Of a share the sum of «всего»; of «да» the schools that were asked and may be counted."""
    at = f"${column_name(KEY)}{row + 1}"
    if indicator.kind != FLAG:
        return f"={below.summed(KEY, at, first + 1)}"
    said = below.of(first + 3)
    asked = f'--(({said}="{_COUNTED}")+({said}="{State.BLANK}")>0)'
    return f"=SUMPRODUCT(--({below.of(KEY)}={at}),{asked})"


def _school(page: SummaryPage, row: int, indicator: IndicatorRow, found: SchoolAnswers) -> None:
    page.tag_row(row, f"ind.{indicator.key}@{found.school}")
    is_own = indicator.kind == OWN
    page.text(row, KEY, indicator.key, "label")
    page.text(row, LABEL, found.label, "small" if is_own else "label_again")
    page.text(row, SCHOOL, found.name, "label")
    page.text(row, UNIT, found.unit, "said_note")
    notes: dict[str, None] = {}
    for year, answered in enumerate(found.years):
        _school_year(page, row, _first(year), indicator, answered)
        notes.setdefault(school_note(answered))
    note = "; ".join(filter(None, notes))
    page.text(row, NOTE, note, "small")
    texts = [(SCHOOL, found.name), (NOTE, note), *([(LABEL, found.label)] if is_own else [])]
    page.height(row, texts)


def _school_year(
    page: SummaryPage, row: int, first: int, indicator: IndicatorRow, found: YearAnswer
) -> None:
    answer = found.answer
    if answer.words:
        page.text(row, first, answer.words, "cell")
        page.number(row, first + 1, None, "cell")
    else:
        for column, value in ((first, found.number), (first + 1, found.whole)):
            if answer.state is State.LEFT_OUT and value is not None:
                page.text(row, column, mark(value), "said_error")
            else:
                counted = value if answer.state is State.COUNTED else None
                page.number(row, column, counted, _style("", counted))
    share = None
    if indicator.kind == SHARE and answer.state is State.COUNTED:
        share = percent(float(answer.count or 0), float(answer.whole))
    _percent(page, row, first, share)
    said, style = str(answer.state), "said_note"
    if answer.state is State.COUNTED:
        said = "перечислено" if indicator.kind == OWN else _COUNTED
    if answer.left_out is not None:
        said, style = why(answer.left_out), "said_error"
    page.text(row, first + 3, said, style)


def _percent(page: SummaryPage, row: int, first: int, share: int | None) -> None:
    """Live; blank where the row does not count."""
    if share is None:
        page.number(row, first + 2, None, "share")
        return
    number, whole = (f"{column_name(column)}{row + 1}" for column in (first, first + 1))
    formula = f'=IF(N({whole})=0,"",ROUND({number}/{whole},2))'
    page.formula(row, first + 2, formula, share / 100, "share")
