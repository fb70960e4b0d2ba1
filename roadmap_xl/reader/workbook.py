"""From a workbook to a submission: metadata, places, cleaning, and a count of every cell.

A fault in the data is a note or a remark, a file that cannot be read a `FileFault`; none of them is
an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import lru_cache
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from ..expressions.cell_values import ErrorValue
from ..expressions.nodes import cells_in
from ..expressions.numbers import show_value
from ..form.derived import derived
from ..form.edition import has_owner
from ..form.fields import Field, Form, Layout
from ..form.forms import PACKAGED, Forms
from ..form.layout import SUMMARY_PASSPORT
from ..form.loading import DISTRICT_SUFFIX
from ..form.prefilled import still_carried
from ..form.proposals import AcceptedProposals
from ..form.score_list import ScoreList
from ..form.submission import Note, Remark, Submission, Value
from ..records import Record
from ..texts.cells import clean
from ..texts.cleaned import Cleaned
from ..texts.settling import ShowsPercent, settle
from ..texts.typed import as_text, quote_value
from ..workbook.repair_notes import Correction, Loss
from ..workbook.seals import DRAWN, EDITION_MARK, META
from .computed_cells import OWN_FORMULA, cells_beside, typed_over
from .files.cells import Cells, Looks
from .files.faults import FileFault, Refused
from .files.opening import read_bytes
from .files.package_parts import DamagedPartError
from .files.sources import cells_of
from .looks import remarks_on_looks, values_under_merged
from .remarks import (
    LOOKED_UP,
    remarks_on_comments,
    remarks_on_file,
    remarks_on_markup,
    remarks_on_others,
)
from .structure.gathering import Gathered, gather
from .structure.leftovers import LeftCell
from .structure.own_formulas import ShownCell
from .structure.proposal_sheet import marks_understood, shown_proposals
from .structure.score_sheet import cells_counted, compared_with_list, shown_scores
from .structure.sheets import form_by_sheets

MOST_LETTERS_KEPT = 100
"""Texts longer than this are not kept for the next file."""
FORM_NAME = "roadmap_xl"
"""What `form` says in the metadata of every workbook of this program."""


class CellCounts(Record):
    """What became of the non-empty cells that are not the template's own; `filled` is their sum."""

    filled: int = 0
    used: int = 0
    noted: int = 0
    rejected: int = 0


class Reading(Record):
    """One file as it was read. `submission` is None exactly where there is a `fault`."""

    file: str
    sha256: str
    edition: str = ""
    template_version: str = ""
    submission: Submission | None = None
    cells: CellCounts = CellCounts()
    fault: FileFault | None = None
    raw: Mapping[int, object] = field(default_factory=dict, hash=False)
    """By slot, what was typed into the fields, as it stood."""
    left: tuple[LeftCell, ...] = ()
    """The cells that have no place in the form."""
    mended: tuple[Correction, ...] = ()
    """What earlier repairs of this workbook say they mended."""
    losses: tuple[Loss, ...] = ()
    """What was lost, in this file or before an earlier repair."""
    delivery: str = ""
    """What the file's title sheet says of where it goes."""
    places: Mapping[int, str] = field(default_factory=dict, hash=False)
    """By slot, where its value stands in a file that is no workbook."""
    scores: ScoreList | None = None
    """The list of results on «Баллы», where the workbook has one."""
    proposals: AcceptedProposals | None = None
    """The marks on «Предложения», where the workbook has the sheet."""

    @property
    def refusal(self) -> str:
        """Why nothing was read, and what to do about it."""
        fault = self.fault
        return f"{fault.message} {fault.fix}" if fault else f"Файл «{self.file}» не прочитан."


def read_workbook(path: str | PathLike[str], forms: Forms = PACKAGED) -> Reading:
    """The workbook at this path: .xlsx, .xlsm, .xls or .ods, of one of these forms.

    Never raises for what is in it.
    """
    path = Path(path)
    try:
        data = read_bytes(path)
    except Refused as refused:
        return Reading(path.name, "", fault=refused.fault)
    return read_data(data, path.name, hashlib.sha256(data).hexdigest(), forms)


def read_data(data: bytes, name: str, sha256: str, forms: Forms = PACKAGED) -> Reading:
    """The workbook of these bytes, whatever they are; `name` is what messages call it."""
    try:
        return read_cells(cells_of(data, name), name, sha256, forms)
    except Refused as refused:
        return Reading(name, sha256, fault=refused.fault)
    except DamagedPartError:
        return Reading(name, sha256, fault=Refused("damaged", file=name).fault)


def read_cells(cells: Cells, file: str, sha256: str, forms: Forms = PACKAGED) -> Reading:
    """The reading of these cells, wherever they come from."""
    meta = _metadata(cells.rows(META)) if META in cells.sheet_names else {}
    edition, version = meta.get("edition", ""), meta.get("template_version", "")
    if not meta and SUMMARY_PASSPORT in cells.sheet_names:
        return Reading(file, sha256, fault=Refused("summary", file=file).fault)
    remarks = [*remarks_on_file(cells)]
    form = forms.find(edition, version, meta.get(EDITION_MARK, ""))
    if not meta and (form := form_by_sheets(cells, forms)):
        edition = form.edition.key
        remarks.append(Remark("meta-lost", words={"edition": edition}))
    elif meta.get("form") != FORM_NAME:
        return Reading(file, sha256, fault=Refused("not-this-form", file=file).fault)
    if form is None:
        return Reading(file, sha256, edition, version, fault=_unknown(file, edition, forms))
    layout = form.layout
    newest = forms.find(edition) or form
    current = newest.edition.template_version
    if version and version != current:
        words = {"version": quote_value(version), "current": current}
        remarks.append(Remark("other-version", words=words))
    found = gather(cells, layout)
    found.lacks_lookups = any(sheet not in cells.sheet_names for sheet in LOOKED_UP)
    remarks += remarks_on_comments(found, cells.beside)
    remarks += remarks_on_others(cells.beside, meta.get(DRAWN, "").split())
    looks = cells.beside.looks
    remarks += remarks_on_looks(layout, found, looks)
    read = interpret(layout, found, remarks, looks)
    return replace(read, file=file, sha256=sha256, edition=edition, template_version=version)


def _unknown(file: str, edition: str, forms: Forms) -> FileFault:
    """Why a file of an edition that is not there cannot be read."""
    if has_owner(edition.removesuffix(DISTRICT_SUFFIX)):
        return Refused("edition-not-there", file=file, edition=quote_value(edition)).fault
    shown = quote_value(edition) if edition else "без года"
    return Refused("unknown-edition", file=file, edition=shown, known=", ".join(forms.keys)).fault


def _metadata(rows: list[list[object]]) -> dict[str, str]:
    """Keys from column A, values from column B, as text."""
    return {
        as_text(row[0]).strip(): _metadata_text(row[1])
        for row in rows
        if len(row) > 1 and row[0] is not None and row[1] is not None
    }


def _by_address(layout: Layout, found: Gathered) -> dict[int, object]:
    """By slot, what stands in the cell that the blank has for the field; empty if none moved."""
    if not found.moved:
        return {}
    values = ((place, one.slot) for place, one in layout.at.items() if place.sheet in found.sheets)
    return {
        slot: found.sheets[place.sheet].value((place.row, place.column)) for place, slot in values
    }


def _metadata_text(value: object) -> str:
    """A text of the metadata, also where another program made a number of «2020.1»."""
    return f"{value:.15g}" if isinstance(value, float) else as_text(value).strip()


def _formats_of(found: Gathered, layout: Layout, looks: Mapping[str, Looks]) -> ShowsPercent:
    """Whether a field's cell shows percents; asked only where a number may be understood twice."""

    def shows_percent(one: Field) -> bool | None:
        sheet = found.sheets.get(layout.place(one).sheet)
        at = sheet.placed.places.get(one.slot) if sheet else None
        if sheet is None or at is None or (sheet.markup is None and sheet.name not in looks):
            return True if one.slot in found.percents else None
        if sheet.markup is None:
            seen = looks[sheet.name]
            return at in seen.percents or "%" in seen.codes.get(at, "")
        return "%" in sheet.markup.number_format(at)

    return shows_percent


def interpret(
    layout: Layout,
    found: Gathered,
    remarks: Iterable[Remark] = (),
    looks: Mapping[str, Looks] = MappingProxyType({}),
) -> Reading:
    """The reading of cells whose places are known; without a name of the file."""
    form, remarks = layout.form, tuple(remarks)
    counted = _shown_by_formulas(layout, found)
    typed = _typed(layout, found, counted)
    cleaned = {slot: _cleaned(form, slot, raw) for slot, raw in typed.items()}
    shows_percent = _formats_of(found, layout, looks)
    settle(layout, cleaned, shows_percent)
    merged = values_under_merged(layout, found, cleaned, looks)
    submission = _submission(form, counted, cleaned, merged)
    overtyped = _overtyped(layout, submission, found, shows_percent)
    of_cells = [_note(slot, typed[slot], one) for slot, one in cleaned.items() if one.note]
    of_cells += [note for note in overtyped.values() if note is not None]
    of_merged = [_note(slot, "", one) for slot, one in merged.items()]
    of_markup = remarks_on_markup(found, overtyped, counted)
    unvalued = _slots_of(form, of_markup, "no-value")
    untaken, rejected = len(found.left) + len(unvalued), len(submission.rejected)
    filled = len(cleaned) + len(overtyped) + _listed(found, form)
    counts = _counts(filled, len(of_cells), rejected, untaken)
    submission = replace(
        submission,
        notes=tuple(sorted([*of_cells, *of_merged], key=lambda note: note.slot)),
        remarks=(*remarks, *found.remarks, *of_markup),
        moved=found.moved,
        lost=frozenset(found.lost | unvalued | _slots_of(form, remarks, "merged-number")),
    )
    return Reading(
        "", "", submission=_beside_others(submission, found), cells=counts, raw=typed,
        left=tuple(found.left), mended=tuple(found.mended), losses=tuple(found.losses),
        delivery=found.delivery, scores=found.scores, proposals=found.proposals,
    )  # fmt: skip


def _overtyped(
    layout: Layout, submission: Submission, found: Gathered, shows_percent: ShowsPercent
) -> dict[int, Note | None]:
    """By slot, the computed cells that somebody has typed over."""
    return typed_over(
        submission,
        found.raw,
        lambda: _by_address(layout, found),
        lambda slot: _holds_own_formula(layout, slot, found),
        shows_percent,
    )


def _typed(layout: Layout, found: Gathered, counted: Collection[int]) -> dict[int, object]:
    """By slot, what somebody typed into the inputs: not what the blank's own formulas show."""
    inputs, defaults = _inputs(layout.form), layout.form.defaults
    return {
        slot: raw
        for slot, raw in found.raw.items()
        if slot in inputs
        and slot not in counted
        and not (slot in defaults and _shows_default(layout, slot, found))
    }


@derived
def _inputs(form: Form) -> frozenset[int]:
    """The slots of the fields that somebody fills."""
    return frozenset(field.slot for field in form.fields if field.is_input)


def _submission(
    form: Form,
    counted: Mapping[int, Value],
    cleaned: Mapping[int, Cleaned],
    merged: Mapping[int, Cleaned],
) -> Submission:
    values: list[Value] = [counted.get(slot) for slot in range(len(form.fields))]
    for slot, one in {**cleaned, **merged}.items():
        values[slot] = one.value
    return Submission(
        form, tuple(values), frozenset(slot for slot, one in cleaned.items() if one.rejected)
    )


def _beside_others(submission: Submission, found: Gathered) -> Submission:
    """The submission with remarks on what last year's workbook and the list on «Баллы» say."""
    known = replace(submission, carried=found.carried)
    remarks = (*known.remarks, *_still_carried(known))
    return compared_with_list(replace(known, remarks=remarks), found.scores)


def _still_carried(submission: Submission) -> Iterator[Remark]:
    """On each number that was carried over and is as it was."""
    for one in still_carried(submission):
        place, words = submission.place(one), {"value": show_value(submission.values[one.slot])}
        yield Remark("carried-number", place.sheet, place.cell, one.id, words)


def _slots_of(form: Form, remarks: Iterable[Remark], kind: str) -> set[int]:
    return {form.by_id[one.field].slot for one in remarks if one.kind == kind}


def _listed(found: Gathered, form: Form) -> int:
    """How many cells of «Баллы» and «Предложения» are understood."""
    listed = cells_counted(found.scores, form.edition) if found.scores else 0
    return listed + (marks_understood(found.proposals) if found.proposals else 0)


def _shown_by_formulas(layout: Layout, found: Gathered) -> dict[int, Value]:
    """By slot what «Баллы» and «Предложения» give to cells that still show it.

    Whatever value the file keeps of such a cell may be an old one. A formula that was copied from
    the cell of another field is none of the blank's here: what it shows counts as typed.
    """
    form, values = layout.form, dict[int, Value]()
    shown: dict[str, tuple[ShownCell, Value]] = {}
    if found.scores:
        shown |= shown_scores(found.scores, form.edition)
    if found.proposals:
        shown |= shown_proposals(found.proposals, form.edition)
    for field_id, (cell, value) in shown.items():
        one = form.by_id.get(field_id)
        if one and cell.is_shown_by(_formula_in(one, layout, found)):
            values[one.slot] = value
    return values


def _formula_in(one: Field, layout: Layout, found: Gathered) -> str:
    """The formula in a field's cell; empty where there is none, or the file does not tell."""
    sheet = found.sheets.get(layout.place(one).sheet)
    if sheet is None or sheet.markup is None:
        return ""
    formula = sheet.markup.xml.formulas.get(sheet.placed.places.get(one.slot, (-1, -1)))
    return formula.text if formula else ""


def _cleaned(form: Form, slot: int, raw: object) -> Cleaned:
    """The cell alone; what one school typed, others did, too, long texts aside."""
    if isinstance(raw, str) and len(raw) > MOST_LETTERS_KEPT:
        return clean(raw, form.fields[slot], form.edition)
    return _cleaned_before(form, slot, raw)


@lru_cache(maxsize=8192, typed=True)
def _cleaned_before(form: Form, slot: int, raw: object) -> Cleaned:
    return clean(raw, form.fields[slot], form.edition)


def _counts(fields: int, notes: int, rejected: int, untaken: int) -> CellCounts:
    """Every rejected cell has a note, and no cell has two; what is untaken has a remark."""
    return CellCounts(fields + untaken, fields - notes, notes - rejected, rejected + untaken)


def _shows_default(layout: Layout, slot: int, found: Gathered) -> bool:
    """The cell shows what the template's own formula puts there: the headcount, 0, or its error."""
    source, raw = layout.form.defaults[slot], found.raw
    if isinstance(raw[slot], bool):
        return False
    if isinstance(raw[slot], ErrorValue):
        return _may_be_formula(layout, slot, found)
    return raw[slot] == 0 or raw[slot] == raw.get(source.slot)


def _may_be_formula(layout: Layout, slot: int, found: Gathered) -> bool:
    """A formula stands in the field's cell; where the file does not tell, one that is dead may."""
    sheet = found.sheets.get(layout.place(layout.form.fields[slot]).sheet)
    if sheet is None or sheet.markup is None:
        return found.lacks_lookups
    return sheet.placed.places.get(slot) in sheet.markup.xml.formulas


def _holds_own_formula(layout: Layout, slot: int, found: Gathered) -> bool:
    """The blank's formula still stands in a computed cell, whatever value the file keeps of it."""
    sheet = found.sheets.get(layout.place(layout.form.fields[slot]).sheet)
    at = sheet.placed.places.get(slot) if sheet else None
    if sheet is None or sheet.markup is None or at is None:
        return False
    formula = sheet.markup.xml.formulas.get(at)
    if formula is None or not formula.text:
        return formula is not None
    counted = {sheet.placed.places.get(cell.slot) for cell in cells_in(layout.form.computed[slot])}
    return formula.text.startswith(OWN_FORMULA) and cells_beside(formula.text) <= counted


def _note(slot: int, raw: object, one: Cleaned) -> Note:
    return Note(one.note, slot, one.quote or quote_value(raw), one.says, one.meant)
