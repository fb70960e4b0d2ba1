"""«Приём»: whatever came is dropped here; it is stored first, answered at once, then checked."""

from __future__ import annotations

import secrets
from contextlib import suppress

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from ...campaign.incoming import Arrival, take_in
from ...campaign.opening import BusyError
from ...campaign.store import attempts, jobs
from ...district.lines import SubmissionLine
from ...rules.findings import Severity
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, page, work_of

router = APIRouter(prefix="/campaigns/{key}")
MOST_FILES = 5_000
SHOWN = 100


@router.get("/incoming", name="incoming")
def incoming(request: Request, campaign: OfAddress) -> Response:
    """Where files are dropped, and those that came last."""
    return _page(request, campaign)


def _lines(campaign: OpenCampaign) -> dict[str, SubmissionLine]:
    """By SHA-256, what became of the files; nothing while another program works in the folder."""
    with suppress(BusyError):
        return {one.received.sha256: one for one in campaign.board().lines if one.received}
    return {}


@router.post("/incoming", name="take_in")
async def take(request: Request, key: str, campaign: OfAddress) -> Response:
    """Takes files in; the answer says of each what became of it."""
    with work_of(request).after_answers():
        async with request.form(max_files=MOST_FILES, max_fields=10) as form:
            arrivals = await run_in_threadpool(_taken, campaign, form)
    if arrivals:
        campaign.changed()
    if request.headers.get("accept", "").startswith("application/json"):
        answers = [
            {"sent_as": one.sent_as, "words": one.words, "sha256": one.sha256, "new": one.is_new}
            for one in arrivals
        ]
        return JSONResponse(answers)
    return await run_in_threadpool(_page, request, campaign, arrivals)


@router.post("/files/{sha256}/check", name="check_again")
def check_again(request: Request, key: str, sha256: str, campaign: OfAddress) -> Response:
    """Checks a file once more whose check was broken off; any other stays as it is."""
    attempt = campaign.attempt(sha256)
    if attempt is None:
        raise HTTPException(404)
    if attempt.is_lost:
        campaign.check_again(attempt)
        work_of(request).wake()
    return back(request, "incoming", key=key)


def _taken(campaign: OpenCampaign, form: FormData) -> list[Arrival]:
    batch = str(form.get("batch") or secrets.token_hex(8))
    reception = campaign.reception(batch)
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
    return [
        arrival
        for one in files
        if one.filename
        for arrival in take_in(reception, one.filename, one.file)
    ]


def _page(
    request: Request, campaign: OpenCampaign, arrivals: list[Arrival] | None = None
) -> Response:
    """With what became of each file, for which the answer to what is sent does not wait."""
    with campaign.store.reading() as connection:
        last = attempts.last(connection, SHOWN)
        documents = jobs.not_done(connection, jobs.Kind.IMPORT)
    lines = _lines(campaign) if arrivals is None else {}
    return page(
        request,
        "incoming.html",
        "Приём",
        campaign=campaign,
        arrivals=arrivals,
        last=last,
        lines=lines,
        severities=(Severity.ERROR, Severity.WARNING),
        documents=documents,
        batch=secrets.token_hex(8),
    )
