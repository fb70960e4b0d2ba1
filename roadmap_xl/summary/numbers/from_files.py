"""What a summary does not hold: it is read, when it is asked for, from the files behind it.

The district's own book, the plans of all schools, the findings on a file. A summary itself is a
record: it opens nothing, and its `counted` and `files` say where the rest is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...district.counted import CountedSchool
from ...district.lines import SubmissionLine, findings_of
from ...form.derived import derived
from ...rules.findings import Finding
from .changes import changes
from .overdue import PlanBook
from .plan import SchoolPlan, plan_of
from .summary import DistrictSummary


def open_own_book(summary: DistrictSummary) -> CountedSchool | None:
    """The district's own book, opened as a school's is; its form is «2026-район»."""
    return summary.counted.open(summary.own) if summary.own else None


@derived
def own_plan(summary: DistrictSummary) -> SchoolPlan | None:
    """The district's own activities, from its own book; None where the summary has none."""
    own = open_own_book(summary)
    return None if own is None else plan_of(own, summary.settings, summary.today)


@derived
def plan_book(summary: DistrictSummary) -> PlanBook:
    """How each school's plan stands, and what is overdue in all of them."""
    schools = (plan_of(school, summary.settings, summary.today) for school in summary.counted)
    return PlanBook(schools, own_plan(summary))


def findings_on(summary: DistrictSummary, line: SubmissionLine) -> list[Finding]:
    """Every finding on a line's file, with those of its receipt."""
    more = (*_since_previous(summary, line), *_beside_official(summary, line))
    return [*findings_of(line, summary.files), *more]


def _beside_official(summary: DistrictSummary, line: SubmissionLine) -> Iterator[Finding]:
    """What РЦОИ says otherwise than the school."""
    if summary.official is not None and line.status.counts:
        yield from summary.official.differences(summary.counted.open(line))


def _since_previous(summary: DistrictSummary, line: SubmissionLine) -> Iterator[Finding]:
    """What has changed at the school since the summary before."""
    if summary.previous is None or line.school is None or not line.status.counts:
        return
    was = summary.previous.counted.of(line.school.key)
    if was is not None:
        yield from changes(was, summary.counted.open(line))
