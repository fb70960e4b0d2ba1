"""«Паспорт»: its fields and the signature; «1. ОПИСАНИЕ ПРОБЛЕМЫ» with averages and persons."""

from collections.abc import Mapping

from ...expressions.write import (
    at_least,
    at_most,
    between,
    both,
    conditional,
    either,
    filled,
    has_any_of,
    is_whole,
    largest,
    minus,
    more,
    negated,
    parameter,
    quotient,
    smallest,
    times,
    total,
)
from ...form.references import every, joined, this
from ...form.rows import Row
from ...form.tables import (
    BANDS,
    Average,
    Passport,
    ProblemCount,
    SchoolMeasures,
    SchoolParticipants,
    Signature,
    SubjectResults,
)
from ..findings import Excludes, Severity
from ..rule import Rule, has_graduates

passport, signature = this(Passport), this(Signature)

_MONEY = ("руб", "Руб", "РУБ", "тыс", "Тыс", "ТЫС", "млн", "Млн", "МЛН", "₽")
_NO_MONEY = (
    "предусм",
    "ПРЕДУСМ",
    "требуется",
    "ТРЕБУЕТСЯ",
    "ез финанс",
    "ЕЗ ФИНАНС",
    "рименимо",
)


RULES = (
    Rule(
        code="PSP-001",
        name="developer-missing",
        table=Passport,
        marks=("value",),
        rows=lambda spec: spec.key == "developer",
        severity=Severity.ERROR,
        required=True,
        holds_when=filled(passport.value),
        title="указан ответственный разработчик",
        message="Не указан «{label}».",
        fix="Впишите должность, Ф. И. О. и телефон.",
        why="К нему обращаются с вопросами по дорожной карте.",
        source="domain.md 2, PSP-001",
        holds=({"psp.developer": "Иванова И. И., зам. директора"},),
        fails=({"psp.developer": " "}, {}),
    ),
    Rule(
        code="PSP-004",
        name="funding-unclear",
        table=Passport,
        marks=("value",),
        rows=lambda spec: spec.key == "funding",
        severity=Severity.WARNING,
        required=True,
        holds_when=either(
            has_any_of(passport.value, *_NO_MONEY),
            both(has_any_of(passport.value, *"0123456789"), has_any_of(passport.value, *_MONEY)),
        ),
        title="в объёме финансовой поддержки — сумма с единицей или «не предусмотрено»",
        message="«{label}»: нужны сумма и единица (сейчас — {value}).",
        shows={"value": passport.value},
        fix="Впишите, например, «120 тыс. руб.» или «не предусмотрено».",
        why="Число без единицы может быть и рублями, и тысячами.",
        source="domain.md 2, PSP-004",
        holds=({"psp.funding": "120 тыс. руб."}, {"psp.funding": "Не предусмотрено"}),
        fails=({"psp.funding": "120"}, {"psp.funding": "по смете"}, {}),
    ),
    Rule(
        code="PSP-002",
        name="passport-field-empty",
        table=Passport,
        marks=("value",),
        rows=lambda spec: spec.key in ("team", "goal", "stages", "directions", "milestones"),
        severity=Severity.WARNING,
        required=True,
        holds_when=filled(passport.value),
        title="поля паспорта заполнены",
        message="Не заполнено поле «{label}».",
        fix="Заполните поле на листе «Паспорт».",
        why="Паспорт — часть подписываемого документа.",
        source="domain.md 2, PSP-002",
        holds=(
            dict.fromkeys(
                ("psp.team", "psp.goal", "psp.stages", "psp.directions", "psp.milestones"), "есть"
            ),
        ),
        fails=({"psp.directions": " ."},),
    ),
    Rule(
        code="SGN-001",
        name="signature-missing",
        table=Signature,
        marks=("position",),
        severity=Severity.ERROR,
        required=True,
        holds_when=both(filled(signature.position), filled(signature.fio)),
        title="в подписи указаны должность и Ф. И. О. руководителя",
        message="Не заполнена подпись: должность и Ф. И. О. руководителя.",
        fix="Впишите должность и Ф. И. О. в конце листа «План».",
        why="Документ подписывает руководитель школы.",
        source="domain.md 2, SGN-001",
        holds=({"sgn.position": "директор", "sgn.fio": "Петрова А. А."},),
        fails=({"sgn.position": "директор"}, {}),
    ),
    Rule(
        code="SGN-002",
        name="date-of-signature",
        table=Signature,
        marks=("date",),
        severity=Severity.WARNING,
        required=True,
        holds_when=filled(signature.date),
        title="указана дата подписания",
        message="Не указана дата подписания.",
        fix="Впишите дату в конце листа «План».",
        why="Без даты не видно, когда документ принят.",
        source="domain.md 2, SGN-002",
        holds=({"sgn.date": "01.10.2020"},),
        fails=({},),
    ),
)


row = this(Average)
subject = joined(SubjectResults)
count = this(ProblemCount)
high = every(SchoolMeasures).n80_plus
high_single = every(SchoolMeasures, having="single").n80_plus
persons = every(SchoolParticipants).participants_persons


def _mean(bound: str) -> object:
    """The lowest or highest average the bands of the subject allow."""
    marks = (times(getattr(subject, band), parameter(f"{bound}.{band}")) for band in BANDS)
    return quotient(total(*marks), subject.total)


def _thresholds(spec: Row) -> Mapping[str, str]:
    return {"thresholds": " или ".join(map(str, getattr(spec, "thresholds", ())))}


PROBLEM_RULES = (
    Rule(
        code="PRB-002",
        name="average-below-zero",
        table=Average,
        exams=True,
        marks=("value",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=filled(row.value),
        holds_when=at_least(row.value, 0),
        title="средний балл не отрицательный",
        message="«{label}»: {value} — минус здесь, видимо, тире из Word.",
        shows={"value": row.value},
        fix="Введите балл без минуса.",
        why="В документе между предметом и баллом стоит тире, и при вставке оно стало минусом.",
        source="domain.md 2, PRB-002; 6, row 13",
        holds=({"prob.avg.phys": 49},),
        fails=({"prob.avg.phys": -49},),
    ),
    Rule(
        code="PRB-001",
        name="average-out-of-scale",
        silenced_by=("PRB-002",),
        table=Average,
        exams=True,
        marks=("value",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=filled(row.value),
        holds_when=between(row.value, 0, 100),
        number_cells=(row.value,),
        number_needed=more(total(subject.total), 0),
        title="средний балл — число от 0 до 100",
        message="«{label}»: средний балл {value}, а шкала — от 0 до 100.",
        shows={"value": row.value},
        fix="Введите средний балл числом, например 51 или 51,3. Тире перед числом не нужно.",
        why="ЕГЭ оценивается по 100-балльной шкале.",
        source="domain.md 2, PRB-001 and PRB-002",
        holds=({"prob.avg.rus": 0}, {"prob.avg.rus": 100}, {"prob.avg.rus": 51.3}),
        fails=({"prob.avg.rus": -49}, {"prob.avg.rus": 101}),
    ),
    Rule(
        code="PRB-004",
        name="average-missing",
        table=Average,
        exams=True,
        marks=("value",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        required=True,
        applies_when=filled(subject.total),
        holds_when=either(at_most(subject.total, 0), filled(row.value)),
        silenced_by=("EGE-001",),
        title="если предмет сдавали, указан средний балл",
        message="«{label}»: сдавали {n} чел., а средний балл не указан.",
        shows={"n": subject.total},
        fix="Впишите средний балл или проверьте «Всего» на листе «ЕГЭ».",
        why="Средний балл района считается с весом по числу участников.",
        source="domain.md 2, PRB-004",
        holds=({"prob.avg.rus": 51, "ege.rus.total": 1}, {"ege.rus.total": 0}),
        fails=({"ege.rus.total": 2},),
    ),
    Rule(
        code="PRB-005",
        name="average-impossible",
        table=Average,
        exams=True,
        marks=("value",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=both(filled(row.value), filled(subject.total)),
        holds_when=between(row.value, minus(_mean("lowest"), 0.5), total(_mean("highest"), 0.5)),
        silenced_by=("EGE-001", "EGE-002", "EGE-003", "EGE-004", "PRB-001"),
        title="средний балл возможен при таком распределении по диапазонам",
        message="«{label}»: средний балл {value}, а по диапазонам он может быть от {low} до {high} "
        "(порог {thresholds}).",
        shows={"value": row.value, "low": _mean("lowest"), "high": _mean("highest")},
        facts=_thresholds,
        fix="Проверьте средний балл и число участников в диапазонах на листе «ЕГЭ».",
        why="Средний балл лежит между средним нижних и средним верхних границ диапазонов.",
        source="domain.md 2, PRB-005; decision 16",
        holds=(
            {"prob.avg.rus": 51, "ege.rus.total": 1, "ege.rus.b_51_60": 1},
            {"prob.avg.rus": 24, "ege.rus.total": 1, "ege.rus.b_min_50": 1},
        ),
        fails=({"prob.avg.rus": 71, "ege.rus.total": 1, "ege.rus.b_51_60": 1},),
    ),
    Rule(
        code="PRB-009",
        name="number-of-persons-missing",
        table=ProblemCount,
        marks=("value",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        required=negated(filled(count.value)),
        applies_when=either(
            filled(count.value), negated(parameter("needs_grade11")), has_graduates
        ),
        holds_when=both(filled(count.value), is_whole(count.value), at_least(count.value, 0)),
        number_cells=(count.value,),
        number_needed=either(negated(parameter("needs_grade11")), has_graduates),
        title="численность указана целым числом; если никого — 0",
        message="«{label}»: нужно целое число, сейчас {value}.",
        shows={"value": count.value},
        fix="Введите целое число; если таких нет — 0.",
        why="Пустая ячейка не отличается от забытой.",
        source="domain.md 2, PRB-009",
        holds=({"prob.n_olymp": 12}, {"prob.n_olymp": 0}),
        fails=({"meta.stage": "На сдачу"}, {"prob.n_olymp": -1}),
    ),
    Rule(
        code="PRB-010",
        name="high-scorers-outside-bounds",
        table=ProblemCount,
        marks=("value",),
        rows=lambda spec: spec.key == "n80_plus",
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=both(filled(count.value), filled(high)),
        holds_when=both(
            at_least(count.value, largest(high_single)),
            at_most(count.value, total(high)),
            either(negated(filled(persons)), at_most(count.value, persons)),
        ),
        silenced_by=("ORG-010", "PRB-009", "ORG-004", "ORG-011"),
        title="получивших 80 и более баллов столько, сколько возможно по таблице по школе",
        message="«{label}»: {value}, а по листу «ЕГЭ по школе» должно быть от {low} до {high}.",
        shows={
            "value": count.value,
            "low": largest(high_single),
            "high": conditional(filled(persons), smallest(total(high), persons), total(high)),
        },
        fix="Сосчитайте людей, а не экзамены: выпускник с двумя высокими баллами — один человек.",
        why="Людей не меньше, чем в одном предмете, и не больше, чем во всех предметах вместе.",
        source="domain.md 2, PRB-010; decision 16",
        holds=({"prob.n80_plus": 2, "org.rus.n80_plus": 2, "org.phys.n80_plus": 1},),
        fails=(
            {"prob.n80_plus": 1, "org.rus.n80_plus": 2},
            {"prob.n80_plus": 4, "org.rus.n80_plus": 2, "org.phys.n80_plus": 1},
        ),
    ),
)
