"""«Просрочено»: the activities whose term has passed, the longest overdue first."""

from __future__ import annotations

from ..district.overdue import Overdue, OverdueList
from ..layout import column_name
from .summary_page import HEAD_ROWS, SummaryPage

_COLUMNS = (
    ("№", 5),
    ("Школа", 30),
    ("Пункт", 8),
    ("Мероприятие", 48),
    ("Срок, как записан", 19),
    ("Последний день", 11),
    ("На дату отчёта", 11),
    ("Дней просрочки", 10),
    ("Ответственные", 26),
    ("Отметка школы", 26),
    ("Просрочено у школы, пунктов", 12),
    ("Самая долгая у школы, дней", 12),
)
LAST, DAY, DAYS, WHO, MARK, OF_SCHOOL, LONGEST = range(5, 12)
_HINT = (
    "Срок прошёл, а пункт не выполнен и не «не применимо». Срок без точной даты («по плану») и "
    "повторяющийся («ежеквартально») не бывает просрочен; перенесённый считается по новому сроку. "
    "Отберите школу в графе «Школа» — получится перечень для письма."
)


def draw_overdue(page: SummaryPage) -> None:
    """A line for each overdue activity; the days are a live difference of the two dates."""
    page.head("Просроченные пункты плана", _HINT, [width for _, width in _COLUMNS])
    page.tag_columns(
        {0: "~number", DAYS: "~days", OF_SCHOOL: "=plan.overdue.all", LONGEST: "~longest"}
    )
    found = page.summary.plans.overdue
    page.text(HEAD_ROWS, 0, _tally(page, found), "tally")
    page.sheet.set_row(HEAD_ROWS, 20)
    header = row = HEAD_ROWS + 1
    page.header(header, [title for title, _ in _COLUMNS], 44)
    for row, one in enumerate(found, start=header + 1):
        _line(page, row, row - header, one)
    if row == header:
        row += 1
        page.merged(row, "Просроченных пунктов нет.", "label")
    page.filter(header, row)
    page.finish(header_row=header, last_row=row, freeze=(header + 1, 2))


def _tally(page: SummaryPage, found: OverdueList) -> str:
    said = f"Просрочено пунктов: {len(found)}  ·  школ: {found.schools}"
    return f"{said}  ·  {page.summary.coverage.words}"


def _line(page: SummaryPage, row: int, number: int, one: Overdue) -> None:
    texts = {
        1: (one.school, "label"),
        2: (one.code, "label_center"),
        3: (one.activity, "small"),
        4: (one.term, "small"),
        WHO: (one.responsible, "small"),
        MARK: (one.mark or "отметки нет", "small"),
    }
    page.height(row, [(column, text) for column, (text, _) in texts.items()])
    page.number(row, 0, number, "cell")
    for column, (text, style) in texts.items():
        page.text(row, column, text, style)
    page.day(row, LAST, one.last)
    page.day(row, DAY, one.day)
    days = f"={column_name(DAY)}{row + 1}-{column_name(LAST)}{row + 1}"
    page.formula(row, DAYS, days, one.days, "count")
    page.number(row, OF_SCHOOL, one.of_school, "cell")
    page.number(row, LONGEST, one.longest, "cell")
    page.tag_row(row, f"late.{one.row}@{one.key}")
