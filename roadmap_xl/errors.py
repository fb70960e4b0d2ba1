"""Exceptions for the caller. Faults in a school's data are findings, never exceptions."""


class RoadmapError(Exception):
    """Anything the caller did or has that stops the work; the text is for the user, in Russian."""


class EditionError(RoadmapError):
    """An edition that is missing or contradicts itself."""


class UnreadableWorkbookError(RoadmapError):
    """A file that cannot be read as a workbook; carries the code of the finding it becomes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RegistryError(RoadmapError):
    """A registry of schools or a journal that cannot be read or contradicts itself."""


class OutputError(RoadmapError):
    """A result that cannot be written where it was asked for."""


class NotExtendedError(OutputError):
    """A journal that stays as it is, because a row could not be added, or something would be lost.

    Everything else can be done without.
    """


class SnapshotError(RoadmapError):
    """A snapshot of a summary that cannot be read, or a file that is none."""


class RuleError(RoadmapError):
    """A code that no rule has."""


class SetupError(RoadmapError):
    """An add-in that cannot be set up, looked at or taken away on this machine."""
