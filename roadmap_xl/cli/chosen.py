"""Which edition a command was asked for, and which forms there are for its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..form.fields import Form
    from ..form.forms import Forms


def is_file(edition: str) -> bool:
    """Whether `--edition` names a file, and not a year or a key."""
    return edition.lower().endswith(".toml")


class Chosen(NamedTuple):
    """The key of the edition that was asked for, empty for none, and the forms there are."""

    key: str
    forms: Forms

    @property
    def form(self) -> Form:
        """Raises `EditionError` where there is no such form."""
        return self.forms.of(self.key)


def chosen(edition: str | None, *files: Path | None) -> Chosen:
    """What `--edition` asks for: a year, the key of an edition beside these files, or a file.

    Raises `EditionError` for a file that contradicts itself.
    """
    from ..form.forms import edition_at, forms_beside

    own = [edition_at(Path(edition))] if edition and is_file(edition) else []
    forms = forms_beside(filter(None, files), *own)
    return Chosen(own[0].key if own else edition or "", forms)
