"""Participants of exams as persons, and the table «в разрезе организаций» that counts them."""

from ...expressions.nodes import Expression
from ...expressions.write import (
    at_least,
    at_most,
    between,
    both,
    conditional,
    either,
    filled,
    is_whole,
    largest,
    more,
    negated,
    one_of_list,
    parameter,
    quotient,
    same,
    total,
)
from ...form.references import every, joined, row_of, this
from ...form.tables import BaseMath, Identity, SchoolMeasures, SchoolParticipants, SubjectResults
from ..findings import Excludes, Severity
from ..rule import Rule

card = this(SchoolParticipants)
row = this(SubjectResults)
persons = every(SchoolParticipants).participants_persons
totals = every(SubjectResults).total
newest = row_of(BaseMath, "1")
maths = row_of(SubjectResults, "math_prof")
graduates = every(Identity).grads11_total


def of_this_year(column: object) -> Expression:
    """A number of base maths, if its newest row is of the exam year."""
    return conditional(one_of_list(newest.year, "exam_year_labels_of_results"), column, 0)


RULES = (
    Rule(
        code="EGE-009",
        name="russian-sat-by-fewer",
        table=SubjectResults,
        marks=("total",),
        rows=lambda spec: spec.key == "rus",
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(filled(totals), parameter("russian_is_sat_by_all")),
        holds_when=at_least(row.total, largest(totals)),
        silenced_by=("EGE-001", "EGE-002", "EGE-003"),
        title="русский язык сдавали не меньше, чем любой другой предмет",
        message="Русский язык сдавали {mine}, а один из предметов — {most}.",
        shows={"mine": row.total, "most": largest(totals)},
        fix="Проверьте «Всего»: русский язык обязателен для всех.",
        why="В обычный год русский язык сдаёт каждый выпускник.",
        source="domain.md 2, EGE-009",
        holds=({"ege.rus.total": 3, "ege.phys.total": 3},),
        fails=({"ege.rus.total": 2, "ege.phys.total": 3},),
    ),
    Rule(
        code="EGE-011",
        name="fewer-exams-than-persons",
        table=SchoolParticipants,
        marks=("participants_persons",),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=both(filled(card.participants_persons), filled(totals)),
        holds_when=at_least(total(totals, of_this_year(newest.total)), card.participants_persons),
        silenced_by=("EGE-001", "EGE-002", "EGE-003", "BM-002"),
        title="экзаменов сдано не меньше, чем участников",
        message="Участников ЕГЭ {persons}, а экзаменов сдано всего {exams}.",
        shows={
            "persons": card.participants_persons,
            "exams": total(totals, of_this_year(newest.total)),
        },
        fix="Проверьте «Численность участников» и «Всего» по предметам.",
        why="Каждый участник сдал хотя бы один экзамен.",
        source="domain.md 2, EGE-011; decision 16",
        holds=({"org.participants_persons": 1, "ege.rus.total": 1},),
        fails=({"org.participants_persons": 5, "ege.rus.total": 1},),
    ),
    Rule(
        code="EGE-012",
        name="too-many-exams-each",
        table=SchoolParticipants,
        marks=("participants_persons",),
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(filled(card.participants_persons), filled(totals)),
        holds_when=at_most(quotient(total(totals), card.participants_persons), 6),
        silenced_by=("EGE-001", "EGE-002", "EGE-010"),
        title="на выпускника приходится не больше шести экзаменов",
        message="В среднем на выпускника приходится {load} экзаменов.",
        shows={"load": quotient(total(totals), card.participants_persons)},
        fix="Проверьте «Численность участников» и «Всего» по предметам.",
        why="Обычно сдают три–четыре предмета.",
        source="domain.md 2, EGE-012",
        holds=({"org.participants_persons": 1, "ege.rus.total": 1},),
        fails=(
            {"org.participants_persons": 1}
            | {
                f"ege.{key}.total": 1
                for key in ("rus", "phys", "chem", "inf", "bio", "hist", "geo")
            },
        ),
    ),
    Rule(
        code="EGE-021",
        name="more-participants-than-graduates",
        table=SchoolParticipants,
        marks=("participants_persons",),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=both(filled(card.participants_persons), filled(graduates)),
        holds_when=at_most(card.participants_persons, graduates),
        silenced_by=("ORG-008", "NUM-002"),
        title="участников ЕГЭ не больше, чем выпускников 11 классов",
        message="Участников ЕГЭ {persons}, а выпускников 11 классов {graduates}.",
        shows={"persons": card.participants_persons, "graduates": graduates},
        fix="Проверьте «Численность участников» и число выпускников на листе «Титул».",
        why="ЕГЭ этого года сдают выпускники этого года.",
        source="decision 17",
        holds=({"org.participants_persons": 3, "meta.grads11_total": 3},),
        fails=({"org.participants_persons": 4, "meta.grads11_total": 3},),
    ),
    Rule(
        code="ORG-008",
        name="participants-missing",
        table=SchoolParticipants,
        marks=("participants_persons",),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        required=negated(filled(card.participants_persons)),
        applies_when=either(filled(card.participants_persons), filled(totals)),
        holds_when=both(
            filled(card.participants_persons),
            is_whole(card.participants_persons),
            at_least(card.participants_persons, 0),
        ),
        number_cells=(card.participants_persons,),
        number_needed=more(total(totals), 0),
        title="указана «Численность участников»",
        message="«Численность участников»: сейчас {value}, а нужно целое число.",
        shows={"value": card.participants_persons},
        fix="Укажите, сколько выпускников сдавали хотя бы один ЕГЭ; каждый считается один раз.",
        why="Сумма по предметам считает экзамены, а не людей.",
        source="domain.md 2, ORG-008; decision 16",
        holds=({"org.participants_persons": 3, "ege.rus.total": 3},),
        fails=({"ege.rus.total": 3}, {"org.participants_persons": -1}),
    ),
    Rule(
        code="EGE-013",
        name="two-levels-of-maths",
        table=SubjectResults,
        marks=("total",),
        rows=lambda spec: spec.key == "math_prof",
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(
            filled(row.total),
            filled(persons),
            one_of_list(newest.year, "exam_year_labels_of_results"),
            filled(newest.total),
            parameter("one_maths_level"),
        ),
        holds_when=at_most(total(row.total, newest.total), persons),
        silenced_by=("EGE-001", "EGE-002", "EGE-010", "BM-002", "BM-006"),
        title="профильную и базовую математику вместе сдавали не больше, чем всего участников",
        message="Профильную и базовую математику вместе сдавали {both}, а участников {persons}.",
        shows={"both": total(row.total, newest.total), "persons": persons},
        fix="Проверьте оба «Всего»; если кто-то пересдавал на другом уровне, напишите в "
        "примечании.",
        why="Выпускник выбирает один уровень математики.",
        source="domain.md 2, EGE-013",
        holds=(
            {"ege.math_prof.total": 3, "org.participants_persons": 5}
            | {"bm.1.year": "{exam_year} год", "bm.1.total": 2},
        ),
        fails=(
            {"ege.math_prof.total": 3, "org.participants_persons": 4}
            | {"bm.1.year": "{exam_year} год", "bm.1.total": 2},
        ),
    ),
    Rule(
        code="BM-006",
        name="more-marks-than-participants",
        table=BaseMath,
        marks=("total",),
        rows=lambda spec: spec.key == "1",
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(
            filled(newest.total),
            filled(persons),
            one_of_list(newest.year, "exam_year_labels_of_results"),
        ),
        holds_when=at_most(newest.total, persons),
        silenced_by=("BM-002",),
        title="базовую математику этого года сдавали не больше, чем всего участников",
        message="Базовую математику сдавали {n}, а участников {persons}.",
        shows={"n": newest.total, "persons": persons},
        fix="Проверьте «Всего» базовой математики и «Численность участников».",
        why="Базовую математику сдают те же выпускники.",
        source="domain.md 2, BM-006; decision 16",
        holds=({"bm.1.year": "2020 год", "bm.1.total": 2, "org.participants_persons": 2},),
        fails=({"bm.1.year": "2020 год", "bm.1.total": 3, "org.participants_persons": 2},),
    ),
    Rule(
        code="BM-007",
        name="mathematics-sat-by-fewer",
        table=BaseMath,
        marks=("total",),
        rows=lambda spec: spec.key == "1",
        exams=True,
        severity=Severity.WARNING,
        required=negated(filled(newest.total)),
        applies_when=both(filled(persons), parameter("one_maths_level")),
        holds_when=at_least(total(maths.total, of_this_year(newest.total)), persons),
        silenced_by=(
            "EGE-001",
            "EGE-002",
            "EGE-003",
            "EGE-004",
            "EGE-010",
            "EGE-011",
            "EGE-021",
            "ORG-008",
            "BM-001",
            "BM-002",
            "BM-006",
            "YR-002",
        ),
        title="каждый участник сдавал математику — профильную или базовую",
        message="Профильную математику сдавали {profile}, базовую этого года {base}, а участников "
        "ЕГЭ {persons}.",
        shows={
            "profile": maths.total,
            "base": of_this_year(newest.total),
            "persons": persons,
        },
        fix="Заполните строку этого года в таблице «Математика базовая» или проверьте оба «Всего»; "
        "если математику сдавали не в форме ЕГЭ, поясните это на листе «Проверка».",
        why="Выпускник сдаёт один из двух уровней; без базовой математики район не видит её двоек.",
        source="domain.md 2, EGE-013",
        holds=(
            {"ege.math_prof.total": 3, "org.participants_persons": 5}
            | {"bm.1.year": "{exam_year} год", "bm.1.total": 2},
            {"ege.math_prof.total": 5, "org.participants_persons": 5},
        ),
        fails=(
            {"ege.math_prof.total": 17, "org.participants_persons": 30},
            {"ege.math_prof.total": 3, "org.participants_persons": 6}
            | {"bm.1.year": "{exam_year} год", "bm.1.total": 2},
        ),
    ),
)


measures, subjects = this(SchoolMeasures), joined(SubjectResults, by="school_column")
_LOW = total(subjects.b_91_99, subjects.b_100)
_HIGH = total(subjects.b_71_90, subjects.b_91_99, subjects.b_100)

SCHOOL_TABLE_RULES = (
    Rule(
        code="ORG-004",
        name="high-scores-outside-bands",
        table=SchoolMeasures,
        exams=True,
        marks=("n80_plus",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        applies_when=filled(measures.n80_plus),
        holds_when=between(measures.n80_plus, _LOW, _HIGH),
        silenced_by=("EGE-001", "EGE-002", "EGE-003", "EGE-004", "ORG-011"),
        title="«Сдали 80 и более баллов» столько, сколько возможно по диапазонам",
        message="«{label}»: «Сдали 80 и более баллов» {value}, а по диапазонам на листе «ЕГЭ» "
        "должно быть от {low} до {high}.",
        shows={"value": measures.n80_plus, "low": _LOW, "high": _HIGH},
        fix="Проверьте это число и графы «71-90», «91-99», «100» на листе «ЕГЭ».",
        why="80 баллов — внутри диапазона 71-90: все, у кого больше 90, уже получили 80 и более.",
        source="domain.md 2, ORG-004",
        holds=({"org.rus.n80_plus": 2, "ege.rus.b_71_90": 1, "ege.rus.b_91_99": 1},),
        fails=(
            {"org.rus.n80_plus": 0, "ege.rus.b_91_99": 1},
            {"org.foreign.n80_plus": 3, "ege.eng.b_100": 1, "ege.deu.b_71_90": 1},
        ),
    ),
    Rule(
        code="ORG-010",
        name="high-scores-not-counted",
        table=SchoolMeasures,
        marks=("n80_plus",),
        exams=True,
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        required=True,
        applies_when=filled(subjects.b_71_90, subjects.b_91_99, subjects.b_100),
        holds_when=either(same(_HIGH, 0), more(0, _HIGH), filled(measures.n80_plus)),
        silenced_by=("EGE-001", "EGE-002"),
        title="если есть баллы выше 70, указано, у скольких 80 и более",
        message="«{label}»: есть баллы выше 70 ({high} чел.), а «Сдали 80 и более баллов» пусто.",
        shows={"high": _HIGH},
        fix="Впишите, сколько человек набрали от 80 до 100; если никого — 0.",
        why="По диапазонам это число не узнать: 80 — внутри диапазона 71-90.",
        source="decision 4",
        holds=({"ege.rus.b_71_90": 2, "org.rus.n80_plus": 0}, {"ege.rus.b_71_90": 0}),
        fails=({"ege.rus.b_71_90": 2},),
    ),
)
