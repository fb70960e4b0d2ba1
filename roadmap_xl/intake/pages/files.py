"""What is made of one file: itself, its repaired copy, its paper; each comes as a download."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from ...errors import RoadmapError
from ...reader.isolated import LostTaskError
from ..open_campaign import OpenCampaign
from ..papers import paper
from .common import OfAddress, work_of

router = APIRouter(prefix="/campaigns/{key}/files/{sha256}")
_SECONDS = 60
_LOST = "На этот файл не хватило отведённых времени и памяти."


class NotMadeError(RoadmapError):
    """Something could not be made of a file."""


@router.get("/itself", name="file_itself")
def itself(campaign: OfAddress, sha256: str) -> Response:
    """The file as it came, to be kept and never opened by the browser."""
    path = path_of(campaign, sha256)
    try:
        return attached(path.read_bytes(), path.name)
    except OSError as fault:
        raise NotMadeError("Файл не читается: возможно, он открыт в другой программе.") from fault


@router.get("/repaired", name="file_repaired")
def repaired(request: Request, campaign: OfAddress, sha256: str) -> Response:
    """Its data in a clean blank, with what is to be mended."""
    from ...campaign.copies import Order, make_copy  # the first page waits for no writer of books

    order = Order(path_of(campaign, sha256), sha256)
    asked = (order, campaign.today(), campaign.occasion, campaign.campaign().forms)
    copy = result(work_of(request).ask(make_copy, *asked))
    if copy.why_not:
        raise NotMadeError(f"Копия не сделана: {copy.why_not}")
    return attached(copy.data, f"{order.source.stem} - с замечаниями.xlsx")


@router.get("/paper", name="file_paper")
def word_paper(request: Request, campaign: OfAddress, sha256: str) -> Response:
    """The document that is signed, for Word."""
    path = path_of(campaign, sha256)
    asked = (path, campaign.today(), campaign.occasion, campaign.campaign().forms)
    data, why_not = result(work_of(request).ask(paper, *asked))
    if why_not:
        raise NotMadeError(f"Документ не сделан. {why_not}")
    return attached(data, f"{path.stem}.docx")


def path_of(campaign: OpenCampaign, sha256: str) -> Path:
    """Where the file with these bytes lies; 404 where none does."""
    attempt = campaign.attempt(sha256)
    inside = PurePosixPath(attempt.file) if attempt else PurePosixPath("..")
    path = campaign.folder.incoming / inside
    if ".." in inside.parts or inside.is_absolute() or not path.is_file():
        raise HTTPException(404)
    return path


def result(asked: Future[Any], seconds: float = _SECONDS) -> Any:
    """What the worker has made; raises `NotMadeError` where it was lost on the way."""
    try:
        return asked.result(seconds)
    except (LostTaskError, TimeoutError) as fault:
        raise NotMadeError(_LOST) from fault


def attached(data: bytes, name: str) -> Response:
    """A download under this name: the browser never shows it itself."""
    plain = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign == ".") else "_" for sign in name
    )
    headers = {
        "content-disposition": f'attachment; filename="{plain}"; '
        f"filename*=UTF-8''{quote(name, safe='', errors='replace')}",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)
