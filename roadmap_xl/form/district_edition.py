"""The district's own form of a year: its activities, its two indicators, its signature.

The same tables and rules as the school's; only what is asked for differs (decision 8).
"""

from __future__ import annotations

from .edition import Edition
from .rows import IndicatorRow, PlanItemRow

SUFFIX = "-район"
"""Behind the edition's key: «2026-район» is the district's form of 2026."""
_TABLES = ("Identity", "Indicator", "PlanHeading", "PlanItem", "Signature", "Acceptance")
_WHOSE = "(наименование управления образования)"
"""Under the line with its name on the document."""


def of_district(edition: Edition) -> Edition:
    """The edition as the district fills it: what was its own is asked for, the rest is not."""
    indicators = [_own_indicator(row) for row in edition.indicators if row.owner == "D"]
    groups = {row.group for row in indicators}
    return edition.model_copy(
        update={
            "key": f"{edition.key}{SUFFIX}",
            "tables": _TABLES,
            "others": "школа",
            "titles": edition.titles.model_copy(update={"school_caption": _WHOSE}),
            "indicators": tuple(indicators),
            "indicator_groups": tuple(g for g in edition.indicator_groups if g.key in groups),
            "plan_items": tuple(map(_own_item, edition.plan_items)),
        }
    )


def _own_indicator(row: IndicatorRow) -> IndicatorRow:
    return row.model_copy(update={"owner": "S", "opens_group": True})


def _own_item(row: PlanItemRow) -> PlanItemRow:
    """Its own activities and the free rows are asked for; those of schools and shared are not."""
    asked = row.kind == "own" or row.owner == "D"
    return row.model_copy(update={"owner": "S" if asked else "D", "needs_grade11": False})
