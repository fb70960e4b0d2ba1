"""A school's workbook as the paper that is signed: a Word document, and a PDF if wanted.

The workbook itself is never written to. The same file and date give the same document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from ..errors import OutputError, RoadmapError
from ..files import require_free, write_whole
from ..form.forms import PACKAGED, Forms
from ..form.submission import Submission
from ..reader.workbook import Reading, read_workbook
from ..rules.checking import BY_THE_SCHOOL, Occasion, check_submission, is_to_sign
from ..rules.findings import Severity
from ..texts.typed import as_text
from .paper.pdf import pdf_of
from .paper.whole import PaperState, document_bytes

SUFFIX, PDF_SUFFIX = ".docx", ".pdf"


class NoDocumentError(RoadmapError):
    """A file that cannot be read makes no paper."""


@dataclass(frozen=True, slots=True)
class SchoolPaper:
    """The paper of a workbook: a draft with its number of errors, or one that may be signed."""

    submission: Submission
    state: PaperState
    left_out: int
    """How many cells of the file have no place in the form, and so none on the paper."""

    def as_lines(self) -> list[str]:
        """What was made, and what to do before it is signed."""
        lines = []
        if self.state.to_sign:
            lines.append(f"Документ к подписи. Контрольный код {self.submission.control_code}.")
        elif self.state.errors:
            lines.append(f"Черновик: в книге осталось ошибок — {self.state.errors}.")
        else:
            lines.append(
                "Черновик: ошибок нет. Чтобы получить документ к подписи, выберите на «Титуле» "
                "стадию «На сдачу»."
            )
        if self.left_out:
            lines.append(f"Не вошло, потому что не нашлось места в бланке: {self.left_out}.")
        return lines


def document_file(
    source: str | PathLike[str],
    target: str | PathLike[str],
    *,
    created: date,
    occasion: Occasion = BY_THE_SCHOOL,
    may_replace: bool = True,
    with_pdf: bool = False,
    forms: Forms = PACKAGED,
) -> SchoolPaper:
    """Writes the document of a workbook, on demand as PDF beside it, and returns what it says.

    Raises `NoDocumentError` for a file that cannot be read, `OutputError` where the document would
    be written over a file that says anything else, unless it `may_replace` it, or where it or the
    PDF cannot be made: then neither is written.
    """
    target = Path(target)
    if target.suffix.lower() != SUFFIX:
        raise OutputError(f"Документ Word: дайте ему имя с окончанием {SUFFIX} (-o).")
    paper = paper_of(read_workbook(source, forms), occasion)
    outputs = {target: document_bytes(paper.submission, paper.state, created=created)}
    for path in (target, *([target.with_suffix(PDF_SUFFIX)] if with_pdf else [])):
        if not may_replace:
            # A PDF of LibreOffice differs each time it is made, so only the document is compared.
            require_free(path, outputs.get(path, b""), "документ")
    if with_pdf:
        outputs[target.with_suffix(PDF_SUFFIX)] = pdf_of(outputs[target])
    for path, data in outputs.items():
        write_whole(path, data)
    return paper


def paper_of(reading: Reading, occasion: Occasion = BY_THE_SCHOOL) -> SchoolPaper:
    """What the paper of a reading says; raises `NoDocumentError` where nothing was read."""
    submission = reading.submission
    if submission is None:
        raise NoDocumentError(reading.refusal)
    findings = check_submission(submission, occasion)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    typed = {slot: as_text(reading.raw[slot]) for slot in submission.rejected}
    state = PaperState(is_to_sign(submission, findings, occasion), errors, typed)
    return SchoolPaper(submission, state, len(reading.left))
