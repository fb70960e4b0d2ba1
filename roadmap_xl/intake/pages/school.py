"""A school's page: what came from it, what was found, and what is decided."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from ...campaign.store import decisions
from ...campaign.store.events import FILE, SCHOOL, listed
from ...rules.checking import group_findings
from ...rules.findings import Finding
from .common import OfAddress, back, page

router = APIRouter(prefix="/campaigns/{key}")
EVENTS = 30


@router.get("/schools/{code}", name="school")
def school(request: Request, code: str, campaign: OfAddress) -> Response:
    """Its files, the best first, with the findings of the best by sheet."""
    lines = campaign.board().of(code)
    if not lines or lines[0].school is None:
        raise HTTPException(404)
    with campaign.store.reading() as connection:
        decided = decisions.every(connection, SCHOOL).get(code, {})
        of_files = decisions.every(connection, FILE)
        events = list(listed(connection, SCHOOL, code, most=EVENTS))
        for line in lines:
            if line.received:
                events += listed(connection, FILE, line.received.sha256, most=EVENTS)
    return page(
        request,
        "school.html",
        lines[0].school.full_name,
        campaign=campaign,
        school=lines[0].school,
        lines=lines,
        sheets=_by_sheet(campaign.findings(lines[0])),
        decided=decided,
        of_files=of_files,
        labels=decisions.LABELS,
        events=sorted(events, key=lambda one: -one.number)[:EVENTS],
    )


def _by_sheet(findings: list[Finding]) -> list[tuple[str, list[Finding]]]:
    """Those of one sheet together, equal ones as one, in the order of the sheets' first."""
    order = list(dict.fromkeys(one.sheet for one in findings))
    found = sorted(group_findings(findings), key=lambda one: order.index(one.sheet))
    return [(sheet, list(ones)) for sheet, ones in groupby(found, key=lambda one: one.sheet)]


@router.post("/schools/{code}/decisions", name="decide_school")
def decide_school(
    request: Request,
    key: str,
    code: str,
    campaign: OfAddress,
    name: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
) -> Response:
    """A decision about the school: no data, another deadline, a remark."""
    if name not in decisions.OF_SCHOOL:
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
