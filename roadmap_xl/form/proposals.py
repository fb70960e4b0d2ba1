"""What an edition proposes for its activities, and which of it a school has accepted.

A proposal is a text that nobody has typed: it becomes one by a mark on the sheet «Предложения».
A mark stands beside an activity, beside its section, or above all; the nearest one decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from ..errors import EditionError
from ..records import Record
from .edition import Edition
from .rows import PlanHeadingRow, PlanItemRow, is_asked_of_school
from .tables import PlanItem

TERM, RESPONSIBLE, RESULT = COLUMNS = ("term", "responsible", "result")
"""The columns of an activity that may be proposed."""
YES, RESULT_ALONE, NO = MARKS = ("да", "только результат", "нет")
"""What a mark may say."""
FOR_ALL = ""
"""The key of the mark above all activities."""


def proposed_by(edition: Edition, item: PlanItemRow) -> dict[str, str]:
    """By column what is proposed for an activity: its own, or what its section proposes."""
    if not is_asked_of_school(item):
        return {}
    headings = {row.key: row for row in edition.plan_headings}
    rows: list[PlanItemRow | PlanHeadingRow] = [item, *(headings[k] for k in item.headings[::-1])]
    texts = {
        column: next(filter(None, (getattr(row, f"proposed_{column}", "") for row in rows)), "")
        for column in COLUMNS
    }
    return {column: text for column, text in texts.items() if text}


def proposals_of(edition: Edition) -> dict[str, dict[str, str]]:
    """By key of the activity what is proposed for it; without those that nothing is for."""
    found = {item.key: proposed_by(edition, item) for item in edition.plan_items}
    return {key: texts for key, texts in found.items() if texts}


def fields_with_proposals(edition: Edition) -> dict[str, str]:
    """By field id what is proposed for it."""
    return {
        f"{PlanItem.prefix}.{key}.{column}": text
        for key, texts in proposals_of(edition).items()
        for column, text in texts.items()
    }


def nothing_accepted(edition: Edition) -> AcceptedProposals:
    """The marks of a new blank; raises `EditionError` where the edition proposes nothing."""
    if not proposals_of(edition):
        raise EditionError(
            f"В издании «{edition.key}» нет предложений. Впишите их на листе «Мероприятия» книги "
            "издания (roadmap-xl edition export) и соберите издание заново."
        )
    return AcceptedProposals()


class AcceptedProposals(Record):
    """The marks of a workbook as they were typed, by key of an activity or section."""

    marks: Mapping[str, object] = field(default_factory=dict)

    def values(self, edition: Edition) -> dict[str, str]:
        """By field id what is accepted."""
        items = {item.key: item for item in edition.plan_items}
        return {
            f"{PlanItem.prefix}.{key}.{column}": text
            for key, texts in proposals_of(edition).items()
            for mark in (self.mark_for(items[key]),)
            for column, text in texts.items()
            if mark == YES or (mark == RESULT_ALONE and column == RESULT)
        }

    def mark_for(self, item: PlanItemRow) -> str:
        """What the nearest mark says, in small letters; empty where there is none."""
        return self.mark_at((item.key, *reversed(item.headings), FOR_ALL))

    def mark_at(self, keys: tuple[str, ...]) -> str:
        """The first of these marks."""
        return next((_normalized(self.marks[key]) for key in keys if key in self.marks), "")

    def unclear(self) -> Iterator[str]:
        """The keys whose marks say nothing that is known; they accept nothing."""
        return (key for key, mark in self.marks.items() if _normalized(mark) not in MARKS)


def _normalized(mark: object) -> str:
    """As the workbook's formulas read it: without spaces around it, in small letters."""
    if not isinstance(mark, str):
        return "?"
    return " ".join(mark.replace("\xa0", " ").split()).casefold()
