"""Every table of the form, in its order.

A class declares columns; its rows are data of an edition. A field's id is `prefix.row.column`; a
table without rows of its own is a card, and its ids are `prefix.column`.
"""

from __future__ import annotations

from .columns import Table
from .exam_tables import BANDS, BaseMath, SchoolMeasures, SchoolParticipants, SubjectResults
from .passport_tables import (
    Acceptance,
    Average,
    Headcount,
    Identity,
    Passport,
    ProblemCount,
    Signature,
)
from .plan_tables import Indicator, PlanHeading, PlanItem, percent_of_counts

__all__ = [
    "BANDS",
    "TABLES",
    "Acceptance",
    "Average",
    "BaseMath",
    "Headcount",
    "Identity",
    "Indicator",
    "Passport",
    "PlanHeading",
    "PlanItem",
    "ProblemCount",
    "SchoolMeasures",
    "SchoolParticipants",
    "Signature",
    "SubjectResults",
    "Table",
    "percent_of_counts",
]

TABLES: tuple[type[Table], ...] = (
    Identity,
    Headcount,
    Average,
    ProblemCount,
    Passport,
    SubjectResults,
    BaseMath,
    SchoolMeasures,
    SchoolParticipants,
    Indicator,
    PlanHeading,
    PlanItem,
    Signature,
    Acceptance,
)
"""Every table of the form."""
