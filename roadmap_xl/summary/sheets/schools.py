"""«По школам»: the document's table, four lines for each school, then the district's totals."""

from __future__ import annotations

from ...form.layout import column_name
from ...form.tables import SchoolMeasures, SchoolParticipants
from ..figures import Figure
from ..numbers.schools import MEASURES, SchoolBlock, SchoolCell, school_block
from ..numbers.schools import PERSONS as PERSONS_KEY
from ..numbers.summary import DistrictSummary, schools_of
from .page import HEAD_ROWS, SummaryPage

NUMBER, NAME, PERSONS, MEASURE, FIRST = 0, 1, 2, 3, 4
_BLOCKS_ON_PAGE = 5
_HINT = (
    "Указывается параметр «численность». Число в скобках в итог не вошло: в нём или в строке, из "
    "которой оно посчитано, ошибка (лист «Замечания»). «Численность участников» — человек, каждый "
    "один раз: она складывается по школам и не складывается по предметам."
)


def draw_schools(page: SummaryPage) -> None:
    """«По школам»: the document's own table, a block for each school and the district's."""
    columns = page.summary.edition.school_columns
    page.head(
        "Итоги ЕГЭ в разрезе общеобразовательных организаций",
        _HINT,
        (5, 34, 13, 24, *(7 for _ in columns)),
    )
    header = HEAD_ROWS
    subjects = [column.label for column in columns]
    persons = SchoolParticipants.columns["participants_persons"][1].label
    titles = ["№ п/п", "Общеобразовательная организация", persons]
    tags = {at: column.key for at, column in enumerate(columns, start=FIRST)}
    page.tag_columns({NUMBER: "~number", PERSONS: f"=org.{PERSONS_KEY}", **tags})
    page.header(header, [*titles, "Итоги ЕГЭ¹", *subjects], 72, turned=FIRST)
    row = header + 1
    for number, school in enumerate(page.summary.counted, start=1):
        _block(page, row, number, school_block(school))
        row += len(MEASURES)
    page.filter(header, row - 1)
    _district(page, header + 1, row)
    _coverage(page, row + len(MEASURES))
    last = row + 2 * len(MEASURES)
    notes = "     ".join(page.summary.edition.titles.school_footnotes)
    page.text(last, 0, notes, "note")
    page.sheet.conditional_format(
        header + 1, NUMBER, last - 1, FIRST + len(columns) - 1,
        {
            "type": "formula",
            "criteria": f'=${column_name(MEASURE)}{header + 2}="{_label(MEASURES[0])}"',
            "format": page.formats["paint_above"],
        },
    )  # fmt: skip
    starts = range(header + 1, row, len(MEASURES))
    page.sheet.set_h_pagebreaks(list(starts)[_BLOCKS_ON_PAGE::_BLOCKS_ON_PAGE])
    page.finish(header_row=header, last_row=last, freeze=(header + 1, FIRST))


def _block(page: SummaryPage, row: int, number: int, block: SchoolBlock) -> None:
    name = " — ".join(filter(None, (block.name, block.remark)))
    for n, measure in enumerate(MEASURES):
        page.height(row + n, [(NAME, "" if n else name)], 16)
        repeated = "_again" if n else ""  # so that a filter and a sort keep the school's name
        page.number(row + n, NUMBER, number, f"cell{repeated}")
        page.text(row + n, NAME, name, f"label{repeated}")
        if n == 0:
            _cell(page, row, PERSONS, block.persons)
        else:
            page.text(row + n, PERSONS, "", "cell_again")
        page.text(row + n, MEASURE, _label(measure), "block_label")
        page.tag_row(row + n, f"org.{measure}@{block.key}")
        for at, column in enumerate(page.summary.edition.school_columns, start=FIRST):
            _cell(page, row + n, at, block.cells[measure, column.key])


def _cell(page: SummaryPage, row: int, column: int, cell: SchoolCell) -> None:
    """A school's number; one that is left out stands in brackets, as a text no sum takes."""
    if cell.left_out is None:
        page.number(row, column, cell.value, "cell")
    else:
        shown = "—" if cell.value is None else f"{cell.value:g}".replace(".", ",")
        page.text(row, column, f"({shown})", "state_error")


def _label(measure: str) -> str:
    return SchoolMeasures.columns[measure][1].label


def _district(page: SummaryPage, first: int, row: int) -> None:
    """«ИТОГО по району»: live sums over the lines of one measure."""
    figures = page.summary.figures
    letters = column_name(PERSONS)
    persons = f"=SUM({letters}{first + 1}:{letters}{row})"
    for n, measure in enumerate(MEASURES):
        page.sheet.set_row(row + n, 17)
        _side(page, row + n, "ИТОГО по району", "total_again" if n else "total")
        if n == 0:
            _sum(page, row, PERSONS, persons, figures[f"org.{PERSONS_KEY}"])
        page.text(row + n, MEASURE, _label(measure), "total")
        page.tag_row(row + n, f"org.{measure}")
        for at, column in enumerate(page.summary.edition.school_columns, start=FIRST):
            letters, labels = column_name(at), f"${column_name(MEASURE)}"
            formula = (
                f"=SUMIF({labels}${first + 1}:{labels}${row},{labels}{row + n + 1},"
                f"{letters}${first + 1}:{letters}${row})"
            )
            _sum(page, row + n, at, formula, figures[f"org.{measure}.{column.key}"])


def _side(page: SummaryPage, row: int, text: str, style: str) -> None:
    for column in (NUMBER, NAME, PERSONS):
        page.text(row, column, text if column == NAME else "", style)


def _sum(page: SummaryPage, row: int, column: int, formula: str, total: Figure) -> None:
    if total.value is None:
        page.number(row, column, None, "total_cell")
    else:
        page.formula(row, column, formula, total.value, "total_cell")


def _coverage(page: SummaryPage, row: int) -> None:
    """How many schools each of the totals above is over."""
    figures = page.summary.figures
    label = f"Учтено школ ({_of_exams(page.summary)})"
    for n, measure in enumerate(MEASURES):
        _side(page, row + n, label, "coverage_label_again" if n else "coverage_label")
        if n == 0:
            _counted(page, row, PERSONS, figures[f"org.{PERSONS_KEY}"])
        page.text(row + n, MEASURE, _label(measure), "coverage_label")
        page.tag_row(row + n, f"org.{measure}#counted")
        for at, column in enumerate(page.summary.edition.school_columns, start=FIRST):
            _counted(page, row + n, at, figures[f"org.{measure}.{column.key}"])


def _of_exams(summary: DistrictSummary) -> str:
    """«из 12 школ», «из 9 школ с 11 классом»."""
    coverage = summary.exam_coverage
    return f"из {coverage.of} {schools_of(coverage.of)}{coverage.which}"


def _counted(page: SummaryPage, row: int, column: int, total: Figure) -> None:
    """Amber where an accepted school is missing in the total; the number says so too."""
    is_whole = total.counted == page.summary.exam_coverage.counted
    page.number(row, column, total.counted, "coverage" if is_whole else "coverage_less")
