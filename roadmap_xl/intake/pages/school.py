"""A school's page: what came from it, what was found, and what is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from ...campaign.store import attempts, decisions, letters
from ...campaign.store.events import FILE, SCHOOL, listed
from ...district.lines import SubmissionLine
from ...district.received import Received
from ...district.registry import COLUMNS, SchoolEntry
from ...rules.checking import group_findings
from ...rules.findings import Finding
from ...school.excerpts import Excerpt, Place, excerpts
from ...summary.numbers.replacement import Change, changes
from ..open_campaign import OpenCampaign
from ..work import Work
from .common import OfAddress, back, page, work_of
from .files import NotMadeError, path_of, result

router = APIRouter(prefix="/campaigns/{key}")
EVENTS = 30
SHOWN_ON_SHEET = 3
"""Of the findings of one sheet, the first are shown as a piece of it."""
_SECONDS_FOR_PIECES = 2.0
"""Without an answer by then the page comes without the pieces."""
_NOT_ALIKE = (
    "Эти файлы сравнить нельзя: один из них не прочитан или они сделаны в бланках разных изданий."
)


@router.get("/schools/{code:name}/changes", name="school_changes")
def differences(
    request: Request, code: str, campaign: OfAddress, older: str = "", newer: str = ""
) -> Response:
    """What one file of the school says otherwise than another, cell by cell."""
    lines = [line for line in campaign.board().of(code) if line.received]
    if not lines or lines[0].school is None:
        raise HTTPException(404)
    by_hash = {line.received.sha256: line.received for line in lines if line.received}
    if older not in by_hash or newer not in by_hash:
        raise HTTPException(404)
    return page(
        request,
        "changes.html",
        "Что изменено",
        campaign=campaign,
        school=lines[0].school,
        older=by_hash[older],
        newer=by_hash[newer],
        changes=_changes(campaign, by_hash[older], by_hash[newer]),
    )


@router.get("/schools/{code:name}", name="school")
def school(request: Request, code: str, campaign: OfAddress) -> Response:
    """Its files, the best first, with the findings of the best by sheet."""
    lines = campaign.board().of(code)
    if not lines or lines[0].school is None:
        raise HTTPException(404)
    entry = campaign.campaign().registry.by_code.get(code)
    with campaign.store.reading() as connection:
        decided = decisions.every(connection, SCHOOL).get(code, {})
        of_files = decisions.every(connection, FILE)
        made = decisions.made(connection)
        came = {one.sha256: one for one in attempts.every(connection)}
        letter = letters.of(connection, code)
        events = list(listed(connection, SCHOOL, code, most=EVENTS))
        for line in lines:
            if line.received:
                events += listed(connection, FILE, line.received.sha256, most=EVENTS)
    found = group_findings(campaign.findings(lines[0]))
    return page(
        request,
        "school.html",
        lines[0].school.full_name,
        campaign=campaign,
        school=lines[0].school,
        lines=lines,
        sheets=(sheets := _by_sheet(one for one in found if not one.asks_nothing)),
        quiet=[one for one in found if one.asks_nothing],
        pieces=_pieces(campaign, work_of(request), lines[0], sheets),
        entry=entry,
        columns=COLUMNS,
        known=_typed(entry) if entry else {},
        decided=decided,
        of_files=of_files,
        came=came,
        made=made,
        letter=letter,
        readable=[one.received for one in lines if one.received and one.received.was_read],
        labels=decisions.LABELS,
        events=sorted(events, key=lambda one: -one.number)[:EVENTS],
    )


def _by_sheet(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Those of one sheet together, in the order of the sheets' first."""
    sheets: dict[str, list[Finding]] = {}
    for one in findings:
        sheets.setdefault(one.sheet, []).append(one)
    return list(sheets.items())


def _typed(school: SchoolEntry) -> dict[str, str]:
    """What the registry says of the school, by column, as it is typed there."""
    grade11 = {True: "да", False: "нет", None: ""}[school.grade11]
    others = "; ".join(school.other_names)
    return school.model_dump(include=set(COLUMNS)) | {"grade11": grade11, "other_names": others}


def _pieces(
    campaign: OpenCampaign,
    work: Work,
    line: SubmissionLine,
    sheets: Iterable[tuple[str, list[Finding]]],
) -> Mapping[Place, Excerpt]:
    """By place the piece of the sheet around each of the first findings."""
    places = [place for _, found in sheets for place in islice(_places(found), SHOWN_ON_SHEET)]
    if line.received is None or not places:
        return {}
    try:
        path = path_of(campaign, line.received.sha256)
        found: Mapping[Place, Excerpt] = result(
            work.ask(excerpts, path, places), _SECONDS_FOR_PIECES
        )
    except (HTTPException, NotMadeError):
        return {}
    return found


def _places(findings: Iterable[Finding]) -> Iterator[Place]:
    return ((one.sheet, one.cell) for one in findings if one.sheet and one.cell)


def _changes(campaign: OpenCampaign, older: Received, newer: Received) -> list[Change]:
    if not older.was_read or older.edition != newer.edition:
        raise NotMadeError(_NOT_ALIKE)
    return list(changes(*campaign.submissions(older, newer)))


@router.post("/schools/{code:name}/decisions", name="decide_school")
def decide_school(
    request: Request,
    key: str,
    code: str,
    campaign: OfAddress,
    name: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
) -> Response:
    """A decision about the school: no data, another deadline, a remark."""
    is_known = any(school.key == code for school in campaign.board().schools)
    if name not in decisions.OF_SCHOOL or not is_known:
        raise HTTPException(404)
    campaign.decide(SCHOOL, code, name, decisions.typed(name, value), f"Школа {code}")
    return back(request, "school", key=key, code=code)


@router.post("/files/{sha256}/decisions", name="decide_file")
def decide_file(
    request: Request,
    key: str,
    sha256: str,
    campaign: OfAddress,
    name: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> Response:
    """A decision about a file: withdrawn, whose, returned, a remark."""
    attempt = campaign.attempt(sha256)
    if name not in decisions.OF_FILE or attempt is None:
        raise HTTPException(404)
    typed = decisions.typed(name, value)
    campaign.decide(FILE, sha256, name, typed, f"«{attempt.file}»")
    return back(request, "school", key=key, code=code) if code else back(request, "board", key=key)
