"""Which forms a file may be of: those of the package, and those of editions of one's own.

A campaign keeps its own editions in a folder, a command may be given one as a file. Who reads files
is handed a `Forms` and asks it for the form that a file says it is of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from ..errors import EditionError
from .edition import Edition
from .fields import Form, form_of, form_of_own
from .kept import keep
from .loading import DISTRICT_SUFFIX, editions, read_edition

FOLDER = "Издания"
"""Where a campaign keeps its own editions."""
SUFFIX = ".toml"
_LEVELS = 3
"""A file may lie so many folders below the one that the folder of editions is in."""


class Forms:
    """The forms of the package and of these editions of one's own; of a key, several versions."""

    def __init__(self, own: Iterable[Edition] = ()) -> None:
        """Raises `EditionError` for two editions of one key and version that say different things.

        An edition of one's own may not have the key of one in the package.
        """
        by_version: dict[str, Edition] = {}
        for one in sorted(own, key=lambda edition: (edition.key, edition.revision)):
            other = by_version.setdefault(one.template_version, one)
            if other.mark != one.mark or one.key in editions():
                raise EditionError(
                    f"Издание «{one.key}» версии {one.revision} есть дважды, и в нём разное. "
                    "Оставьте один файл или дайте второму следующую версию (revision)."
                )
        self.own = tuple(by_version.values())

    def __reduce__(self) -> tuple[type[Forms], tuple[tuple[Edition, ...]]]:
        """It travels to another process, where each form is made once."""
        return Forms, (self.own,)

    def including(self, *own: Edition) -> Forms:
        """These forms and those of more editions of one's own."""
        return Forms((*self.own, *own))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys there are, the package's first."""
        return (*editions(), *dict.fromkeys(edition.key for edition in self.own))

    @cached_property
    def mark(self) -> str:
        """Equal for equal editions of one's own; empty without any."""
        marks = " ".join(edition.mark for edition in self.own)
        return hashlib.sha256(marks.encode()).hexdigest()[:16] if marks else ""

    def find(self, key: str, version: str = "", mark: str = "") -> Form | None:
        """The form of a key, a school's or «…-район»; None where there is none.

        Of an edition of one's own it is the version asked for, else the newest.
        """
        school = key.removesuffix(DISTRICT_SUFFIX)
        form = form_of(school) if school in editions() else self._own(school, version, mark)
        return form.of_district if form is not None and school != key else form

    def _own(self, key: str, version: str, mark: str) -> Form | None:
        there = [edition for edition in self.own if edition.key == key]
        revision = version.rpartition(".")[2]
        exact = [one for one in there if mark and one.mark == mark]
        exact += [one for one in there if str(one.revision) == revision]
        return form_of_own((exact or there[-1:])[0]) if there else None

    def of(self, key: str) -> Form:
        """The form of a key in its newest version; raises `EditionError` where there is none."""
        form = self.find(key)
        if form is None:
            raise EditionError(f"Нет бланка за «{key}» год. Есть: {', '.join(self.keys)}.")
        return form

    def __iter__(self) -> Iterator[Form]:
        """Every school's form in its newest version."""
        return (self.of(key) for key in self.keys)

    def of_year(self, year: int | None) -> Form | None:
        """The form of an exam year, rather one's own than the package's; None if there is none."""
        found = [form for form in self if form.edition.exam_year == year]
        return found[-1] if found else None


PACKAGED = Forms()
"""The forms of the package alone."""


def editions_in(folder: Path) -> tuple[Edition, ...]:
    """The editions of one's own in a folder; none where there is no such folder.

    Raises `EditionError` for a file that contradicts itself.
    """
    return tuple(edition_at(path) for path in sorted(folder.glob(f"*{SUFFIX}")))


def edition_at(path: Path) -> Edition:
    """An edition of one's own, which this computer knows from now on.

    Raises `EditionError` if the file cannot be read or contradicts itself.
    """
    edition = read_edition(path)
    keep(edition, path)
    return edition


def forms_beside(paths: Iterable[Path], *own: Edition) -> Forms:
    """The forms that these files may be of.

    Besides `own` those whose editions lie in a folder «Издания» beside a file or above it, as in a
    campaign. Raises `EditionError` for an edition that contradicts itself.
    """
    above = (folder for path in paths for folder in islice(path.absolute().parents, _LEVELS))
    folders = dict.fromkeys(folder / FOLDER for folder in above)
    found = [*own, *(edition for folder in folders for edition in editions_in(folder))]
    return Forms(found) if found else PACKAGED
