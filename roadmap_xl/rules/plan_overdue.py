"""The terms of the plan on the day of the report: what is overdue, what comes round unmarked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..findings import Severity
from ..form.vocabulary import REPORTING
from ..submission import Submission
from ..texts.days import day_text
from ..texts.execution import is_overdue, missed
from ..texts.term import Term
from .function_rule import Fault, FunctionRule
from .grouped import ITEMS, Grouped
from .planned import Planned, planned, report_day_of
from .rule import Example

_READS_TEXT = "Срок и отметку пишут словами; понять их — работа программы, формулы для этого нет."
_REPORT: Example = {"meta.stage": REPORTING, "meta.report_date": date(2020, 11, 1)}


def _overdue(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item, term, report_day in _with_terms(submission):
        if is_overdue(term, item.mark, report_day):
            said = f"а отметка — «{item.mark.source}»" if item.mark else "а отметки нет"
            words = {"code": item.code, "term": term.source, "said": said}
            yield Fault(item.field_id("mark"), words)


def _missed(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item, term, report_day in _with_terms(submission):
        if times := missed(term, item.mark, report_day):
            words = {"code": item.code, "term": term.source, "last": day_text(times[-1])}
            yield Fault(item.field_id("mark"), words)


def _with_terms(submission: Submission) -> Iterator[tuple[Planned, Term, date]]:
    """The activities with a term, and the day of the report; none where that is not given."""
    if report_day := report_day_of(submission):
        for item in planned(submission):
            if item.term:
                yield item, item.term, report_day


RULES = (
    FunctionRule(
        code="PLN-004",
        name="overdue",
        severity=Severity.ERROR,
        stages=(REPORTING,),
        finds=_overdue,
        silenced_by=("PLN-006", "PLN-007"),
        title="к дате отчёта срок прошёл — пункт выполнен",
        message="Пункт {code}: срок «{term}» прошёл, {said}.",
        fix="Впишите «выполнено», дату и документ; если перенесено — «перенесено на …» с новым "
        "сроком.",
        why="По просроченным пунктам район узнаёт, где нужна помощь.",
        source="domain.md 2, PLN-004; 8",
        not_live=_READS_TEXT,
        grouped=Grouped("Срок прошёл, а пункт не выполнен", ITEMS),
        holds=(
            {**_REPORT, "pln.1-01.term": "до 01.10.2020", "pln.1-01.mark": "выполнено 30.09.2020"},
            {**_REPORT, "pln.1-01.term": "декабрь 2020"},
            {**_REPORT, "pln.1-01.term": "до 01.10.2020", "pln.1-01.mark": "перенесено на май"},
        ),
        fails=(
            {**_REPORT, "pln.1-01.term": "до 01.10.2020"},
            {**_REPORT, "pln.1-01.term": "сентябрь", "pln.1-01.mark": "в работе"},
            {**_REPORT, "pln.3.term": "сентябрь 2020"},
        ),
    ),
    FunctionRule(
        code="PLN-023",
        name="repetition-without-a-mark",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_missed,
        title="у повторяющегося пункта есть отметка",
        message="Пункт {code}: срок «{term}» к дате отчёта уже наступал ({last}), отметки нет.",
        fix="Проверьте и напишите, что сделано.",
        why="Повторяющийся пункт не бывает просрочен, но о нём легко забыть.",
        source="domain.md 6, row 59; 8",
        not_live=_READS_TEXT,
        grouped=Grouped("Повторяющиеся пункты без отметки", ITEMS),
        holds=(
            {**_REPORT, "pln.1-01.term": "ежемесячно", "pln.1-01.mark": "проводится"},
            {**_REPORT, "pln.1-01.term": "в течение года"},
        ),
        fails=({**_REPORT, "pln.1-01.term": "ежемесячно"},),
    ),
)
