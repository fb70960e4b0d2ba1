"""The school's workbook, blank or filled by the same writer, and the committed blanks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from ..form.fields import form_of
from ..form.layout import (
    EGE,
    INDICATORS,
    PASSPORT,
    PLAN,
    PROPOSALS,
    REVIEW,
    SCHOOL,
    SCORES,
    SIGNATURE,
    TITLE,
)
from ..form.loading import editions
from ..form.prefilled import Delivery, prefilled
from ..form.proposals import AcceptedProposals, proposals_of
from ..form.score_list import ScoreList
from ..form.submission import Submission
from ..form.tables import PlanItem, SubjectResults
from ..rules.checklist import checklist_of
from .buttons import Buttons, draw_buttons, write_macro_sheets
from .drawing import LockedWorkbook, PlainSheet, new_workbook
from .exam_sheets import draw_ege, draw_school
from .hidden_sheets import write_checks, write_lists, write_meta, write_rows
from .indicator_sheet import draw_indicators
from .live import LISTS, META, SEEN
from .live_state import LiveState
from .looks import Formats
from .passport_sheet import draw_passport
from .plan_sheet import draw_plan, draw_signature
from .proposal_cells import MARKS_NAME, marks_area
from .proposals_sheet import draw_proposals
from .repair_notes import RepairNotes
from .repair_sheets import draw_repair
from .review_sheet import draw_review
from .score_formulas import COUNTED, NAMES_OF_LIST
from .scores_sheet import draw_scores
from .seals import CHECKS, ROWS
from .seen_rows import write_seen_rows
from .sheet import FormSheet
from .title_sheet import draw_title

DRAW_SHEET = {
    TITLE: draw_title,
    PASSPORT: draw_passport,
    EGE: draw_ege,
    SCHOOL: draw_school,
    INDICATORS: draw_indicators,
    PLAN: draw_plan,
    SIGNATURE: draw_signature,
    REVIEW: draw_review,
}
"""How each sheet of the form is drawn."""


def write_school_workbook(
    path: Path,
    submission: Submission,
    *,
    created: date,
    delivery: Delivery | None = None,
    notes: RepairNotes | None = None,
    buttons: Buttons | None = None,
    scores: ScoreList | None = None,
    proposals: AcceptedProposals | None = None,
) -> None:
    """The workbook of a submission, every formula with its present value.

    The values of the submission stand as they are, also where they are not what the field asks for.
    With `scores` it has «Баллы» with this list, and formulas that count it where the submission
    says no other number; with `proposals` «Предложения» with these marks, shown on «План».
    With `notes` it is a repaired one: notes on the cells, and sheets that list them. With `buttons`
    it is ready to be given macros.
    The same submission and date give the same bytes. Raises `OutputError` if it cannot be written.
    """
    form = submission.form
    scores = scores if form.has_table(SubjectResults) else None  # the district's has no exams
    proposals = proposals if form.has_table(PlanItem) and proposals_of(form.edition) else None
    live = LiveState(checklist_of(form), submission, delivery, notes, scores, proposals)
    title, subject = "Дорожная карта", f"Бланк {form.edition.template_version}"
    with new_workbook(path, title=title, subject=subject, created=created, locked=True) as workbook:
        workbook.set_calc_mode("auto")
        _add_sheets(workbook, live)
        formats = Formats(workbook)
        _draw(workbook, formats, live)
        draw_proposals(workbook, formats, live)
        draw_scores(workbook, formats, live)
        write_seen_rows(workbook, live)
        seals = {CHECKS: write_checks(workbook, live), ROWS: write_rows(workbook, live)}
        write_lists(workbook, live)
        if buttons:
            draw_buttons(workbook.get_worksheet_by_name(TITLE), buttons, 0, 3)
            seals |= write_macro_sheets(workbook, buttons)
        write_meta(workbook, live, seals)
        workbook.get_worksheet_by_name(TITLE).activate()


def _add_sheets(workbook: LockedWorkbook, live: LiveState) -> None:
    """Every sheet, still empty, and the names that formulas use."""
    has_list, has_proposals = live.scores is not None, live.proposals is not None
    wanted = {PROPOSALS: has_proposals, SCORES: has_list}
    hidden = {COUNTED: has_list, SEEN: has_list or has_proposals}
    visible = (*live.layout.sheets, *_chosen(wanted), *live.notes.sheets)
    for name in (*visible, CHECKS, ROWS, LISTS, META, *_chosen(hidden)):
        workbook.add_worksheet(name, PlainSheet)
    names = live.addresses.names | (NAMES_OF_LIST if has_list else {})
    if has_proposals:
        names[MARKS_NAME] = marks_area(live.layout.edition)
    for name, cells in names.items():
        workbook.define_hidden_name(name, cells)


def _chosen(wanted: Mapping[str, bool]) -> list[str]:
    return [name for name, is_wanted in wanted.items() if is_wanted]


def write_visible_sheets(path: Path, submission: Submission, *, created: date) -> None:
    """The sheets that people see, as the workbook of the submission has them, and no others.

    For who looks at what is printed: the hidden checks take most of the time of a blank.
    """
    live = LiveState(checklist_of(submission.form), submission)
    with new_workbook(path, title="Дорожная карта", created=created) as workbook:
        for name in live.layout.sheets:
            workbook.add_worksheet(name, PlainSheet)
        _draw(workbook, Formats(workbook), live)


def _draw(workbook: Workbook, formats: Formats, live: LiveState) -> None:
    """Every visible sheet."""
    for name in live.layout.sheets:
        DRAW_SHEET[name](FormSheet(workbook, name, formats, live))
    draw_repair(workbook, formats, live.notes, live.layout)


CREATED = date(2026, 11, 1)
"""The date the committed blanks carry, so that building them again gives the same bytes."""


def template_name(edition: str, ending: str = ".xlsx") -> str:
    return f"roadmap_{edition}{ending}"


def write_templates(folder: Path) -> list[Path]:
    """Writes the blank of every edition into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / template_name(edition) for edition in editions()]
    for edition, path in zip(editions(), paths, strict=True):
        write_school_workbook(path, prefilled(form_of(edition)), created=CREATED)
    return paths
