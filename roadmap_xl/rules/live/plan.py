"""The plan of activities."""

from ...expressions.write import both, either, filled, negated, one_of, parameter
from ...form.references import named, this
from ...form.rows import is_asked_of_school, printed_number
from ...form.tables import PlanHeading, PlanItem
from ...form.vocabulary import NOT_APPLICABLE
from ..findings import Excludes, Severity
from ..rule import ITEMS, Grouping, Rule, has_graduates

row, headings = this(PlanItem), named(PlanHeading, by="headings")


_APPLIES = both(
    negated(one_of(row.mark, *NOT_APPLICABLE)),
    either(negated(parameter("needs_grade11")), has_graduates),
)

RULES = (
    Rule(
        code="PLN-001",
        name="term-missing",
        table=PlanItem,
        marks=("term",),
        rows=is_asked_of_school,
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        applies_when=_APPLIES,
        holds_when=filled(row.term, headings.term),
        title="у пункта указан срок",
        facts=printed_number,
        message="Пункт {code}: не указан срок.",
        fix="Впишите срок, например «до 01.10.{exam_year}», «сентябрь {exam_year}», "
        "«ежеквартально»; общий срок можно указать в строке раздела.",
        why="Без срока не видно, выполнен ли пункт вовремя.",
        source="domain.md 2, PLN-001; decision 7",
        grouped=Grouping("Не заполнены сроки", ITEMS),
        holds=({"pln.1-01.term": "до 01.10.2020"}, {"pln.3.term": "в течение года"}),
        fails=({}, {"pln.1-01.term": "-"}),
    ),
    Rule(
        code="PLN-002",
        name="responsible-missing",
        table=PlanItem,
        marks=("responsible",),
        rows=is_asked_of_school,
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        applies_when=_APPLIES,
        holds_when=filled(row.responsible, headings.responsible),
        title="у пункта указан ответственный",
        facts=printed_number,
        message="Пункт {code}: не указан ответственный.",
        fix="Впишите должность или Ф. И. О.; общего ответственного можно указать в строке раздела.",
        why="За каждый пункт кто-то отвечает.",
        source="domain.md 2, PLN-002; decision 7",
        grouped=Grouping("Не указаны ответственные", ITEMS),
        holds=({"pln.1-01.responsible": "директор"}, {"pln.3.2.responsible": "зам. по УВР"}),
        fails=({},),
    ),
    Rule(
        code="PLN-003",
        name="result-missing",
        table=PlanItem,
        marks=("result",),
        rows=is_asked_of_school,
        severity=Severity.WARNING,
        required=True,
        applies_when=_APPLIES,
        holds_when=filled(row.result),
        title="у пункта указан ожидаемый результат",
        facts=printed_number,
        message="Пункт {code}: не указан ожидаемый результат.",
        fix="Впишите, чем подтвердится исполнение: приказ, справка, протокол …",
        why="По результату видно, выполнен ли пункт.",
        source="domain.md 2, PLN-003; decision 7",
        grouped=Grouping("Не указаны результаты", ITEMS),
        holds=({"pln.1-01.result": "приказ"},),
        fails=({}, {"pln.9-03.result": "."}),
    ),
    Rule(
        code="PLN-013",
        name="own-item-incomplete",
        table=PlanItem,
        marks=("text",),
        rows=lambda spec: spec.kind == "own",
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        required=True,
        applies_when=filled(row.text, row.term, row.responsible, row.result, row.mark),
        holds_when=both(filled(row.text), filled(row.term), filled(row.responsible)),
        title="у своего пункта есть текст, срок и ответственный",
        facts=lambda spec: {"section": spec.key.rpartition("-")[0]},
        message="Свой пункт раздела {section}: нужны мероприятие, срок и ответственный.",
        fix="Впишите недостающее или очистите строку.",
        why="Свой пункт идёт в сводку отдельно и должен быть понятен без вас.",
        source="domain.md 2, PLN-013; decision 7",
        holds=(
            {
                "pln.1-X1.text": "Школа молодого учителя",
                "pln.1-X1.term": "ежемесячно",
                "pln.1-X1.responsible": "зам. по УВР",
            },
        ),
        fails=({"pln.1-X1.text": "Школа молодого учителя"}, {"pln.13-X3.mark": "да"}),
    ),
    Rule(
        code="PLN-021",
        name="item-of-the-others",
        table=PlanItem,
        marks=("result",),
        rows=lambda spec: spec.kind == "item" and not is_asked_of_school(spec),
        severity=Severity.NOTE,
        applies_when=filled(row.term, row.responsible, row.result, row.mark),
        holds_when=both(
            one_of(row.mark, *NOT_APPLICABLE),
            negated(filled(row.term, row.responsible, row.result)),
        ),
        title="пункт другого исполнителя не заполнен",
        facts=lambda spec: {**printed_number(spec), "others": "{others}"},
        message="Пункт {code} отмечен «{others}»: заполнять его не обязательно.",
        fix="Исправлять не нужно: записанное сохранено, в план школы пункт не входит.",
        why="За часть пунктов отвечает управление образования.",
        source="domain.md 2, PLN-021; decision 7",
        grouped=Grouping("Заполнены пункты другого исполнителя", ITEMS, "; это не обязательно."),
        holds=({"pln.3.1-01.mark": "не применимо"},),
        fails=({"pln.3.1-01.result": "О результатах ГИА"},),
    ),
)
