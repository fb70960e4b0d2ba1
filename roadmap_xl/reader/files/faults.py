"""Why a file could not be read, as one fault with words for its sender."""

from __future__ import annotations

from typing import NamedTuple

from ...errors import UnreadableWorkbookError
from ...texts.refusals import REFUSALS


class FileFault(NamedTuple):
    """The one finding on a file that could not be read."""

    code: str
    message: str
    fix: str


class Refused(UnreadableWorkbookError):
    """A file that the reader will not open; `read_workbook` turns it into the fault it carries."""

    def __init__(self, kind: str, /, **words: str) -> None:
        refusal = REFUSALS[kind]
        self.fault = FileFault(refusal.code, refusal.message.format(**words), refusal.fix)
        super().__init__(refusal.code, self.fault.message)
