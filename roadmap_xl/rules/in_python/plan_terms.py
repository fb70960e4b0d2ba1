"""The column «Сроки»: understood, possible, inside the plan's years, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ...form.derived import derived
from ...form.submission import Submission
from ...texts.days import day_text
from ...texts.plan import effective_field, period_of, planned_activities, text_of
from ...texts.squeezing import normalize
from ...texts.term import PlanPeriod, Term, TermKind
from ...texts.wording import with_noun
from ..findings import Excludes, Severity
from ..rule import CELLS, ITEMS, Fault, FunctionRule, Grouping

_READS_TEXT = "Срок пишут словами; понять их — работа программы, формулы для этого нет."
_MANY = (*(f"1-{n:02}" for n in range(1, 12)), *(f"13-{n:02}" for n in range(1, 8)))
_TOLERATED = timedelta(days=123)
"""Four months outside the period are a slip to look at, not yet an error (decision 16)."""
_COPIED_SHARE, _COPIED_FROM = 0.8, 10
"""As large a part of the terms, and at least so many, look copied down."""


@derived
def _typed_terms(submission: Submission) -> tuple[tuple[str, str, Term], ...]:
    """Each term that somebody typed, once: the id of its field, what it is the term of, the term.

    A section's term stands at the section, and not at each activity it is passed on to.
    """
    found: dict[str, tuple[str, str, Term]] = {}
    headings = {row.key: row for row in submission.form.edition.plan_headings}
    for item in planned_activities(submission):
        if item.term is not None and item.term_field not in found:
            key = item.term_field.removeprefix("pln.").removesuffix(".term")
            heading = headings.get(key)
            where = f"Пункт {item.code}" if heading is None else f"Раздел {heading.key}"
            found[item.term_field] = (item.term_field, where, item.term)
    return tuple(found.values())


def _find_unknown(submission: Submission, _: date | None) -> Iterator[Fault]:
    for field_id, where, term in _typed_terms(submission):
        if term.kind is TermKind.UNKNOWN:
            yield Fault(field_id, {"where": where, "term": term.source})


def _find_open(submission: Submission, _: date | None) -> Iterator[Fault]:
    """«По плану», «по мере необходимости»: a term that never ends."""
    for field_id, where, term in _typed_terms(submission):
        if term.kind is TermKind.OPEN:
            yield Fault(field_id, {"where": where, "term": term.source})


def _find_without_year(submission: Submission, _: date | None) -> Iterator[Fault]:
    """«Сентябрь»: the first one inside the plan."""
    for field_id, where, term in _typed_terms(submission):
        if term.assumed.startswith("год") and term.start and term.end:
            days = dict.fromkeys((day_text(term.start), day_text(term.end)))
            words = {"where": where, "term": term.source, "days": " – ".join(days)}
            yield Fault(field_id, words)


def _find_impossible(submission: Submission, _: date | None) -> Iterator[Fault]:
    for field_id, where, term in _typed_terms(submission):
        if term.kind is TermKind.IMPOSSIBLE:
            yield Fault(field_id, {"where": where, "term": term.source})


def _find_backwards(submission: Submission, _: date | None) -> Iterator[Fault]:
    for field_id, where, term in _typed_terms(submission):
        if term.start and term.end and term.start > term.end:
            yield Fault(field_id, {"where": where, "term": term.source})


def _find_outside(submission: Submission, _: date | None) -> Iterator[Fault]:
    period = period_of(submission)
    for field_id, where, term in _typed_terms(submission):
        distance = _distance(term, period)
        if distance:
            severity = Severity.WARNING if distance <= _TOLERATED else Severity.ERROR
            words = {"where": where, "term": term.source, "period": _period_text(period)}
            yield Fault(field_id, words, severity)


def _distance(term: Term, period: PlanPeriod) -> timedelta:
    """How far the term reaches out of the plan's period; nothing where it cannot be said."""
    if term.start is None or term.end is None or term.start > term.end:
        return timedelta()
    return max(period.start - term.start, term.end - period.end, timedelta())


def _period_text(period: PlanPeriod) -> str:
    return f"{day_text(period.start)} – {day_text(period.end)}"


def _find_copied(submission: Submission, _: date | None) -> Iterator[Fault]:
    own = [
        item for item in planned_activities(submission) if item.term_field == item.field_id("term")
    ]
    terms = Counter(normalize(item.term.source) for item in own if item.term)
    text, number = terms.most_common(1)[0] if terms else ("", 0)
    if terms.total() >= _COPIED_FROM and number >= _COPIED_SHARE * terms.total():
        first = next(i for i in own if i.term and normalize(i.term.source) == text)
        source = first.term.source if first.term else ""
        yield Fault(
            first.term_field, {"number": str(number), "all": str(terms.total()), "term": source}
        )


def _find_inherited(submission: Submission, _: date | None) -> Iterator[Fault]:
    """A section's term or responsible that blank activities below take over."""
    below = Counter(
        field_id
        for item in planned_activities(submission)
        for column in ("term", "responsible")
        if (field_id := effective_field(submission, item.row, column)) != item.field_id(column)
    )
    for field_id, number in below.items():
        words = {"said": text_of(submission, field_id), "items": with_noun(number, ITEMS)}
        yield Fault(field_id, words)


RULES = (
    FunctionRule(
        code="PLN-005",
        name="term-not-understood",
        severity=Severity.WARNING,
        finds=_find_unknown,
        title="срок понятен программе",
        message="{where}: срок «{term}» не распознан.",
        fix="Напишите дату ДД.ММ.ГГГГ, месяц и год или «ежеквартально».",
        why="Без понятного срока не видно, просрочен ли пункт.",
        source="domain.md 2, PLN-005; 6, rows 54 to 65",
        not_live=_READS_TEXT,
        grouped=Grouping("Сроки не распознаны", ITEMS),
        holds=(
            {"pln.1-01.term": "сентябрь – май"},
            {"pln.1-01.term": "по плану"},
            {"pln.1-01.term": "44105"},
        ),
        fails=({"pln.1-01.term": "когда получится"}, {"pln.3.term": "xyz"}),
    ),
    FunctionRule(
        code="PLN-028",
        name="term-left-open",
        severity=Severity.WARNING,
        finds=_find_open,
        title="у срока есть дата или период",
        message="{where}: в сроке «{term}» нет даты, просрочку по нему не увидеть.",
        fix="Впишите дату, месяц или период: «до 25.05.{next_year}», «сентябрь – май».",
        why="Пункт без даты остаётся в перечне «без даты» и не бывает ни в срок, ни просрочен.",
        source="domain.md 6, row 61",
        not_live=_READS_TEXT,
        grouped=Grouping("В сроках нет даты", ITEMS),
        holds=({"pln.1-01.term": "сентябрь – май"},),
        fails=({"pln.1-01.term": "по плану"}, {"pln.3.term": "по мере необходимости"}),
    ),
    FunctionRule(
        code="PLN-026",
        name="term-without-year",
        severity=Severity.NOTE,
        finds=_find_without_year,
        title="у срока указан год",
        message="{where}: срок «{term}» понят как {days}.",
        fix="Исправлять не нужно; если имелся в виду другой год, впишите его.",
        why="План рассчитан на два учебных года, и каждый месяц в нём бывает дважды.",
        source="domain.md 6, row 56; decision 17",
        not_live=_READS_TEXT,
        grouped=Grouping("Сроки без года поняты как ближайшие в периоде плана", ITEMS),
        holds=({"pln.1-01.term": "сентябрь 2020"}, {"pln.1-01.term": "в течение года"}),
        fails=({"pln.1-01.term": "сентябрь"}, {"pln.1-01.term": "до 15 мая"}),
    ),
    FunctionRule(
        code="PLN-025",
        name="no-such-day",
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        finds=_find_impossible,
        title="день есть в календаре",
        message="{where}: «{term}» — такого дня нет в календаре.",
        fix="Исправьте число или месяц.",
        why="Такой день не наступит никогда.",
        source="domain.md 6, row 64; decision 17",
        not_live=_READS_TEXT,
        holds=({"pln.1-01.term": "30.09.2020"},),
        fails=({"pln.1-01.term": "31.09.2020"}, {"pln.1-01.term": "до 30.02.2021"}),
    ),
    FunctionRule(
        code="PLN-006",
        name="term-outside-period",
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        finds=_find_outside,
        title="срок — внутри периода плана (до четырёх месяцев вне его — предупреждение)",
        message="{where}: срок «{term}» вне периода плана ({period}).",
        fix="Проверьте год и порядок «день.месяц».",
        why="Чаще всего это прошлогодний план или дата в американском порядке.",
        source="domain.md 2, PLN-006; 6, row 65; decision 16",
        not_live=_READS_TEXT,
        holds=({"pln.1-01.term": "01.10.2020"}, {"pln.1-01.term": "2020-2022"}),
        fails=({"pln.1-01.term": "10.01.2020"}, {"pln.1-01.term": "август 2020"}),
    ),
    FunctionRule(
        code="PLN-007",
        name="term-ends-before-it-starts",
        severity=Severity.ERROR,
        excludes=Excludes.ROW,
        finds=_find_backwards,
        title="начало срока не позже окончания",
        message="{where}: начало срока позже окончания («{term}»).",
        fix="Проверьте месяцы и годы; срок через Новый год пишите так: «сентябрь {exam_year} – май "
        "{next_year}».",
        why="Такой срок не наступает никогда.",
        source="domain.md 2, PLN-007; decision 16",
        not_live=_READS_TEXT,
        holds=({"pln.1-01.term": "сентябрь – май"},),
        fails=({"pln.1-01.term": "май 2021 – сентябрь 2020"},),
    ),
    FunctionRule(
        code="PLN-019",
        name="one-term-for-all",
        severity=Severity.NOTE,
        finds=_find_copied,
        title="сроки пунктов разные",
        message="Один и тот же срок «{term}» стоит в {number} из {all} пунктов.",
        fix="Проверьте, не скопирован ли он случайно; общий срок впишите в строку раздела.",
        why="Срок, протянутый вниз по столбцу, ничего не говорит о пунктах.",
        source="domain.md 2, PLN-019; decision 16",
        not_live="Сравнивает между собой все сроки плана, как бы они ни были записаны.",
        holds=({f"pln.{key}.term": f"{n}.10.2020" for n, key in enumerate(_MANY, start=1)},),
        fails=(dict.fromkeys((f"pln.{key}.term" for key in _MANY), "в течение года"),),
    ),
    FunctionRule(
        code="PLN-020",
        name="said-for-the-section",
        severity=Severity.NOTE,
        finds=_find_inherited,
        title="записанное в строке раздела относится к пустым пунктам раздела",
        message="Раздел {code}, «{column}»: «{said}» применено к пустым пунктам раздела ({items}).",
        fix="Исправлять не нужно; если у пункта своё, впишите его в строку пункта.",
        why="Так не приходится повторять одно и то же в каждой строке.",
        source="domain.md 2, PLN-020; decision 7",
        not_live="Говорит о том, что сделала программа; живые проверки сроков это уже учитывают.",
        grouped=Grouping("Записанное в строках разделов применено к их пустым пунктам", CELLS),
        holds=({"pln.2-01.term": "декабрь"},),
        fails=({"pln.2.term": "декабрь"}, {"pln.2.responsible": "директор"}),
    ),
)
