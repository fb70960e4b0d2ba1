"""«Предметы»: each subject over the district, with the chart of its bands of marks."""

from __future__ import annotations

from collections.abc import Sequence

from ...form.layout import column_name
from ...form.tables import BANDS, SubjectResults
from ...workbook.chart_looks import BAND_COLOURS, description, parts_of_bars
from ..numbers.subjects import TOTAL, SubjectTotal
from ..numbers.summary import Coverage
from .page import HEAD_ROWS, SummaryPage

CHART_DATA = "_chart"
"""A hidden sheet: the subjects that were sat, for the chart."""
LABEL, WHOLE, FIRST_BAND = 0, 1, 2
SAT = FIRST_BAND + 2 * len(BANDS)
COUNTED, LEFT_OUT = SAT + 1, SAT + 2
CHART_TITLE = "Участники ЕГЭ по диапазонам баллов (на полосах — число человек)"
_COUNT_WIDTHS = {"below": 12, "b_min_50": 14}
_WIDTHS = (
    21,
    7.5,
    *(width for band in BANDS for width in (_COUNT_WIDTHS.get(band, 7.5), 6)),
    9,
    9.5,
    32,
)
_HINT = (
    "Численность сложена по школам, проценты посчитаны из сумм, а не усреднены. Пустая строка "
    "школы — предмет не сдавали. Строка «Итого по иностранным» уже включает языки над ней: не "
    "складывайте их дважды."
)


def draw_subjects(page: SummaryPage) -> None:
    """«Предметы»: subjects by bands of marks over all schools, with the chart."""
    page.head("Итоги ЕГЭ по предметам", _HINT, _WIDTHS)
    header = HEAD_ROWS
    page.tag_columns(_column_tags())
    page.header(header, _titles(page), 42)
    rows: dict[str, int] = {}
    *subjects, foreign = page.summary.subjects
    for row, subject in enumerate(subjects, start=header + 1):
        rows[subject.label] = row
        _subject_line(page, row, subject, ())
    last = header + 1 + len(rows)
    _subject_line(page, last, foreign, [rows[one.label] for one in foreign.subjects])
    last = _add_chart(page, rows, last)
    page.finish(header_row=header, last_row=last, freeze=(header + 1, 1), pages_high=1)


def _titles(page: SummaryPage) -> list[str]:
    form = page.summary.form
    labels = {name: form.column_label(SubjectResults, name) for name in (TOTAL, *BANDS)}
    bands = [title for band in BANDS for title in (labels[band], "%")]
    tail = ["Школ, где сдавали", "Учтено школ", "Не учтено из-за ошибок"]
    return ["Предмет", labels[TOTAL], *bands, *tail]


def _subject_line(
    page: SummaryPage, row: int, subject: SubjectTotal, members: Sequence[int]
) -> None:
    """A subject's line; a group's is the live sum of its members' rows."""
    page.tag_row(row, f"ege.{subject.key}")
    kind = "total_" if members else ""
    cell, share = f"{kind}cell", f"{kind}share"
    page.text(row, LABEL, subject.label, "total" if members else "label")
    for column, name in _count_columns():
        value = subject.value(name)
        if members and value is not None:
            terms = ",".join(f"{column_name(column)}{member + 1}" for member in members)
            page.formula(row, column, f"=SUM({terms})", value, cell)
        else:
            page.number(row, column, value, cell)
    for at, band in enumerate(BANDS):
        _share(page, row, FIRST_BAND + 2 * at, subject, band, share)
    coverage = Coverage(subject.counted, page.summary.exam_schools)
    page.number(row, SAT, subject.sat, cell)
    page.text(row, COUNTED, coverage.short, cell)
    words = subject.left_out
    page.text(row, LEFT_OUT, words, "total" if members and not words else "small")
    page.height(row, [(LEFT_OUT, words)], 18)


def _count_columns() -> list[tuple[int, str]]:
    return [(WHOLE, TOTAL), *((FIRST_BAND + 2 * n, band) for n, band in enumerate(BANDS))]


def _column_tags() -> dict[int, str]:
    shares = {column + 1: f"{name}.share" for column, name in _count_columns() if name != TOTAL}
    return dict(_count_columns()) | shares | {SAT: "sat"}


def _share(
    page: SummaryPage, row: int, column: int, subject: SubjectTotal, band: str, style: str
) -> None:
    """The percent as a live formula of the count beside it and «Всего».

    Where a school's error leaves out only one of the two, its other number is taken off.
    """
    share = subject.share(band)
    count = f"{column_name(column)}{row + 1}" + _less(share.count_less)
    whole = f"${column_name(WHOLE)}{row + 1}" + _less(share.whole_less)
    formula = f'=IF({whole}=0,"",ROUND(({count})/({whole}),2))'
    percent = share.percent
    page.formula(row, column + 1, formula, None if percent is None else percent / 100, style)


def _less(number: float) -> str:
    return f"-{number:g}" if number else ""


def _add_chart(page: SummaryPage, rows: dict[str, int], last: int) -> int:
    """Stacked bars of the subjects that were sat, below the table; the last row they cover."""
    sat = [subject for subject in page.summary.subjects[:-1] if subject.value(TOTAL)]
    if not sat:
        return last
    data = page.workbook.get_worksheet_by_name(CHART_DATA)
    for at, subject in enumerate(sat):
        label = f"{subject.label}: {subject.value(TOTAL):g} чел."
        data.write_string(at, 0, label)
        for n, band in enumerate(BANDS, start=1):
            source = f"{column_name(FIRST_BAND + 2 * (n - 1))}{rows[subject.label] + 1}"
            data.write_formula(at, n, f"='{page.name}'!{source}", None, subject.value(band))
    chart = _chart(page, len(sat))
    height = 110 + 30 * len(sat)
    chart.set_size({"width": 1370, "height": height})
    page.sheet.insert_chart(
        last + 2,
        0,
        chart,
        {
            "description": _chart_description(page, sat),
            "object_position": 2,
        },
    )
    return last + 2 + height // 20 + 1


def _chart_description(page: SummaryPage, sat: Sequence[SubjectTotal]) -> str:
    """The chart in words, with its numbers."""
    names = [f"{subject.label}, {subject.value(TOTAL):g} чел." for subject in sat]
    bands = zip(_titles(page)[FIRST_BAND:SAT:2], BANDS, strict=True)
    numbers = ((title, [subject.value(band) for subject in sat]) for title, band in bands)
    return description(CHART_TITLE, names, numbers)


def _chart(page: SummaryPage, number: int):  # type: ignore[no-untyped-def]  # XlsxWriter has no types
    chart = page.workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    titles = _titles(page)
    for n, colour in enumerate(BAND_COLOURS, start=1):
        chart.add_series(
            {
                "name": titles[FIRST_BAND + 2 * (n - 1)],
                "categories": [CHART_DATA, 0, 0, number - 1, 0],
                "values": [CHART_DATA, 0, n, number - 1, n],
                "gap": 35,
                **parts_of_bars(colour, "0;;"),
            }
        )
    chart.set_title(
        {"name": CHART_TITLE, "name_font": {"name": "Arial", "size": 12, "color": "#1F3864"}}
    )
    chart.set_y_axis({"reverse": True, "num_font": {"name": "Arial", "size": 10}})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": {"name": "Arial", "size": 10}})
    chart.show_hidden_data()
    return chart
