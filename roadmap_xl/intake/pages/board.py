"""«Кто сдал»: each school once; it moves by itself while files come in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from ...campaign.board import Board
from ...campaign.journal_sheet import disagreements, settle
from ...campaign.store import attempts, decisions, jobs
from ...campaign.store.decisions import Decision
from ...district.lines import Status, SubmissionLine
from ...district.matching import Likely, likely_schools
from ...rules.findings import Severity
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, page

router = APIRouter(prefix="/campaigns/{key}")
SECONDS_OF_SILENCE = 15
"""Then a comment is sent: what stands between would close the stream."""
SECONDS_BETWEEN = 0.5
"""Changes that come together are told as one."""


@router.get("/", name="board")
def board(request: Request, campaign: OfAddress, status: str = "", search: str = "") -> Response:
    """The schools, all or those with a status or with words in their name or code."""
    found = campaign.board()
    with campaign.store.reading() as connection:
        waiting = jobs.unfinished(connection).get(jobs.Kind.CHECK, 0)
        disputed = disagreements(connection)
        decided = _decided(found, decisions.made(connection))
        checking = _checking(connection)
    lines = [line for line in found.best if _is_asked(line, status, search, decided)]
    return page(
        request,
        "board.html",
        campaign.name,
        campaign=campaign,
        board=found,
        lines=lines,
        statuses=[one for one in Status if any(line.status is one for line in found.best)],
        status=status,
        search=search,
        waiting=waiting,
        decided=decided,
        checking=checking,
        disputed=disputed,
        likely=_likely(campaign, found),
        severities=(Severity.ERROR, Severity.WARNING),
    )


def _decided(found: Board, made: Mapping[str, list[Decision]]) -> dict[str, list[Decision]]:
    """By a school's key, what is decided about it and its files."""
    decided = {
        line.school.key: [*made.get(line.school.key, ())] for line in found.lines if line.school
    }
    for line in found.lines:
        if line.school and line.received:
            decided[line.school.key] += made.get(line.received.sha256, ())
    return decided


def _checking(connection: Connection) -> set[str]:
    """The codes of schools whose file is being checked anew, as after a newer program came."""
    waiting = {one.key for one in jobs.not_done(connection, jobs.Kind.CHECK) if not one.ended}
    return {
        one.recognised.partition(" — ")[0]
        for one in attempts.every(connection)
        if one.sha256 in waiting
    }


def _is_asked(
    line: SubmissionLine, status: str, search: str, decided: Mapping[str, list[Decision]]
) -> bool:
    school = line.school
    if school is None or (status and line.status.value != status):
        return False
    said = " ".join(one.words for one in decided[school.key])
    text = f"{school.code} {school.full_name} {line.contact} {said}".casefold()
    return all(word in text for word in search.casefold().split())


def _likely(campaign: OpenCampaign, found: Board) -> dict[str, list[Likely]]:
    """By SHA-256 of a file nobody knows the school of, the schools that it may be of."""
    registry = campaign.campaign().registry
    files = [line.received for line in found.unknown if line.received]
    return {one.sha256: likely_schools(one, registry) for one in files}


@router.post("/disputes", name="settle")
def settle_dispute(
    request: Request,
    key: str,
    campaign: OfAddress,
    about: Annotated[str, Form()],
    name: Annotated[str, Form()],
    as_in: Annotated[Literal["journal", "program"], Form()],
) -> Response:
    """Decides what stands otherwise in the journal and in the program."""
    with campaign.store.writing() as connection:
        for one in disagreements(connection):
            if (one.key, one.name) == (about, name):
                settle(connection, one, campaign.by, as_in_sheet=as_in == "journal")
    campaign.changed()
    campaign.bring_sheet()
    return back(request, "board", key=key)


@router.get("/changes", name="changes")
async def changes(request: Request, campaign: OfAddress) -> Response:
    """A stream of the numbers of states (server-sent events): the page then asks what is new."""
    headers = {"x-accel-buffering": "no"}
    stream = _stream(request, campaign)
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.get("/version", name="version")
def version(campaign: OfAddress) -> Response:
    """The number of the state, for browsers behind something that holds streams back."""
    return Response(str(campaign.version), media_type="text/plain")


async def _stream(request: Request, campaign: OpenCampaign) -> AsyncIterator[str]:
    loop, news = asyncio.get_running_loop(), asyncio.Event()
    stop = campaign.listen(lambda number: loop.call_soon_threadsafe(news.set))
    try:
        yield f"data: {campaign.version}\n\n"
        while not await request.is_disconnected():
            try:
                async with asyncio.timeout(SECONDS_OF_SILENCE):
                    await news.wait()
            except TimeoutError:
                yield ":\n\n"
                continue
            news.clear()
            yield f"data: {campaign.version}\n\n"
            await asyncio.sleep(SECONDS_BETWEEN)
    finally:
        stop()
