"""«Риски»: each school beside the district's criteria; how many it meets, and no rating.

A school without data is beside none: nobody knows.
"""

from __future__ import annotations

from ...form.layout import column_name
from ..numbers.risks import NO_DATA, YES, SchoolRisks, criteria, school_risks
from .page import HEAD_ROWS, SummaryPage, of_schools

NUMBER, NAME, PERSONS, FIRST = 0, 1, 2, 3
_KNOWN = f"{NO_DATA} — "
_HINT = (
    "«да» — признак есть, рядом числа, по которым это видно. «Всего» — сколько признаков, а не "
    "рейтинг: они разного веса. Средний балл группы меньше {group} человек ничего не говорит и "
    "признаком не бывает. Границы — настройки района. Школа без принятого файла — «нет данных»: "
    "рискованна она или нет, неизвестно."
)


def draw_risks(page: SummaryPage) -> None:
    """Words first; the colour of a cell only repeats them. Totals are live counts of «да»."""
    settings = page.summary.settings
    titles = criteria(settings, page.summary.edition)
    widths = (5, 31, 11, *(31 for _ in titles[:-1]), 20, 18, 11)
    page.head("Риски", _HINT.format(group=settings.min_group), widths)
    criterion = {FIRST + n: f"~risk.{n}" for n in range(len(titles))}
    behind = FIRST + len(titles)
    numbers = {NUMBER: "~number", behind: "~no_data", behind + 1: "~risks"}
    if "org.persons" in page.summary.figures:
        numbers[PERSONS] = "=org.persons"
    page.tag_columns(criterion | numbers)
    header = last = HEAD_ROWS
    head = ["№", "Школа", "Участников ЕГЭ, чел.", *titles, "Данные школы", "Всего признаков"]
    page.header(header, head, 58)
    met, without = [0] * len(titles), 0
    for last, found in enumerate(school_risks(page.summary), start=header + 1):
        _line(page, last, last - header, found)
        met = [number + answer.met for number, answer in zip(met, found.answers, strict=True)]
        without += not found.has_data
    page.filter(header, last)
    last += 1
    _totals(page, last, header + 1, met, without)
    page.finish(header_row=header, last_row=last, freeze=(header + 1, FIRST))


def _line(page: SummaryPage, row: int, number: int, found: SchoolRisks) -> None:
    texts = [(FIRST + n, answer.words) for n, answer in enumerate(found.answers)]
    data = "учтены" if found.has_data else f"{NO_DATA}: {found.status.removeprefix(_KNOWN)}"
    behind = FIRST + len(texts)
    page.height(row, [(NAME, found.school.name), *texts, (behind, data)])
    page.number(row, NUMBER, number, "cell")
    page.text(row, NAME, found.school.name, "label")
    page.number(row, PERSONS, found.persons, "cell")
    for (column, words), answer in zip(texts, found.answers, strict=True):
        page.text(row, column, words, "flagged" if answer.met else "small")
    page.text(row, behind, data, "small" if found.has_data else "state_note")
    if found.has_data:
        first, last = column_name(FIRST), column_name(behind - 1)
        formula = f'=COUNTIF({first}{row + 1}:{last}{row + 1},"{YES}*")'
        page.formula(row, behind + 1, formula, found.total, "count")
    else:
        page.number(row, behind + 1, None, "count")
    page.tag_row(row, f"org@{found.school.key}")


def _totals(page: SummaryPage, row: int, first: int, met: list[int], without: int) -> None:
    """At how many schools each criterion is met, and of how many there are no data."""
    page.sheet.set_row(row, 20)
    page.text(row, NUMBER, "", "total")
    page.text(row, NAME, f"Школ с признаком ({of_schools(page.summary)})", "total")
    page.text(row, PERSONS, "", "total")
    counted = [*((number, YES) for number in met), (without, NO_DATA)]
    for column, (number, word) in enumerate(counted, start=FIRST):
        letters = column_name(column)
        formula = f'=COUNTIF({letters}{first + 1}:{letters}{row},"{word}*")'
        page.formula(row, column, formula, number, "total_cell")
    page.text(row, FIRST + len(counted), "", "total")
