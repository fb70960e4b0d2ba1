"""«ЕГЭ» and «ЕГЭ по школе»: the exam tables, and the chart of a school's bands of marks."""

from __future__ import annotations

from ..expressions.excel import excel_text
from ..expressions.numbers import show_value
from ..form.layout import EGE, Block
from ..form.rows import Subject
from ..form.tables import BANDS, BaseMath, SchoolMeasures, SchoolParticipants, SubjectResults
from .chart_looks import BAND_COLOURS, FONT, parts_of_bars
from .live import Live
from .looks import NAVY
from .sheet import PASTE_HINT, FormSheet, heading, line_fields

_CHART_DESCRIPTION = (
    "Диаграмма: доли участников каждого предмета по диапазонам баллов. Те же числа стоят в таблице "
    "«ЕГЭ» выше и меняются вместе с ней."
)
_CHART_SIZE = {"width": 1010, "height": 400}


def _column_numbers(sheet: FormSheet, row: int, last: int) -> None:
    """The row of column numbers that official forms have."""
    for column in range(1, last + 1):
        sheet.text(row, column, str(column), "number_row")


def draw_ege(sheet: FormSheet) -> None:
    """«ЕГЭ»: subjects by bands of marks, then base mathematics by years."""
    edition, layout = sheet.layout.edition, sheet.layout
    exams, base_math = layout.blocks_of("ege"), layout.blocks_of("bm")
    hint = f"{PASTE_HINT} Предмет не сдавали — оставьте строку пустой." if exams else PASTE_HINT
    heading(sheet, edition.titles.ege if exams else edition.titles.base_math, hint)
    for block in (*exams, *base_math):
        sheet.tags(block)
    for block in exams:
        _subjects(sheet, block)
    for block in base_math:
        if exams:  # the chart never across two pages
            sheet.sheet.set_h_pagebreaks([block.header_row - 1])
        _base_math(sheet, block)
    for block in exams:
        add_band_chart(sheet, block, [*exams, *base_math][-1].last_row + 2)
    top = [*exams, *base_math][0]
    sheet.sheet.freeze_panes(top.header_row + 1, 2)
    sheet.finish(landscape=True, widths=(18, 7, 7, 11.5, 6, 14, *(6, 7) * 5, 6, 52))


def _subjects(sheet: FormSheet, block: Block) -> None:
    layout, top = sheet.layout, block.header_row - 1
    sheet.text(top, 1, layout.edition.titles.subject, "header")
    sheet.text(top, 2, "Порог", "header_added")
    for (_, column), name in zip(block.columns, SubjectResults.columns, strict=True):
        sheet.text(top, column, layout.form.column_label(SubjectResults, name), "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 42)
    _column_numbers(sheet, block.header_row, 17)
    for line in block.lines:
        if isinstance(line.spec, Subject):
            sheet.text(line.row, 1, line.spec.label, "label")
            thresholds = "/".join(map(str, line.spec.thresholds))
            sheet.text(line.row, 2, thresholds, "label_center")
        sheet.sheet.set_row(line.row, 24)
        line_fields(sheet, block, line)


def _base_math(sheet: FormSheet, block: Block) -> None:
    top = block.header_row
    sheet.text(top - 1, 1, sheet.layout.edition.titles.base_math, "school")
    names = [spec.label for _, spec in BaseMath.columns.values()]
    sheet.merged(top, 1, 2, names[0], "header")
    for (_, column), label in list(zip(block.columns, names, strict=True))[1:]:
        sheet.text(top, column, label, "header")
    sheet.check_header(top)
    for line in block.lines:
        found = sheet.layout.fields_on(block, line)
        sheet.sheet.set_row(line.row, 24)
        for tag, field in found:
            sheet.field(line.row, dict(block.columns)[tag], field, 2 if tag == "year" else 0)
        sheet.check(line.row, [field for _, field in found])


def draw_school(sheet: FormSheet) -> None:
    """«ЕГЭ по школе»: the document's table «в разрезе организаций» for this school."""
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
    sheet.merged(line.row, 1, 2, _participants(), "label")
    line_fields(sheet, persons, line)
    sheet.check_header(persons.header_row)
    top = org.header_row
    titles = edition.titles
    for column, label in ((1, titles.number), (2, titles.organisation), (3, titles.school_measure)):
        sheet.text(top, column, label, "header")
    for (_, column), spec in zip(org.columns, edition.school_columns, strict=True):
        sheet.text(top, column, spec.label, "header")
    sheet.check_header(top)
    sheet.sheet.set_row(top, 32)
    first, last = org.lines[0].row, org.last_row
    sheet.merged(first, 1, 1, "1", "label_center", last - first + 1)
    _school_name(sheet, first, last)
    for line in org.lines:
        sheet.text(line.row, 3, SchoolMeasures.columns[line.column][1].label, "label")
        sheet.sheet.set_row(line.row, 30)
        line_fields(sheet, org, line)
    for n, note in enumerate(edition.titles.school_footnotes, start=1):
        sheet.text(last + n, 1, note, "note")
    sheet.last_row = last + len(edition.titles.school_footnotes)
    sheet.sheet.freeze_panes(top + 1, 4)
    widths = (5, 23, 17, *([12.5] * len(edition.school_columns)), 50)
    sheet.finish(landscape=True, widths=widths)


def _participants() -> str:
    return SchoolParticipants.columns["participants_persons"][1].label


def _school_name(sheet: FormSheet, first: int, last: int) -> None:
    """The document's own cell: the school's name with its number of participants."""
    name, persons = (
        sheet.live.addresses.field(field_id)
        for field_id in ("meta.school_name", "org.participants_persons")
    )
    submission = sheet.live.submission
    school, number = (
        "" if value is None else show_value(value)
        for value in (submission["meta.school_name"], submission["org.participants_persons"])
    )

    def part(cell: str) -> str:
        return f'IF(COUNTA({cell})=0,"",IF(ISNUMBER({cell}),ROUND({cell},2),{cell}))'

    label = f"{_participants()} "
    value = f"{school}\n{label}{number}"
    formula = f"={part(name)}&CHAR(10)&{excel_text(label)}&{part(persons)}"
    sheet.sheet.merge_range(first, 2, last, 2, "", sheet.formats["label"])
    sheet.formula(first, 2, Live(formula, value), "label")


def add_band_chart(sheet: FormSheet, block: Block, row: int) -> None:
    """Stacked bars of whole percents, a bar for each subject, below the tables."""
    chart = sheet.workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = dict(block.columns)
    first, last = block.lines[0].row, block.last_row
    for band, colour in zip(BANDS, BAND_COLOURS, strict=True):
        field = sheet.layout.form.field(SubjectResults, block.lines[0].spec.key, band)
        chart.add_series(
            {
                "name": field.label if field else band,
                "categories": [EGE, first, 1, last, 1],
                "values": [EGE, first, columns[band], last, columns[band]],
                "gap": 45,
                **parts_of_bars(colour, "0;;"),
            }
        )
    chart.set_title(
        {
            "name": "Участники по диапазонам баллов (на полосах — число человек)",
            "name_font": {**FONT, "size": 11, "color": NAVY},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": FONT})
    chart.set_x_axis({"num_format": "0%", "num_font": FONT, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": FONT})
    chart.set_size(_CHART_SIZE)
    options = {
        "description": _CHART_DESCRIPTION,
        "object_position": 2,
    }
    sheet.sheet.insert_chart(row, 1, chart, options)
    sheet.last_row = row + 21
