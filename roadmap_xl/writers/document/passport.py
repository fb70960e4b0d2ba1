"""The title, «1. ОПИСАНИЕ ПРОБЛЕМЫ» and the passport's fields."""

from __future__ import annotations

from ...form.tables import Average
from .grid import Grid, Put
from .letters import Printed
from .paper import PORTRAIT_WIDTH, Paper
from .styles import BY_HAND, CAPTION, CHAPTER, PART, SCHOOL, SUB_HEADING, SUBTITLE, TITLE

_LABEL = 5.5
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
        if subject is elective[0]:
            paper.line(edition.titles.elective_averages, SUB_HEADING)
        paper.to_fill(f"{subject.average_label} –", printed[f"prob.avg.{subject.key}"])


def put_fields(paper: Paper, printed: Printed) -> None:
    """From «Состав рабочей группы» to «Перечень целевых показателей»."""
    grid = Grid(paper, printed.form.edition.titles.passport, (_LABEL, PORTRAIT_WIDTH - _LABEL))
    for row in printed.form.edition.passport:
        value = "\n".join(row.fixed) or printed[f"psp.{row.key}"]
        if value:
            grid.row((row.label, value))
        else:
            ruled = (("", BY_HAND),) * row.height
            grid.row((row.label, Put(also=ruled[1:], style=BY_HAND)), 0.8)
