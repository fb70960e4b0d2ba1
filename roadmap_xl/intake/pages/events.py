"""«События»: who did what and when, to be read and taken along."""

from __future__ import annotations

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from ...campaign.store.events import FILE, listed
from .common import OfAddress, page

router = APIRouter(prefix="/campaigns/{key}")
SHOWN = 200
Number = Annotated[int, Query(ge=0, le=2**31 - 1)]
"""Of an event, as a database keeps it."""


@router.get("/events", name="events")
def events(request: Request, campaign: OfAddress, before: Number = 0) -> Response:
    """The latest, or those before one of them."""
    with campaign.store.reading() as connection:
        found = list(listed(connection, before=before, most=SHOWN))
    return page(
        request,
        "events.html",
        "События",
        campaign=campaign,
        events=found,
        is_full=len(found) == SHOWN,
    )


@router.get("/events.csv", name="events_csv")
def events_csv(campaign: OfAddress) -> Response:
    """All of them as a table; UTC, as they are kept."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(("Номер", "Когда (UTC)", "Кто", "Где", "Что", "SHA-256"))
    with campaign.store.reading() as connection:
        for one in listed(connection):
            sha256 = one.key if one.about == FILE else ""
            row = (one.number, one.at.isoformat(" ", "seconds"), one.who, one.door, one.words)
            table.writerow((*map(_as_text, row), sha256))
    headers = {"content-disposition": 'attachment; filename="events.csv"'}
    body = text.getvalue().encode("utf-8-sig", "replace")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _as_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
