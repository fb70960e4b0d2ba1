"""The tables of the form that are known by their headers, and what each header may be called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...form.fields import Form, columns_of
from ...form.tables import BaseMath, Indicator, PlanItem, SubjectResults, Table
from ...texts.squeezing import labelled
from ..structure.lines import is_similar
from .words import bones

EGE, BASE_MATH, SCHOOL, INDICATORS, PLAN = "ege", "bm", "org", "ind", "pln"
LABEL = "label"
"""The column that says what a row is about."""
PERCENT = "_pct"
_STEMS = {
    (PLAN, "no"): ("№",),
    (PLAN, LABEL): ("мероприят", "содержание"),
    (PLAN, "term"): ("срок", "дата"),
    (PLAN, "responsible"): ("ответств", "исполнител"),
    (PLAN, "result"): ("результат", "итог"),
    (PLAN, "mark"): ("отметк", "выполнен"),
    (INDICATORS, LABEL): ("показател",),
    (INDICATORS, "unit"): ("единиц", "ед."),
    (SCHOOL, "school"): ("организаци", "школ"),
    (EGE, "total"): ("всего", "участник", "сдавал"),
    (EGE, "below"): ("не преодол", "не сдал", "ниже порог"),
    (EGE, "b_min_50"): ("мин",),
    (BASE_MATH, "total"): ("всего", "участник", "сдавал"),
}
"""Beginnings of words by which a renamed header is known."""
_LONGEST_HEADER = 60
"""Characters; what is longer is an activity, not the name of a column."""


@dataclass(frozen=True)
class Signature:
    """The headers of one table of the form, in their order."""

    kind: str
    title: str
    """As a message names the table."""
    labels: tuple[tuple[str, str], ...]
    """Each column's key with what is printed above it."""
    needed: str = ""
    """Without these letters in some header it is another table."""

    def may_be_guessed(self, key: str) -> bool:
        """The place among its neighbours tells the column; a band or a subject has to be named."""
        of_school = self.kind == SCHOOL and key not in ("no", "school", LABEL)
        return not of_school and not has_digits(dict(self.labels)[key])

    @cached_property
    def exact(self) -> dict[str, str]:
        """The keys by headers that are told by their words alone."""
        found: dict[str, str] = {}
        for key, label in self.labels:
            if not key.endswith(PERCENT):
                found.setdefault(bones(label), key)
        return found

    def by_part(self, text: str, and_similar: bool) -> str:
        """The column whose name a header has a part of, or resembles if others are certain."""
        said = labelled(text)
        for key, label in self.labels if len(said) <= _LONGEST_HEADER else ():
            stems = _STEMS.get((self.kind, key), ())
            may_resemble = and_similar and said and not has_digits(label)
            if any(stem in said for stem in stems) or (
                may_resemble and is_similar(said, labelled(label))
            ):
                return key
        return ""


def has_digits(text: str) -> bool:
    """It names a band, a mark or a year, which no other name may stand for."""
    return any(letter.isdigit() for letter in text)


@lru_cache(maxsize=8)
def signatures(form: Form) -> tuple[Signature, ...]:
    """The tables of a form that are known by their headers."""
    edition, titles = form.edition, form.edition.titles
    school = [(row.key, row.label) for row in edition.school_columns]
    plan = _labels(form, PlanItem, {"text": LABEL})
    return (
        Signature(
            EGE, titles.ege, ((LABEL, titles.subject), *_labels(form, SubjectResults)), "предмет"
        ),
        Signature(
            BASE_MATH, titles.base_math, _labels(form, BaseMath, {"year": LABEL}), "математикабаз"
        ),
        Signature(
            SCHOOL,
            titles.school,
            (("no", titles.number), ("school", titles.organisation),
             (LABEL, titles.school_measure), *school),
        ),
        Signature(INDICATORS, "Показатели", _labels(form, Indicator, {"name": LABEL})),
        Signature(PLAN, titles.plan[0], (("no", titles.number), *plan)),
    )  # fmt: skip


def _labels(
    form: Form, table: type[Table], renamed: dict[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    renamed = renamed or {}
    return tuple(
        (renamed.get(name, name), form.edition_text(spec.label))
        for name, (_, spec) in columns_of(table).items()
        if not spec.added
    )
