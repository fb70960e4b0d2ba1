"""«Бланки»: made for every school of the registry, to be taken one by one or all together."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from ...campaign.store import jobs
from ...files import pack_parts
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, page, work_of
from .files import NotMadeError, attached

router = APIRouter(prefix="/campaigns/{key}/blanks")
_UNREADABLE = "Файл не читается: возможно, он открыт в другой программе."


@router.get("", name="blanks")
def blanks(request: Request, campaign: OfAddress) -> Response:
    """The blanks that lie in the folder, and how far new ones are."""
    with campaign.store.reading() as connection:
        job = jobs.latest(connection, jobs.Kind.BLANKS)
    return page(
        request,
        "blanks.html",
        "Бланки",
        campaign=campaign,
        job=job,
        is_running=job is not None and not job.ended,
        blanks=_blanks(campaign),
        schools=len(campaign.campaign().registry.schools),
    )


def _blanks(campaign: OpenCampaign) -> list[Path]:
    found = campaign.folder.blanks.glob("*.xls[xm]")
    return sorted(path for path in found if path.is_file() and not path.name.startswith("~$"))


@router.post("/make", name="make_blanks")
def make(request: Request, key: str, campaign: OfAddress) -> Response:
    """Puts the making of blanks into the queue; those that are there are kept."""
    with campaign.store.writing() as connection:
        jobs.ask(connection, jobs.Kind.BLANKS)
    work_of(request).wake()
    campaign.changed()
    return back(request, "blanks", key=key)


@router.get("/all.zip", name="all_blanks")
def every(campaign: OfAddress) -> Response:
    """All of them in one archive, the same bytes for the same blanks."""
    found = _blanks(campaign)
    if not found:
        raise HTTPException(404)
    return attached(pack_parts({path.name: _bytes(path) for path in found}), "Бланки.zip")


@router.get("/{file:name}", name="blank")
def one(campaign: OfAddress, file: str) -> Response:
    """One blank, by its name."""
    found = {path.name: path for path in _blanks(campaign)}
    if file not in found:
        raise HTTPException(404)
    return attached(_bytes(found[file]), file)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise NotMadeError(_UNREADABLE) from fault
