"""How a rule on the structure of a workbook is written; a code may stand for several remarks.

The rules look at sheets, rows and columns of the file, which its formulas do not see: a formula
that follows a tag cannot tell that the row with the tag is gone.
"""

from ..findings import Excludes, Severity
from .grouped import Grouped
from .rule import ReadingRule

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
NO_NEED = "Исправлять не нужно."
REPAIR = "Целый бланк с этими же данными сделает муниципальный специалист (команда repair)."
PASTE_VALUES = "возьмите чистый бланк и перенесите данные (вставка «Только значения»)"
BY_LABELS = "Скрытые метки строк и подписи проверяются друг по другу; иначе число ушло бы не туда."


def structure_rule(
    code: str,
    note: str,
    severity: Severity,
    title: str,
    message: str,
    fix: str,
    why: str,
    source: str = "",
    grouped: Grouped | None = None,
    excludes: Excludes = Excludes.NOTHING,
) -> ReadingRule:
    return ReadingRule(
        code=code,
        name=note,
        note=note,
        severity=severity,
        title=title,
        message=message,
        fix=fix,
        why=why,
        source=source or f"domain.md 2, {code}",
        grouped=grouped,
        excludes=excludes,
    )
