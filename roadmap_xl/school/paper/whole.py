"""The whole document in its order, with what every page says at its top and bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ...form.submission import Submission
from ...form.tables import (
    Average,
    BaseMath,
    Indicator,
    Passport,
    PlanItem,
    ProblemCount,
    SchoolMeasures,
    SchoolParticipants,
    SubjectResults,
    Table,
)
from .letters import Printed
from .page import Paper
from .styles import CHAPTER, DRAFT, PAGE_TOP
from .tables import (
    put_base_math,
    put_ege,
    put_fields,
    put_indicators,
    put_plan,
    put_problem,
    put_school,
    put_signature,
    put_title,
)

MOST_AT_TOP = 160
"""Letters of a name that stand at the top of each page: two lines. Under the title it is whole."""


@dataclass(frozen=True, slots=True)
class PaperState:
    """Whether a paper may be signed, and what each of its pages says about that."""

    to_sign: bool
    errors: int = 0
    typed: Mapping[int, str] = field(default_factory=dict, hash=False)
    """By slot, what was typed and could not be understood; only a draft has any."""

    @property
    def mark(self) -> str:
        """«ЧЕРНОВИК» with the number of errors; empty for a paper that may be signed."""
        if self.to_sign:
            return ""
        left = f"ошибок: {self.errors}" if self.errors else "стадия «Черновик»"
        return f"ЧЕРНОВИК · {left} · не для подписи"


def document_bytes(submission: Submission, state: PaperState, *, created: date) -> bytes:
    """The .docx file; the same submission, state and date give the same bytes."""
    printed = Printed(submission, state.typed)
    titles = submission.form.edition.titles
    name = printed["meta.school_name"]
    paper = Paper(
        title=". ".join(filter(None, (titles.document[0].capitalize(), name))), created=created
    )
    top = [(state.mark, DRAFT)] if state.mark else []
    short = name if len(name) <= MOST_AT_TOP else f"{name[:MOST_AT_TOP]}…"
    code = f"Контрольный код {submission.control_code}" if state.to_sign else ""
    paper.mark_pages([*top, (short, PAGE_TOP)], code)
    _put_all(paper, printed)
    return paper.to_bytes()


def _put_all(paper: Paper, printed: Printed) -> None:
    """Each part that the edition has, on pages turned as wide as it needs."""
    has_table = printed.form.has_table
    put_title(paper, printed)
    if has_table(ProblemCount) or has_table(Average):
        put_problem(paper, printed)
    if any(has_table(table) for table in _OF_EXAMS):
        _put_exams(paper, printed)
    if has_table(Passport):
        put_fields(paper, printed)
    if has_table(Indicator):
        put_indicators(paper, printed)
    if has_table(PlanItem):
        paper.turn(landscape=True)
        put_plan(paper, printed)
    put_signature(paper, printed)


_OF_EXAMS = (SubjectResults, BaseMath, SchoolMeasures, SchoolParticipants)
_EXAM_PARTS: tuple[tuple[type[Table], Callable[[Paper, Printed], None]], ...] = (
    (SubjectResults, put_ege),
    (BaseMath, put_base_math),
    (SchoolMeasures, put_school),
)


def _put_exams(paper: Paper, printed: Printed) -> None:
    """The exam tables on pages of their own; a sentence where nobody sat an exam."""
    titles = printed.form.edition.titles
    filled = printed.has_numbers(*_OF_EXAMS)
    if printed.no_exams and not filled:
        paper.line(titles.ege, CHAPTER)
        paper.line(printed.no_exams)
        paper.gap()
        return
    paper.turn(landscape=True)
    for table, put in _EXAM_PARTS:
        if printed.form.has_table(table):
            put(paper, printed)
    paper.turn(landscape=False)
