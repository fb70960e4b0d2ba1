"""Exceptions for the caller. Faults in a school's data are findings, never exceptions."""

import errno
from itertools import islice
from pathlib import Path

_REFUSALS = {
    errno.ENOSPC: "на диске нет места. Освободите место и повторите.",
    errno.EDQUOT: "на диске нет места. Освободите место и повторите.",
    errno.EROFS: "диск только для чтения. Укажите другую папку.",
    errno.ENAMETOOLONG: "имя слишком длинное. Укажите имя короче.",
    errno.EISDIR: "на этом месте папка. Укажите имя файла.",
    errno.ENOENT: "нет такой папки. Создайте её или укажите другую.",
    errno.ENOTDIR: "нет такой папки. Создайте её или укажите другую.",
    errno.EACCES: "нет доступа. Закройте файл в других программах или укажите другую папку.",
    errno.EPERM: "нет доступа. Закройте файл в других программах или укажите другую папку.",
    errno.EIO: "диск не отвечает. Проверьте диск или сеть и повторите.",
}


def refusal(fault: BaseException) -> str:
    """Why the system refused, with a way out; empty where that cannot be told."""
    if isinstance(fault, MemoryError):
        return "не хватило памяти. Закройте другие программы и повторите."
    return _REFUSALS.get(fault.errno or 0, "") if isinstance(fault, OSError) else ""


_MOST_NAMES = 2_000
"""Names of a folder that are compared; of more it would take a second."""
_LEAST_LIKENESS = 0.6
"""How much of two names must be alike, as `difflib` counts it."""


def suggest_name(path: Path) -> str:
    """«; может быть, «…»» with the most similar name of the same folder; empty where none is.

    Endings are not compared: they are alike where nothing else is.
    """
    from difflib import get_close_matches

    try:
        names = sorted(one.name for one in islice(path.parent.iterdir(), _MOST_NAMES))
    except OSError:
        return ""
    beside = {Path(name).stem.casefold(): name for name in reversed(names)}
    found = get_close_matches(path.stem.casefold(), beside, n=1, cutoff=_LEAST_LIKENESS)
    return f"; может быть, это «{beside[found[0]]}»" if found else ""


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
