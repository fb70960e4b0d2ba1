"""Last year's averages beside this year's, as far as they mean the same."""

from __future__ import annotations

from functools import cached_property

from .comparable import breaks
from .dynamics import of_figures, of_school
from .summary import DistrictSummary


class LastYear:
    """The averages of the campaign before, where they mean the same as this year's."""

    def __init__(self, was: DistrictSummary, now: DistrictSummary) -> None:
        self._was, self._now = was, now

    @property
    def results_year(self) -> str:
        return self._was.edition.results_year

    def average(self, subject: str, school: str = "") -> float | None:
        """By the keys of subject and school; without a school the district's mean."""
        if breaks(self._was.edition, self._now.edition, subject):
            return None
        if not school:
            return of_figures(self._was.figures, subject).mean
        return self._of_schools.get((subject, school))

    @cached_property
    def _of_schools(self) -> dict[tuple[str, str], float | None]:
        return {
            (subject.key, school.key): of_school(school, self._was.figures, subject.key).mean
            for school in self._was.counted
            for subject in self._was.edition.subjects
        }


def last_year(summary: DistrictSummary) -> LastYear | None:
    """None where no campaign before this one is given."""
    return None if summary.previous is None else LastYear(summary.previous, summary)
