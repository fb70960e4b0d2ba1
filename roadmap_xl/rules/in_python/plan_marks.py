"""The columns «Отметка об исполнении» and «Ответственные»: understood, and saying enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Severity
from ..form.vocabulary import REPORTING
from ..submission import Submission
from ..texts.execution import is_done_early
from ..texts.squeezing import compared
from .function_rule import Fault, FunctionRule
from .grouped import ITEMS, Grouped
from .planned import planned, report_day_of, text_of
from .rule import Example

_READS_TEXT = "Отметку пишут словами; понять их — работа программы, формулы для этого нет."
_REPORT: Example = {"meta.stage": REPORTING, "meta.report_date": date(2020, 11, 1)}
_NOBODY = frozenset(
    {"все", "все учителя", "все педагоги", "все педагогические работники", "коллектив",
     "педколлектив", "педагогический коллектив", "весь коллектив", "школа", "учителя"}
)  # fmt: skip
"""Words for a responsible who is nobody in particular."""


def _early(submission: Submission, _: date | None) -> Iterator[Fault]:
    report_day = report_day_of(submission)
    for item in planned(submission) if report_day else ():
        if not (item.term and item.mark and report_day):
            continue
        if is_done_early(item.term, item.mark, report_day):
            words = {"code": item.code, "term": item.term.source, "mark": item.mark.source}
            yield Fault(item.field_id("mark"), words)


def _bare(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned(submission):
        if item.mark and item.mark.is_bare:
            yield Fault(item.field_id("mark"), {"code": item.code, "mark": item.mark.source})


def _unknown(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned(submission):
        if item.mark and item.mark.state is None:
            yield Fault(item.field_id("mark"), {"code": item.code, "mark": item.mark.source})


def _nobody(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned(submission):
        field_id = item.field_id("responsible")
        said = text_of(submission, field_id)
        if compared(said) in _NOBODY:
            yield Fault(field_id, {"code": item.code, "said": said})


RULES = (
    FunctionRule(
        code="PLN-008",
        name="done-too-early",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_early,
        title="выполненное не раньше срока и не позже даты отчёта",
        message="Пункт {code}: отметка «{mark}», а срок ({term}) или день исполнения ещё не "
        "наступил.",
        fix="Проверьте отметку, срок и дату отчёта на листе «Титул».",
        why="Выполненным считается то, что уже сделано.",
        source="domain.md 2, PLN-008",
        not_live=_READS_TEXT,
        holds=(
            {**_REPORT, "pln.1-01.term": "октябрь 2020", "pln.1-01.mark": "выполнено 12.10.2020"},
        ),
        fails=(
            {**_REPORT, "pln.1-01.term": "март – май 2021", "pln.1-01.mark": "выполнено"},
            {**_REPORT, "pln.1-01.term": "октябрь", "pln.1-01.mark": "проведено 12.12.2020"},
        ),
    ),
    FunctionRule(
        code="PLN-009",
        name="mark-without-evidence",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_bare,
        silenced_by=("PLN-008",),
        title="в отметке есть дата или документ",
        message="Пункт {code}: в отметке «{mark}» нет ни даты, ни документа.",
        fix="Добавьте дату и документ: приказ №, протокол №.",
        why="Исполнение подтверждает документ.",
        source="domain.md 2, PLN-009; 6, row 68",
        not_live=_READS_TEXT,
        grouped=Grouped("В отметках нет ни даты, ни документа", ITEMS),
        holds=({**_REPORT, "pln.1-01.mark": "проведено 12.10.2020, протокол № 3"},),
        fails=({**_REPORT, "pln.1-01.mark": "да"}, {**_REPORT, "pln.1-01.mark": "выполнено"}),
    ),
    FunctionRule(
        code="PLN-010",
        name="mark-not-understood",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_unknown,
        title="отметка понятна программе",
        message="Пункт {code}: отметка «{mark}» не распознана.",
        fix="Начните её словом «выполнено», «выполняется», «частично», «не выполнено» или «не "
        "применимо», пояснение — дальше.",
        why="По отметкам считается, какая доля плана исполнена.",
        source="domain.md 2, PLN-010; 6, rows 68 to 70",
        not_live=_READS_TEXT,
        grouped=Grouped("Отметки не распознаны", ITEMS),
        holds=({**_REPORT, "pln.1-01.mark": "в работе"},),
        fails=({**_REPORT, "pln.1-01.mark": "см. сайт школы"},),
    ),
    FunctionRule(
        code="PLN-024",
        name="nobody-in-particular",
        severity=Severity.WARNING,
        finds=_nobody,
        title="ответственный — должность или человек",
        message="Пункт {code}: «{said}» — не назван, кто отвечает.",
        fix="Впишите должность или Ф. И. О. того, кто отчитается.",
        why="За что отвечают все, не отвечает никто.",
        source="domain.md 6, row 67; decision 17",
        not_live="Сравнивает слова, как бы они ни были записаны.",
        grouped=Grouped("Ответственный не назван", ITEMS),
        holds=({"pln.1-01.responsible": "заместитель директора по УВР"},),
        fails=({"pln.1-01.responsible": "Все учителя"},),
    ),
)
