"""The board of a campaign: each school once with what became of it, without any sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..district.journal import Journal
from ..district.lines import Status, SubmissionLine, best_lines
from ..district.received import Files
from ..district.school import School
from ..form.edition import Edition
from ..summary.consolidation import lines_of
from .opening import Campaign


@dataclass(frozen=True)
class Board:
    """Who has handed in, as of a day."""

    edition: Edition
    today: date
    deadline: date | None
    schools: tuple[School, ...]
    lines: tuple[SubmissionLine, ...]
    """Every line of «Сдача»: of several files of a school the best first."""
    own_lines: tuple[SubmissionLine, ...]

    @cached_property
    def best(self) -> tuple[SubmissionLine, ...]:
        """Each school once."""
        return tuple(best_lines(self.lines))

    @cached_property
    def unknown(self) -> tuple[SubmissionLine, ...]:
        """The files of which nobody knows the school."""
        return tuple(line for line in self.lines if line.status is Status.UNKNOWN)

    def of(self, code: str) -> tuple[SubmissionLine, ...]:
        """The lines of a school."""
        return tuple(line for line in self.lines if line.school and line.school.key == code)

    @property
    def received(self) -> int:
        """How many schools have sent a file or have nothing to send."""
        return sum(not line.status.is_awaited for line in self.best)

    @property
    def in_time(self) -> int:
        """Those of them whose file came by the deadline."""
        return sum(not line.status.is_awaited and not line.days_late for line in self.best)

    @property
    def accepted(self) -> int:
        return sum(line.status.counts for line in self.best)


def board_of(
    campaign: Campaign, files: Files, journal: Journal, edition: Edition, today: date
) -> Board:
    """The board of these files; raises `RegistryError` where the journal names no school."""
    found = lines_of(files, edition, campaign.registry, journal, campaign.settings, today)
    deadline = campaign.settings.deadline
    return Board(edition, today, deadline, found.schools, found.lines, found.own_lines)
