"""The sheets that mirror the document's tables: Паспорт, ЕГЭ, ЕГЭ по школе, Показатели, План."""

from __future__ import annotations

from ..form.edition import (
    IndicatorRow,
    PassportRow,
    PlanHeadingRow,
    PlanItemRow,
    SchoolColumn,
    Subject,
)
from ..form.fields import columns_of
from ..form.tables import BaseMath, Indicator, PlanHeading, PlanItem, SchoolMeasures, SubjectResults
from ..layout import TITLE, Block, Line
from .live import Live
from .sheet import FormSheet

PASTE_HINT = (
    "Заполняйте жёлтые ячейки, серые считаются сами. Вставляйте скопированное через «Специальная "
    "вставка → Значения»: обычная вставка стирает подсказки и проверки."
)


def heading(sheet: FormSheet, title: str, hint: str) -> None:
    """The sheet's title, the school, how many errors are left, and the way back."""
    last = sheet.check_column - 1
    sheet.text(0, 1, sheet.layout.form.edition_text(title), "title")
    sheet.sheet.set_row(0, 26)
    school = sheet.live.field_address("meta.school_name")
    name = str(sheet.live.submission["meta.school_name"] or "")
    sheet.formula(1, 1, Live(f'=IF(COUNTA({school})=0,"",{school})', name), "school")
    sheet.merged(2, 1, last, hint, "hint")
    sheet.sheet.set_row(2, 27)
    errors = sheet.live.count(3, sheet.name)
    said = f"Ошибок на листе: {errors.value}"
    sheet.formula(
        0, sheet.check_column, Live(f'="Ошибок на листе: "&{errors.formula[1:]}', said), "school"
    )
    sheet.sheet.write_url(
        1, sheet.check_column, f"internal:'{TITLE}'!A1", sheet.formats["link"], "← Титул"
    )


def _fields(sheet: FormSheet, block: Block, line: Line, merge_to: int = 0) -> None:
    """All fields of a line, and what is wrong with them."""
    found = sheet.layout.fields_on(block, line)
    for tag, field in found:
        sheet.field(line.row, dict(block.columns)[tag], field, merge_to)
    sheet.check(line.row, [field for _, field in found])


def draw_passport(sheet: FormSheet) -> None:
    edition, layout = sheet.layout.edition, sheet.layout
    heading(sheet, edition.titles.passport, PASTE_HINT)
    heads, averages, counts, psp = (
        layout.block(name) for name in ("heads", "averages", "counts", "psp")
    )
    for block in (heads, averages, counts, psp):
        sheet.tags(block)
    _headcounts(sheet, heads)
    _averages(sheet, averages)
    sheet.merged(counts.header_row, 1, 1, "Численность, чел.", "header_left")
    sheet.text(counts.header_row, 2, "Число", "header")
    for line in counts.lines:
        sheet.text(line.row, 1, line.spec.label, "label")
        sheet.height(line.row, [(line.spec.label, 52)])
        _fields(sheet, counts, line)
    _passport_fields(sheet, psp)
    sheet.finish(landscape=False, widths=(52, 15, 15, 40, 58))


def _headcounts(sheet: FormSheet, block: Block) -> None:
    title = "Численность — вносится один раз и становится «Всего» показателей"
    sheet.text(block.header_row, 1, title, "header_added")
    for column, year in ((2, sheet.layout.edition.year1), (3, sheet.layout.edition.year2)):
        sheet.text(block.header_row, column, year, "header_added")
    sheet.sheet.set_row(block.header_row, 28)
    for line in block.lines:
        sheet.text(line.row, 1, line.spec.label, "label_added")
        _fields(sheet, block, line)


def _averages(sheet: FormSheet, block: Block) -> None:
    titles, text = sheet.layout.edition.titles, sheet.layout.form.edition_text
    sheet.merged(block.header_row - 1, 1, 2, titles.problem, "header_left")
    sheet.text(block.header_row, 1, text(titles.results_of_year), "sub_heading")
    sheet.text(block.header_row, 2, "Средний балл", "header")
    sheet.check_header(block.header_row)
    placed = {line.row for line in block.lines}
    for row in range(block.lines[0].row, block.last_row):
        if row not in placed:
            sheet.merged(row, 1, 2, titles.elective_averages, "sub_heading")
    for line in block.lines:
        spec = line.spec
        if isinstance(spec, Subject):
            style = "label" if spec.mandatory else "label_indented"
            sheet.text(line.row, 1, spec.average_label, style)
        _fields(sheet, block, line)


def _passport_fields(sheet: FormSheet, block: Block) -> None:
    sheet.text(block.header_row, 1, "Паспорт дорожной карты", "header_left")
    sheet.merged(block.header_row, 2, 4, "Содержание", "header_left")
    sheet.check_header(block.header_row)
    for line in block.lines:
        if not isinstance(line.spec, PassportRow):
            continue
        sheet.text(line.row, 1, line.spec.label, "label")
        _fields(sheet, block, line, merge_to=4)
        value = sheet.live.submission[f"psp.{line.spec.key}"]
        lines = "\n" * (line.spec.height - 1)
        sheet.height(line.row, [(str(value or ""), 68), (lines, 68)])
    for spec in sheet.layout.edition.passport:
        if spec.fixed:
            row = block.last_row + 1
            sheet.text(row, 1, spec.label, "label")
            sheet.merged(row, 2, 4, "\n".join(spec.fixed), "label")
            sheet.height(row, [("\n".join(spec.fixed), 60)])
            sheet.last_row = max(sheet.last_row, row)


def _column_numbers(sheet: FormSheet, row: int, last: int) -> None:
    """The row of column numbers that official forms have."""
    for column in range(1, last + 1):
        sheet.text(row, column, str(column), "number_row")


def draw_ege(sheet: FormSheet) -> None:
    edition, layout = sheet.layout.edition, sheet.layout
    heading(sheet, edition.titles.ege, PASTE_HINT + " Предмет не сдавали — оставьте строку пустой.")
    ege, bm = layout.block("ege"), layout.block("bm")
    sheet.tags(ege)
    sheet.tags(bm)
    top = ege.header_row - 1
    sheet.text(top, 1, "Предмет", "header")
    sheet.text(top, 2, "Порог", "header_added")
    for (_, column), (_, spec) in zip(
        ege.columns, columns_of(SubjectResults).values(), strict=True
    ):
        sheet.text(top, column, spec.label, "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 40)
    _column_numbers(sheet, ege.header_row, 17)
    for line in ege.lines:
        if isinstance(line.spec, Subject):
            sheet.text(line.row, 1, line.spec.label, "label")
            thresholds = "/".join(map(str, line.spec.thresholds))
            sheet.text(line.row, 2, thresholds, "label_center")
        sheet.sheet.set_row(line.row, 21)
        _fields(sheet, ege, line)
    _base_math(sheet, bm)
    sheet.sheet.freeze_panes(ege.header_row + 1, 2)
    widths = (20, 7, 8, 11, *([6, 9] * 7)[:13], 58)
    sheet.finish(landscape=True, widths=widths, repeat=(top, ege.header_row))


def _base_math(sheet: FormSheet, block: Block) -> None:
    top = block.header_row
    sheet.text(top - 1, 1, sheet.layout.edition.titles.base_math, "school")
    names = [spec.label for _, spec in columns_of(BaseMath).values()]
    sheet.merged(top, 1, 2, names[0], "header")
    for (_, column), label in list(zip(block.columns, names, strict=True))[1:]:
        sheet.text(top, column, label, "header")
    sheet.check_header(top)
    for line in block.lines:
        found = sheet.layout.fields_on(block, line)
        sheet.sheet.set_row(line.row, 21)
        for tag, field in found:
            sheet.field(line.row, dict(block.columns)[tag], field, 2 if tag == "year" else 0)
        sheet.check(line.row, [field for _, field in found])


def draw_school(sheet: FormSheet) -> None:
    edition, layout = sheet.layout.edition, sheet.layout
    heading(
        sheet,
        edition.titles.school,
        "Впишите «Численность участников» и строку «Сдали 80 и более баллов»; остальные строки "
        "считаются по листу «ЕГЭ».",
    )
    persons, org = layout.block("persons"), layout.block("org")
    sheet.tags(persons)
    sheet.tags(org)
    line = persons.lines[0]
    sheet.merged(line.row, 1, 2, "Численность участников", "label")
    _fields(sheet, persons, line)
    sheet.check_header(persons.header_row)
    top = org.header_row
    for column, label in ((1, "№ п/п"), (2, "Общеобразо-вательная организация"), (3, "Итоги ЕГЭ¹")):
        sheet.text(top, column, label, "header")
    for (_, column), spec in zip(org.columns, edition.school_columns, strict=True):
        sheet.text(top, column, spec.label, "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 32)
    first, last = org.lines[0].row, org.last_row
    sheet.merged(first, 1, 1, "1", "label_center", last - first + 1)
    _school_name(sheet, first, last)
    for line in org.lines:
        sheet.text(line.row, 3, columns_of(SchoolMeasures)[line.column][1].label, "label")
        sheet.sheet.set_row(line.row, 30)
        _fields(sheet, org, line)
    for n, note in enumerate(edition.titles.school_footnotes, start=1):
        sheet.text(last + n, 1, note, "note")
    sheet.last_row = last + len(edition.titles.school_footnotes)
    widths = (6, 26, 25, *([11.5] * len(edition.school_columns)), 58)
    sheet.finish(landscape=True, widths=widths)


def _school_name(sheet: FormSheet, first: int, last: int) -> None:
    """The document's own cell: the school's name with its number of participants."""
    name, persons = (
        sheet.live.field_address(field_id)
        for field_id in ("meta.school_name", "org.participants_persons")
    )
    submission = sheet.live.submission
    value = (
        f"{submission['meta.school_name'] or ''}\nЧисленность участников "
        f"{'' if submission['org.participants_persons'] is None else submission['org.participants_persons']}"
    )
    formula = (
        f'=IF(COUNTA({name})=0,"",{name})&CHAR(10)&"Численность участников "'
        f'&IF(COUNTA({persons})=0,"",{persons})'
    )
    sheet.sheet.merge_range(first, 2, last, 2, "", sheet.formats["label"])
    sheet.formula(first, 2, Live(formula, value), "label")


def draw_indicators(sheet: FormSheet) -> None:
    edition, layout = sheet.layout.edition, sheet.layout
    heading(
        sheet,
        "Целевые показатели",
        "Впишите численность и «Всего» — процент посчитается сам. Второй год — план. " + PASTE_HINT,
    )
    block = layout.block("ind")
    sheet.tags(block)
    top = block.header_row - 1
    labels = ["№", "Наименование целевого показателя", "Единица измерения", edition.year1, edition.year2]
    for column, label in enumerate(labels, start=1):
        sheet.merged(top, column, column, label, "header", 2)
    for first, year in ((6, edition.year1), (9, edition.year2)):
        sheet.merged(top, first, first + 2, f"{year}: из чего процент", "header_added")
        for n, label in enumerate(("Числен-ность", "Всего", "%")):
            sheet.text(top + 1, first + n, label, "header_added")
    sheet.sheet.set_row(top + 1, 27)
    sheet.check_header(top)
    groups = {group.key: group.label for group in edition.indicator_groups}
    seen: set[str] = set()
    for line in block.lines:
        if isinstance(line.spec, IndicatorRow):
            if line.spec.group not in seen:
                seen.add(line.spec.group)
                sheet.merged(line.row - 1, 1, 11, groups[line.spec.group], "section")
            _indicator(sheet, block, line, line.spec)
    sheet.sheet.freeze_panes(top + 2, 3)
    widths = (7, 46, 12, 12, 12, 10, 10, 8, 10, 10, 8, 58)
    sheet.finish(landscape=True, widths=widths, repeat=(top, top + 1))


def _indicator(sheet: FormSheet, block: Block, line: Line, spec: IndicatorRow) -> None:
    sheet.text(line.row, 1, spec.key, "label_center")
    if spec.kind != "own":
        sheet.text(line.row, 2, spec.label, "label")
    there = {tag for tag, _ in sheet.layout.fields_on(block, line)}
    for tag, column in block.columns:
        if tag not in there and tag != "name":
            sheet.text(line.row, column, "–", "absent")
    sheet.height(line.row, [(spec.label, 46)], 30)
    _fields(sheet, block, line)


def draw_plan(sheet: FormSheet) -> None:
    edition, layout = sheet.layout.edition, sheet.layout
    heading(
        sheet,
        edition.titles.plan[0],
        edition.titles.plan[1].format(year1=edition.year1, year2=edition.year2)
        + ". Срок и ответственного можно указать один раз в строке раздела. Пункты с пометкой "
        "«район» выполняет управление образования. Свои пункты — в пустых строках в конце раздела.",
    )
    block = layout.block("pln")
    sheet.tags(block)
    top = block.header_row
    labels = ("№ п/п", *(spec.label for _, spec in columns_of(PlanItem).values()))
    for column, label in enumerate(labels, start=1):
        sheet.text(top, column, label, "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 30)
    for line in block.lines:
        if isinstance(line.spec, PlanHeadingRow):
            _plan_heading(sheet, block, line, line.spec)
        elif isinstance(line.spec, PlanItemRow):
            _plan_item(sheet, block, line, line.spec)
    _signature(sheet)
    sheet.sheet.freeze_panes(top + 1, 3)
    sheet.finish(landscape=True, widths=(8, 58, 22, 26, 30, 28, 50), repeat=(top, top))


def _plan_heading(sheet: FormSheet, block: Block, line: Line, spec: PlanHeadingRow) -> None:
    sheet.text(line.row, 1, spec.number, "section")
    for column in range(2, 7):
        sheet.text(line.row, column, spec.label if column == 2 else "", "section")
    sheet.height(line.row, [(spec.label, 52)], 20)
    _fields(sheet, block, line)


def _plan_item(sheet: FormSheet, block: Block, line: Line, spec: PlanItemRow) -> None:
    of_district = spec.owner == "D"
    number = (spec.number + ("\nрайон" if of_district else "")).strip("\n")
    sheet.text(line.row, 1, number, "label_faint" if of_district else "label_center")
    if spec.kind != "own":
        sheet.text(line.row, 2, spec.label, "label_faint" if of_district else "label")
    filled = [
        (str(sheet.live.submission.values[field.slot] or ""), width)
        for (_, field), width in zip(
            sheet.layout.fields_on(block, line)[-4:], (22, 26, 30, 28), strict=True
        )
    ]
    sheet.height(line.row, [(spec.label, 58), (number, 8), *filled], 20)
    _fields(sheet, block, line)


def _signature(sheet: FormSheet) -> None:
    """Inputs on the line, the document's captions below it."""
    block = sheet.layout.block("sgn")
    sheet.tags(block)
    (line,) = block.lines
    sheet.text(block.header_row, 2, sheet.layout.edition.titles.signature, "school")
    sheet.sheet.set_row(line.row, 26)
    _fields(sheet, block, line)
    captions = ((2, "(наименование должности руководителя)"), (3, "(подпись)"), (4, "(ФИО)"), (6, "(дата)"))
    for column, caption in captions:
        sheet.text(line.row + 1, column, caption, "caption")
    sheet.last_row = line.row + 1


DRAWN = {
    "Паспорт": draw_passport,
    "ЕГЭ": draw_ege,
    "ЕГЭ по школе": draw_school,
    "Показатели": draw_indicators,
    "План": draw_plan,
}
"""How each sheet is drawn."""

