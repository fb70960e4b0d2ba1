"""The school itself: its name, its table «в разрезе организаций», its signature and passport."""

from ..expressions.write import (
    between,
    both,
    either,
    filled,
    has_any_of,
    negated,
    total,
)
from ..findings import Excludes, Severity
from ..form.references import joined, this
from ..form.tables import Identity, Passport, SchoolMeasures, Signature, SubjectResults
from .rule import Rule

identity = this(Identity)
measures, subjects = this(SchoolMeasures), joined(SubjectResults, by="school_column")
passport = this(Passport)
signature = this(Signature)

_LOW = total(subjects.b_91_99, subjects.b_100)
_HIGH = total(subjects.b_71_90, subjects.b_91_99, subjects.b_100)

RULES = (
    Rule(
        code="SCH-001",
        name="school-not-named",
        table=Identity,
        marks=("school_name",),
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        required=negated(filled(identity.school_name)),
        holds_when=both(
            filled(identity.school_name),
            either(
                negated(has_any_of(identity.school_name, "№")),
                has_any_of(identity.school_name, "0123456789"),
            ),
        ),
        title="указана школа; после «№» стоит номер",
        message="Не указана школа (сейчас {value}).",
        shows={"value": identity.school_name},
        fix="Впишите полное название школы с номером и населённым пунктом на листе «Титул».",
        why="По названию и коду район узнаёт, чья это книга.",
        source="domain.md 2, SCH-001; decision 9",
        holds=({"meta.school_name": "МБОУ СОШ № 5"}, {"meta.school_name": "Ивановская СОШ"}),
        fails=({"meta.school_name": "СОШ №  "}, {"meta.stage": "На сдачу"}),
    ),
    Rule(
        code="ORG-004",
        name="high-scores-outside-bands",
        table=SchoolMeasures,
        exams=True,
        marks=("n80_plus",),
        severity=Severity.ERROR,
        excludes=Excludes.CELL,
        asked_when=filled(measures.n80_plus),
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
)
