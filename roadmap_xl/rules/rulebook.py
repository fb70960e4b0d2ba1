"""The catalogue of controls as specialists read it: one entry a rule, in the rules' own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import RuleError
from ..expressions.nodes import Expression, Parameter, Reference
from ..expressions.words import in_words
from ..expressions.write import node
from ..form.fields import Form, Layout
from ..form.tables import SubjectResults
from ..form.vocabulary import STAGES
from ..records import Record
from .catalogue import (
    DOCUMENT_RULES,
    FILE_RULES,
    FUNCTION_RULES,
    READING_RULES,
    RECEIPT_RULES,
    RETIRED,
    RULES,
    STRUCTURE_RULES,
)
from .checklist import checklist_of
from .findings import Audience, Excludes, Severity
from .own import rules_of
from .rule import FunctionRule, ReadingRule, Rule

CONTROLS = {
    Severity.ERROR: "обязательный",
    Severity.WARNING: "предупредительный",
    Severity.NOTE: "справочный",
}
EXCLUDED = {
    Excludes.NOTHING: "",
    Excludes.CELL: "ячейка",
    Excludes.ROW: "строка",
    Excludes.TABLE: "таблица",
    Excludes.EXAMS: "итоги ЕГЭ",
    Excludes.FILE: "весь файл",
}
READING = "при чтении книги"
IMPORT = "при переносе из документа Word"
RECEIPT = "при сборе сводки"
_AS_TYPED = "Смотрит на запись, какой она была до чтения; формула видит только «это не число»."
_OF_THE_FILE = "Говорит о файле целиком, которого формулы в нём не видят."
_OF_STRUCTURE = "Смотрит на строение книги: листы, метки, подписи; формулы видят только значения."
_OF_DOCUMENT = "Смотрит на документ Word; в книге эти слова печатает бланк."
_OF_OTHERS = "Нужны реестр, журнал и другие книги, которых формулы не видят."
_OF_DISTRICT = "Для района: формула в книге показала бы это школе."
_PARAMETERS = {
    "threshold": "порог",
    "needs_grade11": "пункт только для школ с 11 классом",
    "risk_fail_share": "граница риска",
    "certificate_without_exams": "аттестаты выдавались без экзаменов",
    "one_maths_level": "выпускник сдаёт один уровень математики",
    "tenths": "доля мала и считается до десятых процента",
    "russian_is_sat_by_all": "русский язык сдают все",
}
_BOUNDS = {"lowest": "наименьший балл графы", "highest": "наибольший балл графы"}
_IN_RUSSIAN = (
    ("domain.md", "описание формы,"),
    ("decisions", "решения"),
    ("decision", "решение"),
    ("rows", "строки"),
    ("row", "строка"),
    (" to ", "–"),
    (" and ", " и "),
)


class RuleEntry(Record):
    """One control; every text is Russian."""

    code: str
    control: str
    """Вид контроля: обязательный, предупредительный, справочный."""
    title: str
    """What has to be so."""
    condition: str
    """The condition of a live rule in words, with when it is asked; else empty."""
    message: str
    """The message with «…» for what stands in the cells."""
    fix: str
    basis: str
    source: str
    where: str
    """Where it works: in the workbook, at reading, at the district."""
    not_live: str
    """Why it is no formula; empty for a live rule."""
    audience: str
    stages: tuple[str, ...]
    leaves_out: str
    """What an error of it keeps out of the district's totals."""
    silenced_by: tuple[str, ...]
    """The controls whose finding says the same more precisely."""


def entries(form: Form) -> tuple[RuleEntry, ...]:
    """The controls of an edition, by code; those that this year does not ask are left out."""
    asked = {id(check.rule) for check in checklist_of(form).checks}
    found = [_live(rule, form, form.layout) for rule in rules_of(form) if id(rule) in asked]
    found += [_function(rule, form) for rule in FUNCTION_RULES]
    live = {rule.code for rule in RULES}
    found += [
        _noted(rule, form, READING, _AS_TYPED) for rule in READING_RULES if rule.code not in live
    ]
    found += [_noted(rule, form, READING, _OF_THE_FILE) for rule in _one_each(FILE_RULES)]
    found += [_noted(rule, form, READING, _OF_STRUCTURE) for rule in _one_each(STRUCTURE_RULES)]
    found += [_noted(rule, form, IMPORT, _OF_DOCUMENT) for rule in _one_each(DOCUMENT_RULES)]
    found += [_noted(rule, form, RECEIPT, _OF_OTHERS) for rule in RECEIPT_RULES]
    return tuple(sorted(found, key=lambda entry: entry.code))


def of_codes(found: tuple[RuleEntry, ...], codes: Sequence[str]) -> list[RuleEntry]:
    """Those of these codes or families of codes; all, if none are given.

    Raises `RuleError` for a code that no control has.
    """
    wanted = [code.upper() for code in codes]
    for code in wanted:
        if not any(_is_of(entry, code) for entry in found):
            raise RuleError(f"Контроля «{code}» в этом бланке нет{_explain(code)}.")
    return [entry for entry in found if not wanted or any(_is_of(entry, c) for c in wanted)]


def _is_of(entry: RuleEntry, code: str) -> bool:
    return entry.code == code or entry.code.split("-")[0] == code


def _explain(code: str) -> str:
    if code in RETIRED:
        return f": он снят. {RETIRED[code].rstrip('.')}"
    known = code in {rule.code for rule in RULES}
    return ": он спрашивается только в бланках других лет" if known else ""


def _one_each(rules: Iterable[ReadingRule]) -> Iterator[ReadingRule]:
    """A code of several reasons once for each title."""
    seen = set[tuple[str, str]]()
    for rule in rules:
        if (rule.code, rule.title) not in seen:
            seen.add((rule.code, rule.title))
            yield rule


def _live(rule: Rule, form: Form, layout: Layout) -> RuleEntry:
    of_school = rule.audience is Audience.SCHOOL
    where = "в книге и в программе" if of_school else "в программе"
    not_live = "" if of_school else _OF_DISTRICT
    return _entry(rule, form, where, not_live, _condition(rule, form, layout), STAGES)


def _function(rule: FunctionRule, form: Form) -> RuleEntry:
    return _entry(rule, form, "в программе", rule.not_live, "", rule.stages)


def _noted(rule: ReadingRule, form: Form, where: str, not_live: str) -> RuleEntry:
    return _entry(rule, form, where, not_live, "", STAGES)


def _entry(
    rule: Rule | ReadingRule | FunctionRule,
    form: Form,
    where: str,
    not_live: str,
    condition: str,
    stages: tuple[str, ...],
) -> RuleEntry:
    return RuleEntry(
        code=rule.code,
        control=CONTROLS[rule.severity],
        title=rule.title,
        condition=condition,
        message=re.sub(r"\{\w+\}", "…", rule.message),
        fix=form.edition_text(rule.fix),
        basis=rule.why,
        source=_in_russian(rule.source),
        where=where,
        not_live=not_live,
        audience="школа" if rule.audience is Audience.SCHOOL else "район",
        stages=stages,
        leaves_out=EXCLUDED[rule.excludes] if rule.severity is Severity.ERROR else "",
        silenced_by=getattr(rule, "silenced_by", ()),
    )


def _in_russian(source: str) -> str:
    for english, russian in _IN_RUSSIAN:
        source = source.replace(english, russian)
    return source


def _condition(rule: Rule, form: Form, layout: Layout) -> str:
    """«если заполнено «Всего», то «Всего» = „2“ + „3“ …»."""
    sheets = {place_field.table: place.sheet for place, place_field in layout.at.items()}

    def name(term: Expression) -> str:
        if isinstance(term, Parameter):
            bound, _, band = term.name.partition(".")
            if band:
                return f"{_BOUNDS[bound]} {_label(SubjectResults, band, form)}"
            return _PARAMETERS[bound]
        if not isinstance(term, Reference):
            raise TypeError(f"{term!r} has no name")
        table = rule.table if term.rows in ("this", "marked") else term.table
        column = term.column or f"{rule.marks[0]}{term.by if term.rows == 'marked' else ''}"
        label = _label(table, column, form)
        return label if table is rule.table else f"{label} (лист «{sheets.get(table, '')}»)"

    asked = in_words(node(rule.applies_when), name)
    holds = in_words(rule.condition, name)
    text = holds if asked == "всегда" else f"если {asked}, то {holds}"
    return f"есть выпускники 11 класса: {text}" if rule.exams else text


def _label(table: type[Any], column: str, form: Form) -> str:
    spec = table.columns[column][1] if column in table.columns else None
    label = (spec.full_label or spec.label) if spec else ""
    inside = form.edition_text(label).replace("«", "„").replace("»", "“")
    return f"«{inside}»" if inside else "значение"
