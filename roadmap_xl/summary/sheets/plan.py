"""«План» and «Просрочено»: how far the plans are, and the activities whose term has passed.

The first has the district by section, then each school's percents as a map of numbers; the second
the activities, the longest overdue first.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten

from ...district.school import DISTRICT, School
from ...expressions.numbers import percent
from ...form.layout import column_name
from ...texts.days import day_text
from ..figures import Figure
from ..numbers.from_files import own_plan, plan_book
from ..numbers.overdue import Overdue, OverdueList
from ..numbers.plan import ALL, QUOTIENTS, REPEATS, SchoolPlan, sections
from .page import HEAD_ROWS, SummaryPage, of_schools
from .spill import LAST_ROW

NUMBER, LABEL, FIRST = 0, 1, 2
MEASURES: Mapping[str, str] = {
    "items": "Пунктов в планах",
    "off": "не применимо",
    "applies": "Применимо",
    "done": "выполнено",
    "going": "выполняется",
    "overdue": "просрочено",
    "ahead": "срок не наступил",
    "unmarked": "повторяется, а отметки нет",
    "undated": "без срока",
    "share": "Исполнено, %",
    "due": "Срок уже прошёл",
    "in_time": "из них исполнено в срок",
    "in_time_share": "Исполнено в срок, %",
    "repeats": "Повторений наступило",
    "others": "Заполнено пунктов района",
    "own_items": "Своих пунктов у школ",
    "own_applies": "свои: применимо",
    "own_done": "свои: выполнено",
    "own_overdue": "свои: просрочено",
    "own_share": "Свои исполнены, %",
}
"""The lines of the first table, by what the key of their figures says."""
_LONGEST = 84
"""Letters of a section's name in its header."""
_SHARES = ("share", "in_time_share")
_STRONG = ("items", "applies", "share", "in_time_share", "own_items", "own_share")
_HINT = (
    "Каждый пункт стоит в одной строке — от «выполнено» до «без срока». Повторяющийся "
    "(«ежеквартально») — один пункт. «В срок» — дата в отметке не позже срока; без даты не "
    "засчитано. Процент посчитан из сумм, а не усреднён по школам. "
    "Пункты района, заполненные школами, — одно мероприятие района, в счёт школ не идут. Свои "
    "пункты, которые школы добавили, стоят отдельно и с пунктами бланка не складываются."
)
_SCHOOLS = ("Применимо", "Выполнено", "Просрочено", "Самая долгая просрочка, дней, и своих")
_SCHOOL_TAGS = ("applies", "done", "overdue")


def draw_plan(page: SummaryPage) -> None:
    """The sections as columns: counts of the district above, percents of the schools below."""
    names = sections(page.summary.edition)
    keys = [key for key, _ in names]
    whole = FIRST + len(keys)
    page.head("Исполнение плана", _HINT, (5, 36, *(8.5 for _ in keys), 10, 11, 11, 11, 13))
    extra = {at: f"=plan.{m}.{ALL}" for at, m in enumerate(_SCHOOL_TAGS, start=whole + 1)}
    more = {NUMBER: "~number", whole + 1 + len(_SCHOOL_TAGS): "~longest"}
    page.tag_columns(dict(enumerate([*keys, ALL], start=FIRST)) | extra | more)
    header = HEAD_ROWS
    _titles(page, header, [_title(key, name) for key, name in names], whole)
    rows = {measure: header + 1 + n for n, measure in enumerate(MEASURES)}
    for measure, row in rows.items():
        _measure(page, row, measure, [*keys, ALL], rows)
    last = _own(page, header + 1 + len(rows), keys)
    last = _schools(page, last + 1, keys)
    page.finish(header_row=header, last_row=last, freeze=(0, FIRST))


def _title(key: str, name: str) -> str:
    """A section's name as a narrow column shows it: without what stands in brackets or is long."""
    short = " ".join(name.partition("(")[0].split())
    return f"{key}. {shorten(short, _LONGEST, placeholder=' …')}"


def _titles(page: SummaryPage, row: int, names: list[str], whole: int) -> None:
    page.sheet.set_row(row, 150)
    day = page.summary.settings.report_day
    as_of = f"на {day_text(day)}" if day else "на дату отчёта каждой школы"
    heads = ((NUMBER, ""), (LABEL, f"Все школы вместе, {as_of}"), (whole, "Весь план"))
    for column, title in heads:
        page.text(row, column, title, "header")
    for column, name in enumerate(names, start=FIRST):
        page.text(row, column, name, "header_turned")
    page.text(row, whole + 1, "Учтено школ", "header")
    page.merged(row, "Не учтено: пунктов нет в файле", "header", whole + 2)


def _measure(
    page: SummaryPage, row: int, measure: str, keys: list[str], rows: Mapping[str, int]
) -> None:
    """A line of counts or of percents that are live quotients of the counts above."""
    figures = page.summary.figures
    strong = measure in _STRONG
    page.tag_row(row, f"plan.{measure}")
    page.text(row, NUMBER, "", "total" if strong else "label")
    page.text(row, LABEL, MEASURES[measure], "total" if strong else "label_indented")
    for column, key in enumerate(keys, start=FIRST):
        figure = figures[f"plan.{measure}.{key}"]
        if measure == REPEATS:
            fraction = f"{figure.count or 0} из {figure.whole}" if figure.whole else ""
            page.text(row, column, fraction, "share")
        else:
            _number(page, row, column, measure, figure, rows, is_whole=key == ALL)
    total = figures[f"plan.{measure}.{ALL}"]
    behind = FIRST + len(keys)
    page.text(row, behind, f"{total.counted} {of_schools(page.summary)}", "small")
    page.sheet.set_row(row, 18)
    page.merged(row, total.left_out.words, "small", behind + 1)


def _number(
    page: SummaryPage,
    row: int,
    column: int,
    measure: str,
    figure: Figure,
    rows: Mapping[str, int],
    *,
    is_whole: bool,
) -> None:
    letters, value = column_name(column), figure.value
    style = "total_" if measure in _STRONG else ""
    if measure in QUOTIENTS:
        count, of = (f"{letters}{rows[name] + 1}" for name in QUOTIENTS[measure])
        shown = None if value is None else value / 100
        formula = f'=IF({of}=0,"",ROUND({count}/{of},2))'
        page.formula(row, column, formula, shown, f"{style}share")
    elif measure == "applies":
        formula = f"={letters}{rows['items'] + 1}-{letters}{rows['off'] + 1}"
        page.formula(row, column, formula, value or 0, f"{style}cell")
    elif is_whole:
        formula = f"=SUM({column_name(FIRST)}{row + 1}:{column_name(column - 1)}{row + 1})"
        page.formula(row, column, formula, value or 0, f"{style}cell")
    else:
        page.number(row, column, value, f"{style}cell")


def _own(page: SummaryPage, row: int, keys: list[str]) -> int:
    """The district's own activities, from its own book and from nowhere else; the next row."""
    plan = own_plan(page.summary)
    number = sum(r.kind == "item" and r.owner == "D" for r in page.summary.edition.plan_items)
    if plan is None:
        sentence = f"Книги района в сводке нет: {number} пунктов управления образования не учтены."
        page.merged(row, sentence, "section_note")
        return row + 1
    page.merged(row, "Пункты управления образования — по книге района, один раз", "section")
    for n, measure in enumerate(("applies", "done", "overdue", "share"), start=1):
        page.text(row + n, NUMBER, "", "label")
        page.text(row + n, LABEL, MEASURES[measure], "label_indented")
        page.tag_row(row + n, f"plan.{measure}@{DISTRICT.key}")
        for column, key in enumerate([*keys, ALL], start=FIRST):
            _own_number(page, row + n, column, plan, measure, key)
    return row + 5


def _own_number(
    page: SummaryPage, row: int, column: int, plan: SchoolPlan, measure: str, key: str
) -> None:
    if measure in _SHARES:
        share = percent(plan.counts["done", key], plan.counts["applies", key])
        letters = column_name(column)
        formula = f'=IF({letters}{row - 2}=0,"",ROUND({letters}{row - 1}/{letters}{row - 2},2))'
        page.formula(row, column, formula, None if share is None else share / 100, "share")
    else:
        page.number(row, column, plan.counts[measure, key], "cell")


def _schools(page: SummaryPage, row: int, keys: list[str]) -> int:
    """The percent of each section at each school, in figures; the colour only repeats them."""
    page.merged(row, "Исполнено по школам, % применимых пунктов раздела", "section")
    header = row + 1
    page.header(header, ["№", "Школа", *keys, "Весь план", *_SCHOOLS], 44)
    last = header
    for last, school in enumerate(page.summary.counted.schools, start=header + 1):
        _school(page, last, last - header, school, [*keys, ALL])
    page.filter(header, last)
    if last > header:
        page.sheet.conditional_format(
            header + 1, FIRST, min(last, LAST_ROW - 1), FIRST + len(keys),
            {"type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num",
             "max_value": 1, "min_color": "#FFFFFF", "max_color": "#BFD4EB"},
        )  # fmt: skip
    return last


def _school(page: SummaryPage, row: int, number: int, school: School, keys: list[str]) -> None:
    plan = plan_book(page.summary).of(school.key)
    page.height(row, [(LABEL, school.name)])
    page.number(row, NUMBER, number, "cell")
    page.text(row, LABEL, school.name, "label")
    page.tag_row(row, f"plan.share@{school.key}")
    for column, key in enumerate(keys, start=FIRST):
        share = percent(plan.number("done", key), plan.number("applies", key))
        style = "absent" if share is None else "share"
        page.number(row, column, None if share is None else share / 100, style)
    at = FIRST + len(keys)
    for column, measure in enumerate(_SCHOOL_TAGS, start=at):
        page.number(row, column, plan.number(measure, ALL) if plan.is_asked else None, "cell")
    page.number(row, at + len(_SCHOOL_TAGS), plan.longest or None, "cell")


# --- «Просрочено» ---

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
_OVERDUE_HINT = (
    "Срок прошёл, а пункт не выполнен и не «не применимо». Срок без точной даты («по плану») и "
    "повторяющийся («ежеквартально») не бывает просрочен; перенесённый считается по новому сроку. "
    "Отберите школу в графе «Школа» — получится перечень для письма."
)


def draw_overdue(page: SummaryPage) -> None:
    """A line for each overdue activity; the days are a live difference of the two dates."""
    page.head("Просроченные пункты плана", _OVERDUE_HINT, [width for _, width in _COLUMNS])
    page.tag_columns(
        {0: "~number", DAYS: "~days", OF_SCHOOL: "=plan.late.all", LONGEST: "~longest"}
    )
    found = plan_book(page.summary).overdue
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
    own = f", из них своих пунктов школ: {found.own}" if found.own else ""
    words = f"Просрочено пунктов: {len(found)}{own}  ·  школ: {found.schools}"
    return f"{words}  ·  {page.summary.coverage.words}"


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
