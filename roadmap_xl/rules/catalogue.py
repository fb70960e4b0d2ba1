"""All rules, in the order of their codes' families."""

from __future__ import annotations

from ..texts.refusals import REFUSALS
from .in_python import plan_marks, plan_terms, shares, shifted, years
from .live import (
    added,
    exams,
    indicators,
    overwritten,
    participants,
    passport,
    persons,
    plan,
    school,
)
from .of_files import carried, cells, document, looks, receipt, structure
from .rule import FunctionRule, ReadingRule, Rule, rule_of_refusal

RULES: tuple[Rule, ...] = (
    *school.RULES,
    *passport.RULES,
    *passport.PROBLEM_RULES,
    *persons.RULES,
    *exams.RULES,
    *participants.RULES,
    *participants.SCHOOL_TABLE_RULES,
    *exams.BASE_MATH_RULES,
    *indicators.RULES,
    *indicators.TOTAL_RULES,
    *plan.RULES,
    *overwritten.RULES,
    *added.RULES,
    *added.DISTRICT_RULES,
)
"""The live rules: a formula in the workbook and a function in Python."""

FUNCTION_RULES: tuple[FunctionRule, ...] = (
    *plan_terms.RULES,
    *plan_marks.OVERDUE_RULES,
    *plan_marks.RULES,
    *years.RULES,
    *shares.RULES,
    *shares.NOT_APPLICABLE_RULES,
    *shifted.RULES,
)
"""The rules in Python alone; each says why it is no formula."""

READING_RULES: tuple[ReadingRule, ...] = (
    *cells.RULES,
    *shares.READING_RULES,
    *overwritten.READING_RULES,
    *looks.READING_RULES,
)
"""The rules on what the reader had to do with a cell."""

STRUCTURE_RULES: tuple[ReadingRule, ...] = (
    *structure.WORKBOOK_RULES,
    *structure.RULES,
    *structure.CELL_RULES,
    *carried.RULES,
    *looks.RULES,
)
"""The rules on how the workbook is built: sheets, rows, columns, formulas."""

DOCUMENT_RULES: tuple[ReadingRule, ...] = document.RULES
"""The rules on what only a Word document can have wrong."""

FILE_RULES: tuple[ReadingRule, ...] = tuple(map(rule_of_refusal, REFUSALS.values()))
"""The reasons why a file is not read at all, for the rulebook."""

RECEIPT_RULES: tuple[ReadingRule, ...] = receipt.RECEIPT_RULES
"""The rules on whose a received file is, and which of a school's files counts."""

RETIRED: dict[str, str] = {
    "EGE-019": "Порог вне графы «Минимальный порог-50» — ошибка издания: такое издание не "
    "загружается.",
    "ORG-005": "Следует из ORG-004: участники, не сдавшие и сдавшие до 60 вычисляются.",
    "ORG-006": "Следует из ORG-004.",
    "SCH-008": "Название школы стоит в книге один раз, на «Титуле»; имя файла ничего не решает.",
    "YR-003": "Годы в таблице показателей печатает бланк по году издания, вписать их нельзя.",
    "YR-006": "Период в заголовках печатает бланк по году издания, разойтись он не может.",
}
"""Codes that no workbook can break, with the reason."""
