"""«Отметка об исполнении» and «Ответственные»: understood and complete, and nothing overdue.

What is overdue is known on the day of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...form.submission import Submission
from ...form.vocabulary import REPORTING
from ...texts.days import day_text
from ...texts.execution import is_done_early, is_overdue, missed_days
from ...texts.plan import PlannedActivity, planned_activities, report_day_of, text_of
from ...texts.squeezing import normalize
from ...texts.term import Term
from ..findings import Severity
from ..rule import ITEMS, Example, Fault, FunctionRule, Grouping

_READS_TEXT = "Отметку пишут словами; понять их — работа программы, формулы для этого нет."
_REPORT: Example = {"meta.stage": REPORTING, "meta.report_date": date(2020, 11, 1)}
_NOBODY = frozenset(
    {"все", "все учителя", "все педагоги", "все педагогические работники", "коллектив",
     "педколлектив", "педагогический коллектив", "весь коллектив", "школа", "учителя"}
)  # fmt: skip
"""Words for a responsible who is nobody in particular."""


def _find_early(submission: Submission, _: date | None) -> Iterator[Fault]:
    report_day = report_day_of(submission)
    for item in planned_activities(submission) if report_day else ():
        if not (item.term and item.mark and report_day):
            continue
        if is_done_early(item.term, item.mark, report_day):
            words = {"code": item.code, "term": item.term.source, "mark": item.mark.source}
            yield Fault(item.field_id("mark"), words)


def _find_bare(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned_activities(submission):
        if item.mark and item.mark.is_bare:
            yield Fault(item.field_id("mark"), {"code": item.code, "mark": item.mark.source})


def _find_unknown(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned_activities(submission):
        if item.mark and item.mark.state is None:
            yield Fault(item.field_id("mark"), {"code": item.code, "mark": item.mark.source})


def _find_nobody(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item in planned_activities(submission):
        field_id = item.field_id("responsible")
        text = text_of(submission, field_id)
        if normalize(text) in _NOBODY:
            yield Fault(field_id, {"code": item.code, "said": text})


RULES = (
    FunctionRule(
        code="PLN-008",
        name="done-too-early",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_find_early,
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
        finds=_find_bare,
        silenced_by=("PLN-008",),
        title="в отметке есть дата или документ",
        message="Пункт {code}: в отметке «{mark}» нет ни даты, ни документа.",
        fix="Добавьте дату и документ: приказ №, протокол №.",
        why="Исполнение подтверждает документ.",
        source="domain.md 2, PLN-009; 6, row 68",
        not_live=_READS_TEXT,
        grouped=Grouping("В отметках нет ни даты, ни документа", ITEMS),
        holds=({**_REPORT, "pln.1-01.mark": "проведено 12.10.2020, протокол № 3"},),
        fails=({**_REPORT, "pln.1-01.mark": "да"}, {**_REPORT, "pln.1-01.mark": "выполнено"}),
    ),
    FunctionRule(
        code="PLN-010",
        name="mark-not-understood",
        severity=Severity.WARNING,
        stages=(REPORTING,),
        finds=_find_unknown,
        title="отметка понятна программе",
        message="Пункт {code}: отметка «{mark}» не распознана.",
        fix="Начните её словом «выполнено», «выполняется», «частично», «не выполнено» или «не "
        "применимо», пояснение — дальше.",
        why="По отметкам считается, какая доля плана исполнена.",
        source="domain.md 2, PLN-010; 6, rows 68 to 70",
        not_live=_READS_TEXT,
        grouped=Grouping("Отметки не распознаны", ITEMS),
        holds=({**_REPORT, "pln.1-01.mark": "в работе"},),
        fails=({**_REPORT, "pln.1-01.mark": "см. сайт школы"},),
    ),
    FunctionRule(
        code="PLN-024",
        name="nobody-in-particular",
        severity=Severity.WARNING,
        finds=_find_nobody,
        title="ответственный — должность или человек",
        message="Пункт {code}: «{said}» — не назван, кто отвечает.",
        fix="Впишите должность или Ф. И. О. того, кто отчитается.",
        why="За что отвечают все, не отвечает никто.",
        source="domain.md 6, row 67; decision 17",
        not_live="Сравнивает слова, как бы они ни были записаны.",
        grouped=Grouping("Ответственный не назван", ITEMS),
        holds=({"pln.1-01.responsible": "заместитель директора по УВР"},),
        fails=({"pln.1-01.responsible": "Все учителя"},),
    ),
)


_READS_TERMS = "Срок и отметку пишут словами; понять их — работа программы, формулы для этого нет."


def _find_overdue(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item, term, report_day in _dated_activities(submission):
        if is_overdue(term, item.mark, report_day):
            mark_words = f"а отметка — «{item.mark.source}»" if item.mark else "а отметки нет"
            words = {"code": item.code, "term": term.source, "said": mark_words}
            yield Fault(item.field_id("mark"), words)


def _find_missed(submission: Submission, _: date | None) -> Iterator[Fault]:
    for item, term, report_day in _dated_activities(submission):
        if times := missed_days(term, item.mark, report_day):
            words = {"code": item.code, "term": term.source, "last": day_text(times[-1])}
            yield Fault(item.field_id("mark"), words)


def _dated_activities(submission: Submission) -> Iterator[tuple[PlannedActivity, Term, date]]:
    """The activities with a term, and the day of the report; none where that is not given."""
    if report_day := report_day_of(submission):
        for item in planned_activities(submission):
            if item.term:
                yield item, item.term, report_day


OVERDUE_RULES = (
    FunctionRule(
        code="PLN-004",
        name="overdue",
        severity=Severity.ERROR,
        stages=(REPORTING,),
        finds=_find_overdue,
        silenced_by=("PLN-006", "PLN-007"),
        title="к дате отчёта срок прошёл — пункт выполнен",
        message="Пункт {code}: срок «{term}» прошёл, {said}.",
        fix="Впишите «выполнено», дату и документ; если перенесено — «перенесено на …» с новым "
        "сроком.",
        why="По просроченным пунктам район узнаёт, где нужна помощь.",
        source="domain.md 2, PLN-004; 8",
        not_live=_READS_TERMS,
        grouped=Grouping("Срок прошёл, а пункт не выполнен", ITEMS),
        holds=(
            {
                **_REPORT,
                "pln.1-01.term": "до 01.10.2020",
                "pln.1-01.mark": "выполнено 30.09.2020",
            },
            {**_REPORT, "pln.1-01.term": "декабрь 2020"},
            {
                **_REPORT,
                "pln.1-01.term": "до 01.10.2020",
                "pln.1-01.mark": "перенесено на май",
            },
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
        finds=_find_missed,
        title="у повторяющегося пункта есть отметка",
        message="Пункт {code}: срок «{term}» к дате отчёта уже наступал ({last}), отметки нет.",
        fix="Проверьте и напишите, что сделано.",
        why="Повторяющийся пункт не бывает просрочен, но о нём легко забыть.",
        source="domain.md 6, row 59; 8",
        not_live=_READS_TERMS,
        grouped=Grouping("Повторяющиеся пункты без отметки", ITEMS),
        holds=(
            {
                **_REPORT,
                "pln.1-01.term": "ежемесячно",
                "pln.1-01.mark": "проводится",
            },
            {**_REPORT, "pln.1-01.term": "в течение года"},
        ),
        fails=({**_REPORT, "pln.1-01.term": "ежемесячно"},),
    ),
)
