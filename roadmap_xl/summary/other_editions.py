"""Files of several editions of one year: what they share is summed, the rest is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..district.matching import receipt_finding
from ..district.received import Contents, Files, Received
from ..form.edition import are_of_one_year
from ..form.fields import Form
from ..form.loading import DISTRICT_SUFFIX
from ..form.shared import on_form, only_in, shared_slots
from ..rules.findings import Finding


class FilesOnForm:
    """The files as the summary's form has them: of another edition of the year what both ask."""

    def __init__(self, files: Files, form: Form) -> None:
        self._files, self._form = files, form

    def __iter__(self) -> Iterator[Received]:
        return iter(self._files)

    def contents(self, received: Received) -> Contents:
        found = self._files.contents(received)
        theirs = found.submission.form
        is_own = received.edition.endswith(DISTRICT_SUFFIX)
        form = self._form.of_district if is_own else self._form
        if theirs.edition.key == form.edition.key and theirs.edition.mark == form.edition.mark:
            return found
        slots = shared_slots(theirs, form)
        exclusions = (
            one._replace(slot=slots[one.slot]) for one in found.exclusions if one.slot in slots
        )
        return Contents(on_form(found.submission, form), tuple(exclusions))

    def findings(self, received: Received) -> Sequence[Finding]:
        return self._files.findings(received)

    def close(self) -> None:
        self._files.close()

    def differences(self) -> Iterator[Finding]:
        """For each other edition among the files, what of the summary it did not ask, and more."""
        for key, files in groupby(sorted(self, key=_edition_of), _edition_of):
            several = list(files)
            if not are_of_one_year(key, self._form.edition.key) or key == self._form.edition.key:
                continue
            theirs = self._files.contents(several[0]).submission.form
            yield receipt_finding(
                "editions-differ",
                edition=key,
                number=str(len(several)),
                lacks=_named(only_in(self._form, theirs)),
                more=_named(only_in(theirs, self._form)),
            )


def _edition_of(received: Received) -> str:
    return received.edition


_MOST_NAMED = 8


def _named(labels: Iterable[str]) -> str:
    found = [f"«{label}»" for label in labels]
    rest = f" и ещё {len(found) - _MOST_NAMED}" if len(found) > _MOST_NAMED else ""
    return f"{', '.join(found[:_MOST_NAMED])}{rest}" if found else "—"
