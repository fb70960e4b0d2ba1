"""The passport's fields and the signature: what is there, and says something."""

from ..expressions.write import (
    both,
    either,
    filled,
    has_any_of,
)
from ..findings import Severity
from ..form.references import this
from ..form.tables import Passport, Signature
from .rule import Rule

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
