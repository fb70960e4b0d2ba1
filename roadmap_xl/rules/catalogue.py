"""All rules, in the order of their codes' families."""

from __future__ import annotations

from . import (
    added_fields,
    base_math,
    cut_percents,
    days_and_years,
    district_notes,
    document,
    ege,
    files,
    indicator_totals,
    indicators,
    not_applicable,
    overwritten,
    participants,
    passport,
    percents,
    persons,
    plan,
    plan_marks,
    plan_overdue,
    plan_terms,
    problem,
    reading,
    receipt,
    school,
    school_table,
    shifted,
    structure_cells,
    structure_files,
    structure_lines,
)
from .function_rule import FunctionRule
from .rule import ReadingRule, Rule

RULES: tuple[Rule, ...] = (
    *school.RULES,
    *passport.RULES,
    *problem.RULES,
    *persons.RULES,
    *ege.RULES,
    *participants.RULES,
    *school_table.RULES,
    *base_math.RULES,
    *indicators.RULES,
    *indicator_totals.RULES,
    *plan.RULES,
    *overwritten.RULES,
    *added_fields.RULES,
    *district_notes.RULES,
)
"""The live rules: a formula in the workbook and a function in Python."""

FUNCTION_RULES: tuple[FunctionRule, ...] = (
    *plan_terms.RULES,
    *plan_overdue.RULES,
    *plan_marks.RULES,
    *days_and_years.RULES,
    *cut_percents.RULES,
    *not_applicable.RULES,
    *shifted.RULES,
)
"""The rules in Python alone; each says why it is no formula."""

READING_RULES: tuple[ReadingRule, ...] = (
    *reading.RULES,
    *percents.READING_RULES,
    *overwritten.READING_RULES,
    *structure_cells.READING_RULES,
)
"""The rules on what the reader had to do with a cell."""

STRUCTURE_RULES: tuple[ReadingRule, ...] = (
    *structure_files.RULES,
    *structure_lines.RULES,
    *structure_cells.RULES,
)
"""The rules on how the workbook is built: sheets, rows, columns, formulas."""

DOCUMENT_RULES: tuple[ReadingRule, ...] = document.RULES
"""The rules on what only a Word document can have wrong."""

FILE_RULES: tuple[ReadingRule, ...] = (*files.FILE_RULES, *document.REFUSALS)
"""The reasons why a file could not be read at all."""

RECEIPT_RULES: tuple[ReadingRule, ...] = receipt.RECEIPT_RULES
"""The rules on whose a received file is, and which of a school's files counts."""
