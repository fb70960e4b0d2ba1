"""The plan of activities."""

from ..expressions.write import both, either, filled, given, negated, one_of
from ..findings import Excludes, Severity
from ..form.references import named, this
from ..form.rows import PlanItemRow, Row
from ..form.tables import PlanHeading, PlanItem
from ..form.vocabulary import NOT_APPLICABLE
from .conditions import has_graduates
from .rule import Rule

row, headings = this(PlanItem), named(PlanHeading, by="headings")


def _asked_of_school(spec: Row) -> bool:
    """The school's own and the shared activities; the district answers for the others."""
    return isinstance(spec, PlanItemRow) and spec.kind == "item" and spec.owner != "D"


def printed_number(spec: Row) -> dict[str, str]:
    """The item's number as the form prints it; its key, where the form prints none."""
    return {"code": getattr(spec, "number", "").rstrip(".") or spec.key}


_APPLIES = both(
    negated(one_of(row.mark, *NOT_APPLICABLE)),
    either(negated(given("needs_grade11")), has_graduates),
)

RULES = (
    Rule(
        code="PLN-001",
        name="term-missing",
        table=PlanItem,
        marks=("term",),
        rows=_asked_of_school,
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        asked_when=_APPLIES,
        holds_when=filled(row.term, headings.term),
        title="у пункта указан срок",
        facts=printed_number,
        message="Пункт {code}: не указан срок.",
        fix="Впишите срок, например «до 01.10.{exam_year}», «сентябрь {exam_year}», "
        "«ежеквартально»; общий срок можно указать в строке раздела.",
        why="Без срока не видно, выполнен ли пункт вовремя.",
        source="domain.md 2, PLN-001; decision 7",
        grouped="Не заполнены сроки: пунктов — {n}, первый — {first}.",
        holds=({"pln.1-01.term": "до 01.10.2020"}, {"pln.3.term": "в течение года"}),
        fails=({}, {"pln.1-01.term": "-"}),
    ),
    Rule(
        code="PLN-002",
        name="responsible-missing",
        table=PlanItem,
        marks=("responsible",),
        rows=_asked_of_school,
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        asked_when=_APPLIES,
        holds_when=filled(row.responsible, headings.responsible),
        title="у пункта указан ответственный",
        facts=printed_number,
        message="Пункт {code}: не указан ответственный.",
        fix="Впишите должность или Ф. И. О.; общего ответственного можно указать в строке раздела.",
        why="За каждый пункт кто-то отвечает.",
        source="domain.md 2, PLN-002; decision 7",
        grouped="Не указаны ответственные: пунктов — {n}, первый — {first}.",
        holds=({"pln.1-01.responsible": "директор"}, {"pln.3.2.responsible": "зам. по УВР"}),
        fails=({},),
    ),
)
