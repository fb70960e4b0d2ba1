"""Word's fields: what a page number shows is no text of the author's."""

from __future__ import annotations

_NOBODYS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF")
"""Fields whose value the program counts itself."""


class FieldCodes:
    """The fields that are open where a walk stands, one inside the other."""

    def __init__(self) -> None:
        self._codes: list[str] = []

    def mark(self, kind: str) -> None:
        """A mark of Word's: «begin», «separate» or «end»."""
        if kind == "begin":
            self.open("")
        elif kind == "end":
            self.close()

    def open(self, code: str) -> None:
        self._codes.append(code)

    def close(self) -> None:
        if self._codes:
            self._codes.pop()

    def say(self, code: str) -> None:
        """Adds to the code of the innermost field."""
        if self._codes:
            self._codes[-1] += code

    @property
    def hide_text(self) -> bool:
        """What stands here is the value of a page number."""
        return any(code.split()[:1] and code.split()[0] in _NOBODYS for code in self._codes)
