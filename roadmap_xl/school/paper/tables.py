"""What the paper consists of, in its order, a function for each part.

The title, «1. Описание проблемы» and the passport's fields; the exam tables; the target indicators;
the plan of activities; the block of the signature.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...form.columns import Kind
from ...form.rows import IndicatorRow, PlanHeadingRow, PlanItemRow, Row, is_asked_of_school
from ...form.tables import (
    Average,
    BaseMath,
    Indicator,
    PlanHeading,
    PlanItem,
    SchoolMeasures,
    SchoolParticipants,
    Signature,
    SubjectResults,
    Table,
)
from .grid import CellText, Grid
from .letters import Printed
from .page import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Paper
from .styles import (
    BY_HAND,
    CAPTION,
    CELL,
    CELL_FAINT,
    CELL_MIDDLE,
    CELL_PART,
    CHAPTER,
    PART,
    SCHOOL,
    SUB_HEADING,
    SUBTITLE,
    TITLE,
)

# --- Title and passport ---

_LABEL_WIDTH = 5.5
"""The width of the passport's first column, in centimetres."""


def put_title(paper: Paper, printed: Printed) -> None:
    """What the document is, and whose."""
    titles = printed.form.edition.titles
    paper.line(titles.document[0], TITLE)
    paper.line(" ".join(titles.document[1:]), SUBTITLE)
    paper.line(printed["meta.school_name"], SCHOOL if printed["meta.school_name"] else BY_HAND)
    paper.line(titles.school_caption, CAPTION)


def put_problem(paper: Paper, printed: Printed) -> None:
    """The averages and the numbers of persons, a line each."""
    edition = printed.form.edition
    titles = edition.titles
    paper.line(titles.passport, PART)
    paper.line(titles.problem, CHAPTER)
    paper.line(titles.results_of_year)
    if printed.form.has_table(Average):
        _put_averages(paper, printed)
    for row in edition.problem_counts:
        value = printed[f"prob.{row.key}"]
        if value or not (printed.no_exams and row.needs_grade11):
            paper.to_fill(f"{row.label} –", value, PORTRAIT_WIDTH)


def _put_averages(paper: Paper, printed: Printed) -> None:
    """A line for each subject; for a school without graduates a sentence."""
    if printed.no_exams and not printed.has_numbers(Average):
        paper.line(printed.no_exams)
        return
    edition = printed.form.edition
    elective = [subject for subject in edition.subjects if not subject.mandatory]
    for subject in edition.subjects:
        if elective and subject is elective[0]:
            paper.line(edition.titles.elective_averages, SUB_HEADING)
        paper.to_fill(f"{subject.average_label} –", printed[f"prob.avg.{subject.key}"])


def put_fields(paper: Paper, printed: Printed) -> None:
    """From «Состав рабочей группы» to «Перечень целевых показателей»."""
    grid = Grid(
        paper, printed.form.edition.titles.passport, (_LABEL_WIDTH, PORTRAIT_WIDTH - _LABEL_WIDTH)
    )
    for row in printed.form.edition.passport:
        value = "\n".join(row.fixed) or printed[f"psp.{row.key}"]
        if value:
            grid.row((row.label, value))
        else:
            ruled = (("", BY_HAND),) * row.height
            grid.row((row.label, CellText(also=ruled[1:], style=BY_HAND)), 0.8)


# --- The exam tables ---

_MARKS = "¹²³⁴⁵⁶⁷⁸⁹"
_PERCENT, _COUNT = 1.25, 1.55
"""Widths of the columns in centimetres; the longer a heading, the wider its column."""


def put_ege(paper: Paper, printed: Printed) -> None:
    """«Итоги ЕГЭ»: participants by bands of marks."""
    edition = printed.form.edition
    paper.line(edition.titles.ege, CHAPTER)
    names = SubjectResults.columns
    labels = [printed.form.column_label(SubjectResults, name) for name in names]
    widths = [
        _PERCENT if label == "%" else max(_COUNT, 0.2 * _longest_word(label) + 0.35)
        for label in labels
    ]
    grid = Grid(paper, edition.titles.ege, (LANDSCAPE_WIDTH - sum(widths), *widths))
    grid.header((edition.titles.subject, *labels))
    for subject in edition.subjects:
        grid.row((subject.label, *_value_cells(printed, SubjectResults, subject)))


def put_base_math(paper: Paper, printed: Printed) -> None:
    """«Математика базовая»: marks by years, the newest first."""
    labels = [spec.label for _, spec in BaseMath.columns.values()]
    paper.gap()
    grid = Grid(paper, printed.form.edition.titles.base_math, (5, *[2] * (len(labels) - 1)))
    grid.header(labels)
    for row in printed.form.edition.base_math:
        year, *numbers = _value_cells(printed, BaseMath, row)
        grid.row((year.text, *numbers))


def put_school(paper: Paper, printed: Printed) -> None:
    """«Итоги ЕГЭ в разрезе организаций»: the school's measures, its subjects across."""
    edition, titles = printed.form.edition, printed.form.edition.titles
    paper.line(titles.school, CHAPTER)
    subjects = edition.school_columns
    widths = (1, 0, 3.2, *(max(1.35, 0.2 * _longest_word(row.label) + 0.2) for row in subjects))
    grid = Grid(paper, titles.school, (1, LANDSCAPE_WIDTH - sum(widths), *widths[2:]))
    labels = (titles.number, titles.organisation, titles.school_measure)
    _header_with_notes(
        paper, grid, (*labels, *(row.label for row in subjects)), titles.school_footnotes
    )
    for number, (measure, (_, spec)) in enumerate(SchoolMeasures.columns.items()):
        first = ("1", _school_and_participants(printed)) if number == 0 else ("", "")
        numbers = [CellText(printed[f"org.{row.key}.{measure}"], CELL_MIDDLE) for row in subjects]
        grid.row((CellText(first[0], CELL_MIDDLE), first[1], spec.label, *numbers))
    grid.keep_together()
    for column in (0, 1):
        grid.merge_down(column, 1, len(SchoolMeasures.columns))


def _header_with_notes(
    paper: Paper, grid: Grid, labels: Sequence[str], notes: Sequence[str]
) -> None:
    """The headings; a mark behind one becomes a footnote with the text that has the same mark."""
    by_mark = {note[0]: note[1:].strip() for note in notes}
    cells = grid.header([label.rstrip(_MARKS) for label in labels])
    for cell, label in zip(cells, labels, strict=True):
        if label[-1] in by_mark:
            paper.footnotes.add(cell.paragraphs[0], by_mark[label[-1]])


def _school_and_participants(printed: Printed) -> str:
    """The name with its number of participants, in one cell as in the document."""
    label = SchoolParticipants.columns["participants_persons"][1].label
    return f"{printed['meta.school_name']}\n{label} {printed['org.participants_persons']}".rstrip()


def _value_cells(printed: Printed, table: type[Table], row: Row) -> Sequence[CellText]:
    fields = printed.form.fields_of(table, row.key)
    return [CellText(printed.of(field), CELL_MIDDLE) for field in fields]


def _longest_word(label: str) -> int:
    return max(map(len, label.split()))


# --- The target indicators ---

_NARROW_WIDTHS = (2.6, 2.6, 2.6)
"""Widths of the unit and the two years, in centimetres."""
_INDICATOR_COLUMNS = ("name", "unit", "y1", "y2")


def put_indicators(paper: Paper, printed: Printed) -> None:
    """«1.1. Финансовая поддержка» to «1.5. …»: name, unit, this year, the year planned."""
    form = printed.form
    specs = Indicator.columns
    labels = [form.edition_text(specs[name][1].label) for name in _INDICATOR_COLUMNS]
    for group in form.edition.indicator_groups:
        paper.line(group.label, CHAPTER)
        grid = Grid(paper, group.label, (PORTRAIT_WIDTH - sum(_NARROW_WIDTHS), *_NARROW_WIDTHS))
        grid.header(labels)
        for row in form.edition.indicators:
            if row.group == group.key:
                grid.row(_indicator_cells(printed, row), 0.8)
        grid.keep_together()


def _indicator_cells(printed: Printed, row: IndicatorRow) -> list[CellText]:
    own = row.kind == "own"
    name = printed[f"ind.{row.key}.name"] if own else row.label
    values = [_indicator_value(printed, row, year) for year in ("y1", "y2")]
    numbers = [CellText(text, CELL_MIDDLE) for text in (printed[f"ind.{row.key}.unit"], *values)]
    return [CellText(name), *numbers]


def _indicator_value(printed: Printed, row: IndicatorRow, year: str) -> str:
    """The percent of the counts, where they are given; else what was typed as the value.

    A cell of no kind of its own holds 0.91 where «91%» was typed: the unit says which is meant.
    """
    computed = printed[f"ind.{row.key}.{year}.pct"]
    field = printed.form.by_id[f"ind.{row.key}.{year}"]
    if computed or printed[f"ind.{row.key}.unit"] != "%":
        return computed or printed.of(field)
    return printed.of(field, Kind.SHARE)


# --- The plan, and who signs ---

_PLAN_WIDTHS = (1.5, 9.4, 3.4, 4.2, 4.3, 3.9)
_HEADING_COLUMNS = ("term", "responsible")
_ACTIVITY_COLUMNS = (*_HEADING_COLUMNS, "result", "mark")
_SIGNATURE_WIDTHS = (9, 1, 6, 1, 6)
"""Widths of position, signature and name with the gaps between them, in centimetres."""


def put_plan(paper: Paper, printed: Printed) -> None:
    """Sections and their activities in the document's order; own ones where they are filled."""
    form = printed.form
    title, *further = form.edition.titles.plan
    paper.line(title, PART)
    paper.line(" ".join(map(form.edition_text, further)), SUBTITLE)
    grid = Grid(paper, title, _PLAN_WIDTHS, at_top=True)
    labels = [spec.label for _, spec in PlanItem.columns.values()]
    grid.header((form.edition.titles.number, *labels))
    for line in form.layout.block("pln").lines:
        if isinstance(line.spec, PlanHeadingRow):
            grid.row(_heading_cells(printed, line.spec))
        elif isinstance(line.spec, PlanItemRow) and (cells := _activity_cells(printed, line.spec)):
            grid.row(cells)


def _heading_cells(printed: Printed, row: PlanHeadingRow) -> list[CellText]:
    """One merged cell; what was said for all activities below stands in it too."""
    specs = PlanHeading.columns
    also = [
        (f"{specs[name][1].label}: {text}", CELL)
        for name in _HEADING_COLUMNS
        if (text := printed[f"pln.{row.key}.{name}"])
    ]
    heading = CellText(row.label, CELL_PART, span=5, also=tuple(also))
    return [CellText(row.number, CELL_PART), heading]


def _activity_cells(printed: Printed, row: PlanItemRow) -> list[CellText]:
    """The cells of an activity; none for a free row that nobody has filled."""
    filled = [CellText(_activity_text(printed, row, name)) for name in _ACTIVITY_COLUMNS]
    own = row.kind == "own"
    text = printed[f"pln.{row.key}.text"] if own else row.label
    if own and not text and not any(put.text for put in filled):
        return []
    return [_activity_number(printed, row), CellText(text), *filled]


def _activity_text(printed: Printed, row: PlanItemRow, name: str) -> str:
    """What stands in an activity's column, or what its nearest heading says for it."""
    text = printed[f"pln.{row.key}.{name}"]
    if text or name not in _HEADING_COLUMNS or not is_asked_of_school(row):
        return text
    above = (printed[f"pln.{key}.{name}"] for key in reversed(row.headings))
    return next(filter(None, above), "")


def _activity_number(printed: Printed, row: PlanItemRow) -> CellText:
    """The printed number, and whose activity it is, where it is not the school's."""
    others = printed.form.edition.others
    if row.owner != "D":
        return CellText(row.number, CELL_MIDDLE)
    if not row.number:
        return CellText(others, CELL_FAINT)
    return CellText(row.number, CELL_MIDDLE, also=((others, CELL_FAINT),))


def put_signature(paper: Paper, printed: Printed) -> None:
    """Position, signature, name over their captions, and the day."""
    specs, titles = Signature.columns, printed.form.edition.titles
    paper.line(titles.signature, CHAPTER)
    grid = Grid(paper, titles.signature, _SIGNATURE_WIDTHS, ruled=False)
    on_line = (printed["sgn.position"], "", printed["sgn.fio"])
    captions = (specs["position"][1].label, titles.handwritten, specs["fio"][1].label)
    grid.row(_with_gaps([CellText(text, BY_HAND) for text in on_line]))
    grid.row(_with_gaps([CellText(text, CAPTION) for text in captions]))
    paper.gap()
    paper.to_fill(f"{specs['date'][1].label}:", printed["sgn.date"])


def _with_gaps(cells: list[CellText]) -> list[CellText]:
    return [cells[0], CellText(), cells[1], CellText(), cells[2]]
