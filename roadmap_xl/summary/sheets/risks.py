"""«Риски»: each school beside the district's criteria; how many it meets, and no rating."""

from __future__ import annotations

from ...form.layout import column_name
from ..numbers.risks import YES, SchoolRisks, criteria, school_risks
from .page import HEAD_ROWS, SummaryPage, of_schools

NUMBER, NAME, PERSONS, FIRST = 0, 1, 2, 3
_HINT = (
    "«да» — признак есть, рядом числа, по которым это видно. «Всего» — сколько признаков, а не "
    "рейтинг: они разного веса. Средний балл группы меньше {group} человек ничего не говорит и "
    "признаком не бывает. Границы — настройки района."
)


def draw_risks(page: SummaryPage) -> None:
    """Words first; the colour of a cell only repeats them. Totals are live counts of «да»."""
    settings = page.summary.settings
    titles = criteria(settings)
    widths = (5, 31, 11, *(31 for _ in titles[:-2]), 20, 16, 11)
    page.head("Риски", _HINT.format(group=settings.min_group), widths)
    criterion = {FIRST + n: f"~risk.{n}" for n in range(len(titles))}
    numbers = {NUMBER: "~number", PERSONS: "=org.persons", FIRST + len(titles): "~risks"}
    page.tag_columns(criterion | numbers)
    header = last = HEAD_ROWS
    page.header(header, ["№", "Школа", "Участников ЕГЭ, чел.", *titles, "Всего признаков"], 58)
    met = [0] * len(titles)
    for last, found in enumerate(school_risks(page.summary), start=header + 1):
        _line(page, last, last - header, found)
        met = [number + answer.met for number, answer in zip(met, found.answers, strict=True)]
    page.filter(header, last)
    last += 1
    _totals(page, last, header + 1, met)
    page.finish(header_row=header, last_row=last, freeze=(header + 1, FIRST))


def _line(page: SummaryPage, row: int, number: int, found: SchoolRisks) -> None:
    texts = [(FIRST + n, answer.words) for n, answer in enumerate(found.answers)]
    page.height(row, [(NAME, found.school.name), *texts])
    page.number(row, NUMBER, number, "cell")
    page.text(row, NAME, found.school.name, "label")
    page.number(row, PERSONS, found.persons, "cell")
    for (column, words), answer in zip(texts, found.answers, strict=True):
        page.text(row, column, words, "flagged" if answer.met else "small")
    first, last = column_name(FIRST), column_name(FIRST + len(texts) - 1)
    formula = f'=COUNTIF({first}{row + 1}:{last}{row + 1},"{YES}*")'
    page.formula(row, FIRST + len(texts), formula, found.total, "count")
    page.tag_row(row, f"org@{found.school.key}")


def _totals(page: SummaryPage, row: int, first: int, met: list[int]) -> None:
    """At how many schools each criterion is met."""
    page.sheet.set_row(row, 20)
    page.text(row, NUMBER, "", "total")
    page.text(row, NAME, f"Школ с признаком ({of_schools(page.summary)})", "total")
    page.text(row, PERSONS, "", "total")
    for column, number in enumerate(met, start=FIRST):
        letters = column_name(column)
        formula = f'=COUNTIF({letters}{first + 1}:{letters}{row},"{YES}*")'
        page.formula(row, column, formula, number, "total_cell")
    page.text(row, FIRST + len(met), "", "total")
