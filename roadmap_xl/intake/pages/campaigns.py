"""«Сборы»: the campaigns she has, and a new one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from .common import campaigns_of, page

router = APIRouter()


@router.get("/", name="campaigns")
def campaigns(request: Request) -> Response:
    """The folders that are known."""
    folders = campaigns_of(request).folders
    return page(request, "campaigns.html", "Сборы", folders=folders)


@router.post("/close", name="close")
def close(request: Request) -> Response:
    """Ends the program; what waits in the queue waits for the next start."""
    request.app.state.close()
    return page(request, "closed.html", "Приёмная закрыта")
