"""The controls of an edition of one's own: ready comparisons of fields, as live rules.

Nobody types a formula: a control names its fields and one of the comparisons below, and from that
follow the tree, so the formula in the workbook and the check in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..errors import EditionError
from ..expressions.nodes import Reference
from ..expressions.write import (
    at_most,
    between,
    both,
    filled,
    quotient,
    same,
    times,
    total,
)
from ..form.columns import Kind
from ..form.derived import derived
from ..form.fields import Field, Form
from ..form.rows import Control, Row
from .catalogue import RULES
from .findings import Excludes, Severity
from .rule import Rule

CODE = "OWN-"
"""How the codes of these controls begin."""
_WHY = "Так решил район в своём издании бланка."


@derived
def rules_of(form: Form) -> tuple[Rule, ...]:
    """Every live rule that a form's rows are asked: the common ones, then its edition's own.

    Raises `EditionError` for a control with a field or a comparison that does not fit.
    """
    own = (rule_of(form, one) for one in form.edition.controls)
    return (*RULES, *(rule for rule in own if rule is not None))


def rule_of(form: Form, control: Control) -> Rule | None:
    """The rule of a control; None in a form that has not all of its fields, as the district's."""
    names = (control.field, *control.others)
    if not all(name in form.by_id for name in names):
        return None
    field, *others = (form.by_id[name] for name in names)
    if fault := fault_of(control, field, others):
        raise EditionError(f"Контроль «{control.label}»: {fault}")
    applies, holds = _CONDITIONS[control.comparison](control, field, others)
    message = control.label.replace("{", "{{").replace("}", "}}")
    return Rule(
        code=code_of(control),
        name="own-control",
        table=field.table,
        marks=(field.column,),
        rows=_only(field.row.key),
        severity=Severity(control.severity),
        title=control.label,
        message=message,
        fix=control.fix,
        why=_WHY,
        source=f"издание {form.edition.key}",
        applies_when=applies,
        holds_when=holds,
        excludes=Excludes.NOTHING,
    )


def code_of(control: Control) -> str:
    """«OWN-003»: by the number of its key, which is never given again."""
    return f"{CODE}{int(control.key.rpartition('-')[2]):03}"


def _only(key: str) -> Callable[[Row], bool]:
    return lambda row: row.key == key


Conditions = tuple[object, object]
"""When a control is asked, and what has to hold."""


def _cell(field: Field) -> Reference:
    return Reference(field.table, field.column, "keyed", field.row.key)


def _bound(number: float | None, field: Field) -> float:
    """A bound as it was typed; of a percent, whose cell holds a share, in percents."""
    return (number or 0) * (0.01 if field.kind is Kind.SHARE else 1)


def _at_most(control: Control, field: Field, others: Sequence[Field]) -> Conditions:
    if not others:
        return filled(_cell(field)), at_most(_cell(field), _bound(control.high, field))
    asked = both(filled(_cell(field)), filled(_cell(others[0])))
    return asked, at_most(_cell(field), _cell(others[0]))


def _sum(control: Control, field: Field, others: Sequence[Field]) -> Conditions:
    cells = [_cell(other) for other in others]
    return both(filled(_cell(field)), filled(*cells)), same(_cell(field), total(*cells))


def _filled_if(control: Control, field: Field, others: Sequence[Field]) -> Conditions:
    return filled(_cell(others[0])), filled(_cell(field))


def _between(control: Control, field: Field, others: Sequence[Field]) -> Conditions:
    low, high = _bound(control.low, field), _bound(control.high, field)
    return filled(_cell(field)), between(_cell(field), low, high)


def _share(control: Control, field: Field, others: Sequence[Field]) -> Conditions:
    part, whole = _cell(field), _cell(others[0])
    percent = times(quotient(part, whole), 100)
    asked = both(filled(part), filled(whole))
    return asked, between(percent, control.low or 0, control.high or 0)


_CONDITIONS: Mapping[str, Callable[[Control, Field, Sequence[Field]], Conditions]] = {
    "at_most": _at_most,
    "sum": _sum,
    "filled_if": _filled_if,
    "between": _between,
    "share": _share,
}


def fault_of(control: Control, field: Field, others: Sequence[Field]) -> str:
    """What of a control does not fit together, in words; empty where all does."""
    if not field.is_input:
        return "эту графу считает сам бланк, проверяют то, что заполняют."
    of_words = [one for one in (field, *others) if not one.kind.is_number]
    if control.comparison != "filled_if" and of_words:
        return f"в графе «{of_words[0].title}» стоит текст, а сравниваются числа."
    wanted = {"sum": (2, 4), "filled_if": (1, 1), "share": (1, 1), "between": (0, 0)}
    least, most = wanted.get(control.comparison, (0, 1))
    if not least <= len(others) <= most:
        return f"граф «С чем» нужно {least if least == most else f'от {least} до {most}'}."
    if control.comparison in ("between", "share"):
        if control.low is None or control.high is None or control.low > control.high:
            return "нужны «От» и «До», первое не больше второго."
    elif control.comparison == "at_most" and not others and control.high is None:
        return "укажите графу «С чем» или число «До»."
    return ""
