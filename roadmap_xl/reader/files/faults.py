"""Why a file could not be read, as one fault with words for its sender."""

from __future__ import annotations

from typing import NamedTuple

from ...errors import UnreadableWorkbookError
from ...rules.catalogue import FILE_RULES

_BY_REASON = {rule.note: rule for rule in FILE_RULES}


class FileFault(NamedTuple):
    """The one finding on a file that could not be read."""

    code: str
    message: str
    fix: str


class Refused(UnreadableWorkbookError):
    """A file that the reader will not open; `read_workbook` turns it into the fault it carries."""

    def __init__(self, why: str, /, **words: str) -> None:
        rule = _BY_REASON[why]
        self.fault = FileFault(rule.code, rule.text(words), rule.fix)
        super().__init__(rule.code, self.fault.message)
