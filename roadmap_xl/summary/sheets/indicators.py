"""«Показатели»: each indicator over the district, then by schools, both years with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...district.school import DISTRICT as OF_DISTRICT
from ...expressions.numbers import percent, show_value
from ...form.layout import column_name
from ...form.rows import IndicatorRow
from ..numbers.indicators import (
    FLAG,
    OWN,
    SHARE,
    YEARS,
    YES,
    IndicatorSchools,
    SchoolAnswers,
    State,
    YearAnswer,
    YearTally,
    indicator_schools,
    own_answers,
    percent_of,
)
from ..numbers.summary import Coverage, DistrictSummary, schools_of
from .blocks import Rows, finish, first_school, mark, schools_header, why
from .page import HEAD_ROWS, SummaryPage

_UNCOUNTED = (State.NOT_APPLICABLE, State.BLANK, State.ONLY_PERCENT)


def district_note(summary: DistrictSummary, row: IndicatorRow, tallies: Sequence[YearTally]) -> str:
    """What the figures leave out; what is so in both years is said once."""
    years = (summary.edition.year1, summary.edition.year2)
    parts: list[str] = []
    parts_by_year = (_parts(summary, row, *one) for one in zip(YEARS, tallies, strict=True))
    for both in zip(*parts_by_year, strict=True):
        if len(set(both)) == 1:
            parts.append(both[0])
        else:
            parts += (f"{year}: {part}" for year, part in zip(years, both, strict=True) if part)
    return "; ".join(filter(None, parts))


def _parts(summary: DistrictSummary, row: IndicatorRow, year: str, tally: YearTally) -> list[str]:
    """What there is to say of one year; empty texts where there is nothing."""
    states, everyone = tally.states, len(summary.schools)
    figure = summary.figures[f"ind.{row.key}.{year}.num"]
    is_answered = row.kind == FLAG and figure.count is not None
    share = percent(float(figure.count or 0), everyone) if is_answered else None
    return [
        "" if share is None else f"от всех {everyone} {schools_of(everyone)} района — {share}%",
        *(f"{state}: {states[state]}" if states[state] else "" for state in _UNCOUNTED),
        _left_out(tally),
    ]


def _left_out(tally: YearTally) -> str:
    """«не учтено: СОШ № 5 (IND-004)»."""
    named = [f"{name} ({code})" for name, code in tally.left_out]
    more = tally.states[State.LEFT_OUT] - len(named)
    return f"не учтено: {', '.join(named)}{f' и ещё {more}' if more else ''}" if named else ""


def school_note(found: YearAnswer) -> str:
    """Why a school's answer does not count; empty where it does."""
    if found.answer.left_out is not None:
        return found.answer.left_out.what
    if found.answer.state is State.ONLY_PERCENT and found.typed is not None:
        return f"указано {show_value(found.typed * 100)}%, а из чего — нет"
    return ""


# --- The sheet ---

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
    row: IndicatorRow | None = None
    tallies: Sequence[YearTally] = ()
    """What schools answered by year; none where they are not asked."""
    own: SchoolAnswers | None = None
    """What the district answers in its own book."""
    note: str = "Заполняет район в своей книге, её здесь нет."


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
    lines, number = _district_lines(page, found)
    top = Rows(header + 1, header + len(lines))
    first = first_school(top)
    below = Rows(first, first + number - 1)
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


def _district_lines(
    page: SummaryPage, found: Iterable[IndicatorSchools]
) -> tuple[list[_Line], int]:
    """The form's indicators, those of the schools' own as one line, and how many lines follow."""
    edition, own = page.summary.edition, own_answers(page.summary)
    groups = {group.key: group.label for group in edition.indicator_groups}
    asked: dict[str, Sequence[YearTally]] = {}
    listed: Counter[str] = Counter()
    number = 0
    for one in found:
        number += len(one.schools)
        if one.row.kind == OWN:
            listed[one.row.group] += len(one.schools)
        else:
            asked[one.row.key] = [one.tally(year) for year in range(len(YEARS))]
    lines = [
        _Line(row.key, row.label, row, asked.get(row.key, ()), own.get(row.key))
        for row in edition.indicators
        if row.kind != OWN
    ]
    lines += (_Line(key, groups[key], note=_list_schools(n)) for key, n in listed.items())
    return lines, number


def _list_schools(number: int) -> str:
    return f"Показателей школ: {number}; перечислены ниже, не складываются." if number else ""


def _district(page: SummaryPage, row: int, line: _Line, below: Rows) -> None:
    texts = {KEY: line.key, LABEL: line.label, SCHOOL: "РАЙОН"}
    for column in range(NOTE):
        page.number(row, column, None, "total")
    for column, text in texts.items():
        page.text(row, column, text, "total_small" if column == LABEL else "total")
    note = line.note
    if line.row is not None and line.tallies:
        page.tag_row(row, f"ind.{line.key}")
        for year in range(len(YEARS)):
            _district_year(page, row, line.row, year, below)
        note = district_note(page.summary, line.row, line.tallies)
    elif line.own is not None:
        tenths = line.row is not None and line.row.tenths
        page.tag_row(row, f"ind.{line.key}@{OF_DISTRICT.key}")
        for year, answered in enumerate(line.own.years):
            _own_year(page, row, _first(year), tenths, answered)
        note = "Из книги района."
    page.text(row, NOTE, note, "small")
    page.height(row, [(LABEL, line.label), (NOTE, note)])


def _district_year(
    page: SummaryPage, row: int, indicator: IndicatorRow, year: int, below: Rows
) -> None:
    """Live: the sums over the schools' rows below and the percent of the sums."""
    figures, first = page.summary.figures, _first(year)
    key = f"ind.{indicator.key}.{YEARS[year]}"
    number = figures[f"{key}.num"]
    if number.count is not None:
        formula = _sum(indicator, row, first, below)
        page.formula(row, first, formula, number.value, _style("total_", number.value))
    gave = number.gave
    if indicator.kind in (SHARE, FLAG) and (whole := figures[f"{key}.den"]).value is not None:
        gave = whole.gave
        formula = _whole(indicator, row, first, below)
        page.formula(row, first + 1, formula, whole.value, _style("total_", whole.value))
        share = figures[f"{key}.pct"].value
        _percent(page, row, first, indicator.tenths, share, "total_")
    coverage = Coverage(gave, len(page.summary.schools))
    page.text(row, first + 3, coverage.short, "total_cell")


def _own_year(page: SummaryPage, row: int, first: int, tenths: bool, answered: YearAnswer) -> None:
    """The district's own numbers; of what does not count only why."""
    answer, state = answered.answer, str(answered.answer.state)
    if answer.state is State.COUNTED:
        for column, value in ((first, answered.number), (first + 1, answered.whole)):
            page.number(row, column, value, _style("total_", value))
        share = percent_of(tenths, answer.count or 0, answer.whole)
        _percent(page, row, first, tenths, share, "total_")
        state = _COUNTED
    elif answer.left_out is not None:
        state = why(answer.left_out)
    page.text(row, first + 3, state, "total_cell")


def _style(kind: str, value: float | None) -> str:
    """Thousands apart in whole numbers; a fraction as it is."""
    return f"{kind}cell" if value is None or value % 1 else f"{kind}thousands"


def _sum(indicator: IndicatorRow, row: int, column: int, below: Rows) -> str:
    at = f"${column_name(KEY)}{row + 1}"
    if indicator.kind != FLAG:
        return f"={below.summed(KEY, at, column)}"
    return f'=SUMPRODUCT(--({below.of(KEY)}={at}),--({below.of(column)}="{YES}"))'


def _whole(indicator: IndicatorRow, row: int, first: int, below: Rows) -> str:
    """Of a share the sum of «всего»; of «да» the schools that answered."""
    at = f"${column_name(KEY)}{row + 1}"
    if indicator.kind != FLAG:
        return f"={below.summed(KEY, at, first + 1)}"
    return f'=SUMPRODUCT(--({below.of(KEY)}={at}),--({below.of(first + 3)}="{_COUNTED}"))'


def _school(page: SummaryPage, row: int, indicator: IndicatorRow, found: SchoolAnswers) -> None:
    page.tag_row(row, f"ind.{indicator.key}@{found.school}")
    is_own = indicator.kind == OWN
    page.text(row, KEY, indicator.key, "label")
    page.text(row, LABEL, found.label, "small" if is_own else "label_again")
    page.text(row, SCHOOL, found.name, "label")
    page.text(row, UNIT, found.unit, "state_note")
    notes: dict[str, None] = {}
    for year, answered in enumerate(found.years):
        own_unit = (found.unit or "—") if is_own else ""
        _school_year(page, row, _first(year), indicator.tenths, own_unit, answered)
        notes.setdefault(school_note(answered))
    note = "; ".join(filter(None, notes))
    page.text(row, NOTE, note, "small")
    words = [(_first(year), one.answer.words) for year, one in enumerate(found.years)]
    own_label = [(LABEL, found.label)] if is_own else []
    page.height(row, [(SCHOOL, found.name), (NOTE, note), *words, *own_label])


def _school_year(
    page: SummaryPage, row: int, first: int, tenths: bool, own_unit: str, found: YearAnswer
) -> None:
    """`own_unit`: of an indicator of the school's own; a share there is typed as a percent."""
    answer, is_percent = found.answer, own_unit == "%" and (found.number or 0) <= 1
    if answer.words:
        page.text(row, first, answer.words, "cell")
        page.number(row, first + 1, None, "cell")
    else:
        for column, value in ((first, found.number), (first + 1, found.whole)):
            if answer.state is State.LEFT_OUT and value is not None:
                page.text(row, column, mark(value), "state_error")
            else:
                counted = value if answer.state is State.COUNTED else None
                page.number(row, column, counted, "share" if is_percent else _style("", counted))
    share = None
    if found.whole is not None and answer.state is State.COUNTED:
        share = percent_of(tenths, answer.count or 0, answer.whole)
    _percent(page, row, first, tenths, share)
    state, style = str(answer.state), "state_note"
    if answer.state is State.COUNTED:
        state = "перечислено" if own_unit else _COUNTED
    if answer.left_out is not None:
        state, style = why(answer.left_out), "state_error"
    page.text(row, first + 3, state, style)


def _percent(
    page: SummaryPage, row: int, first: int, tenths: bool, share: float | None, kind: str = ""
) -> None:
    """Live; blank where the row does not count. With one decimal where percents are small."""
    style, digits = (f"{kind}share_tenths", 3) if tenths else (f"{kind}share", 2)
    if share is None:
        page.number(row, first + 2, None, style)
        return
    number, whole = (f"{column_name(column)}{row + 1}" for column in (first, first + 1))
    formula = f'=IF(N({whole})=0,"",ROUND(N({number})/{whole},{digits}))'
    page.formula(row, first + 2, formula, share / 100, style)
