"""Numbers of persons on «Паспорт» against the tables, and averages against participants."""

from ...expressions.nodes import Expression
from ...expressions.write import (
    at_least,
    at_most,
    between,
    both,
    conditional,
    either,
    filled,
    largest,
    minus,
    more,
    negated,
    parameter,
    rounded,
    same,
    smallest,
    times,
    total,
    when,
)
from ...form.references import every, joined, row_of, this
from ...form.tables import (
    Average,
    BaseMath,
    Headcount,
    Indicator,
    ProblemCount,
    SchoolParticipants,
    SubjectResults,
)
from ..findings import Severity
from ..rule import Rule
from .participants import of_this_year

average = this(Average)
subject = joined(SubjectResults)
count = this(ProblemCount)
below = every(SubjectResults).below
persons = every(SchoolParticipants).participants_persons
marks_2 = of_this_year(row_of(BaseMath, "1").g2)
russian = row_of(SubjectResults, "rus")
maths = row_of(SubjectResults, "math_prof")
pupils = row_of(Headcount, "pupils_total").y1
headcount, resting = this(Headcount), joined(Indicator, by="base")

_FAILED = total(below, marks_2)
_MOST_FAILED = conditional(filled(persons), smallest(_FAILED, persons), _FAILED)


def _possible_sum() -> Expression:
    """The average times the participants is a whole sum, as exactly as the average is typed."""
    points = times(average.value, subject.total)
    error = minus(points, rounded(points))
    to_tenths = same(average.value, rounded(average.value, 1))
    precision = conditional(
        same(average.value, rounded(average.value)), 0.5, conditional(to_tenths, 0.05, 0.005)
    )
    # with one participant the sum is the mark itself, so there is nothing to round
    most = conditional(same(subject.total, 1), 0, times(subject.total, precision))
    return both(at_most(error, most), at_least(error, minus(0, most)))


RULES = (
    Rule(
        code="PRB-003",
        name="average-without-participants",
        table=Average,
        marks=("value",),
        exams=True,
        severity=Severity.WARNING,
        applies_when=filled(average.value),
        holds_when=both(more(subject.total, 0), at_least(average.value, 0)),
        silenced_by=("PRB-001", "EGE-001", "EGE-003"),
        title="если указан средний балл, предмет сдавали",
        message="«{label}»: средний балл {value}, но в таблице ЕГЭ нет участников.",
        shows={"value": average.value},
        fix="Заполните «Всего» на листе «ЕГЭ» или очистите средний балл.",
        why="Средний балл без участников не попадёт в сводку.",
        source="domain.md 2, PRB-003",
        holds=({"prob.avg.rus": 51, "ege.rus.total": 1},),
        fails=({"prob.avg.rus": 51},),
    ),
    Rule(
        code="PRB-006",
        name="average-of-no-whole-sum",
        table=Average,
        marks=("value",),
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(filled(average.value), filled(subject.total)),
        holds_when=either(at_most(subject.total, 0), _possible_sum()),
        silenced_by=("PRB-001", "PRB-005", "EGE-001", "EGE-002"),
        title="средний балл получается из целых баллов участников",
        message="«{label}»: средний балл {value} не получается при {n} участниках.",
        shows={"value": average.value, "n": subject.total},
        fix="Проверьте средний балл: сумма баллов — целое число; у одного участника балл целый.",
        why="Баллы ЕГЭ целые, поэтому не всякая дробь возможна.",
        source="domain.md 2, PRB-006",
        holds=(
            {"prob.avg.rus": 51, "ege.rus.total": 1},
            {"prob.avg.rus": 51.3, "ege.rus.total": 3},
            {"prob.avg.rus": 51.67, "ege.rus.total": 3},
        ),
        fails=(
            {"prob.avg.rus": 51.5, "ege.rus.total": 1},
            {"prob.avg.rus": 51.25, "ege.rus.total": 3},
        ),
    ),
    Rule(
        code="PRB-011",
        name="failed-persons-outside-bounds",
        table=ProblemCount,
        marks=("value",),
        rows=lambda spec: spec.key == "n_not_passed_ege",
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(filled(count.value), filled(below)),
        holds_when=between(count.value, largest(below), _MOST_FAILED),
        silenced_by=("PRB-009", "EGE-001", "EGE-002", "BM-002"),
        title="не прошедших ЕГЭ столько, сколько возможно по таблице ЕГЭ",
        message="«{label}»: {value}, а по таблице не преодолели порог от {low} до {high} чел.",
        shows={"value": count.value, "low": largest(below), "high": _MOST_FAILED},
        fix="Проверьте это число и графу «Не преодолели порог»; один выпускник считается один раз.",
        why="Людей не меньше, чем в одном предмете, и не больше, чем во всех вместе.",
        source="domain.md 2, PRB-011; decision 16",
        holds=({"prob.n_not_passed_ege": 2, "ege.rus.below": 1, "ege.phys.below": 2},),
        fails=(
            {"prob.n_not_passed_ege": 1, "ege.phys.below": 2},
            {"prob.n_not_passed_ege": 4, "ege.rus.below": 1, "ege.phys.below": 2},
        ),
    ),
    Rule(
        code="PRB-012",
        name="certificates-disagree",
        table=ProblemCount,
        marks=("value",),
        rows=lambda spec: spec.key == "n_not_passed_gia",
        exams=True,
        severity=Severity.WARNING,
        applies_when=both(
            filled(count.value),
            filled(russian.below),
            negated(parameter("certificate_without_exams")),
        ),
        holds_when=either(
            both(at_most(count.value, 0), at_most(total(russian.below, marks_2), 0)),
            both(more(count.value, 0), more(total(russian.below, maths.below, marks_2), 0)),
        ),
        silenced_by=("PRB-009", "EGE-001", "EGE-002", "BM-002"),
        title="не прошедшие ГИА согласуются с не сдавшими русский язык и математику",
        message="«{label}» ({value}) не согласуется с числом не сдавших русский язык и математику "
        "({failed}).",
        shows={"value": count.value, "failed": total(russian.below, maths.below, marks_2)},
        fix="Проверьте числа; если учтены девятиклассники, напишите это в примечании.",
        why="Аттестат зависит от обязательных предметов; базовая математика заменяет профильную.",
        source="domain.md 2, PRB-012; decision 16",
        holds=({"prob.n_not_passed_gia": 1, "ege.rus.below": 1},),
        fails=(
            {"prob.n_not_passed_gia": 0, "ege.rus.below": 1},
            {"prob.n_not_passed_gia": 1, "ege.rus.below": 0},
        ),
    ),
    Rule(
        code="PRB-013",
        name="failed-in-a-year-without-exams",
        table=ProblemCount,
        marks=("value",),
        rows=lambda spec: spec.key == "n_not_passed_gia",
        severity=Severity.NOTE,
        applies_when=both(filled(count.value), parameter("certificate_without_exams")),
        holds_when=at_most(count.value, 0),
        silenced_by=("PRB-009",),
        title="в год, когда аттестаты выданы без экзаменов, не прошедших ГИА нет",
        message="«{label}»: {value}, хотя в этом году аттестаты выданы без экзаменов.",
        shows={"value": count.value},
        fix="Проверьте число; обычно здесь 0.",
        why="В 2020 году аттестаты выдавали по годовым отметкам.",
        source="domain.md 2, PRB-013",
        holds=({"prob.n_not_passed_gia": 0},),
        fails=({"prob.n_not_passed_gia": 2},),
    ),
    Rule(
        code="PRB-014",
        name="more-winners-than-pupils",
        table=ProblemCount,
        marks=("value",),
        rows=lambda spec: spec.key == "n_olymp",
        severity=Severity.WARNING,
        applies_when=both(filled(count.value), filled(pupils)),
        holds_when=at_most(count.value, pupils),
        silenced_by=("PRB-009",),
        title="победителей и призёров не больше, чем обучающихся",
        message="Победителей и призёров {value}, а обучающихся {pupils}.",
        shows={"value": count.value, "pupils": pupils},
        fix="Проверьте оба числа: победители считаются людьми, а не дипломами.",
        why="Один ученик считается один раз.",
        source="domain.md 2, PRB-014",
        holds=({"prob.n_olymp": 12, "meta.pupils_total.y1": 227},),
        fails=({"prob.n_olymp": 12, "meta.pupils_total.y1": 11},),
    ),
    Rule(
        code="NUM-001",
        name="headcount-missing",
        table=Headcount,
        marks=("y1",),
        severity=Severity.ERROR,
        required=True,
        applies_when=filled(resting.y1, resting.y1_num, resting.y2, resting.y2_num),
        holds_when=both(
            when(filled(resting.y1, resting.y1_num), filled(headcount.y1)),
            when(filled(resting.y2, resting.y2_num), filled(headcount.y2)),
        ),
        title="указана численность, от которой считаются доли",
        message="«{label}» не указана, а от неё считаются доли на листе «Показатели».",
        fix="Впишите численность за оба года: она станет «Всего» показателей.",
        why="Без «Всего» долю не посчитать и не сложить с другими школами.",
        source="decision 17",
        holds=({"meta.teachers_total.y1": 21, "ind.1.2-1.y1.num": 18},),
        fails=({"ind.1.2-1.y1.num": 18}, {"ind.1.2-2.y2": 1}),
    ),
)
