"""«Сборы»: the campaigns she has, and a new one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from ...campaign.folder import CampaignFolder, safe_name
from ...district.journal import Journal
from ...district.registry import Registry, read_registry
from ...district.settings import LABELS, Settings
from ...errors import RegistryError
from ...files import temporary_folder
from ...form.forms import PACKAGED
from ...form.loading import newest
from ...form.vocabulary import SUBMITTING
from ...texts.days import day_in
from ...texts.squeezing import squeeze
from ..work import Work
from .common import campaigns_of, page, work_of
from .files import result

router = APIRouter()


@router.get("/", name="campaigns")
def campaigns(request: Request) -> Response:
    """The folders that are known, and a form for a new one."""
    known = campaigns_of(request)
    return page(
        request,
        "campaigns.html",
        "Сборы",
        folders=known.folders,
        name=f"Сбор {newest()}",
        place=_place(known.folders.values()),
        editions=sorted(PACKAGED.keys, reverse=True),
        labels=LABELS,
    )


def _place(folders: Iterable[CampaignFolder]) -> Path:
    """Where a new folder goes, if she does not say otherwise: beside the last one."""
    return next((one.path.parent for one in folders), Path.home())


@router.post("/campaigns", name="create")
def create(
    request: Request,
    name: Annotated[str, Form()],
    place: Annotated[str, Form()],
    edition: Annotated[str, Form()],
    district: Annotated[str, Form()] = "",
    deadline: Annotated[str, Form()] = "",
    send_to: Annotated[str, Form()] = "",
    ring: Annotated[str, Form()] = "",
    registry: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Makes the folder of a new campaign and opens it."""
    from ...campaign.creating import create_campaign  # the first page waits for no new folder

    known = campaigns_of(request)
    path = _folder(place) / safe_name(squeeze(name))
    settings = Settings(
        district=squeeze(district),
        edition=PACKAGED.of(edition).edition.key,
        stage=SUBMITTING,
        deadline=_day(deadline),
        send_to=squeeze(send_to),
        ring=squeeze(ring),
    )
    schools, journal = _schools(registry, work_of(request))
    create_campaign(path, settings, registry=schools, journal=journal, created=known.today())
    key = known.know(CampaignFolder(path))
    return RedirectResponse(request.url_for("settings", key=key), status_code=303)


def _folder(typed: str) -> Path:
    """A folder that somebody has typed; raises `RegistryError` where it is not named in full."""
    with suppress(RuntimeError):  # «~» of somebody whom the system does not know
        path = Path(typed.strip()).expanduser()
        if path.is_absolute() and "\0" not in typed:
            return path
    raise RegistryError("Укажите папку полностью: например, C:\\Сборы.")


def _day(typed: str) -> date | None:
    text = squeeze(typed)
    if text and day_in(text) is None:
        raise RegistryError(f"«{text}» — не дата. Впишите, например, 01.12.2026.")
    return day_in(text) if text else None


def _schools(file: UploadFile | None, work: Work) -> tuple[Registry | None, Journal | None]:
    """The schools of a registry that she has already, read in a worker."""
    if file is None or not file.filename:
        return None, None
    with temporary_folder() as folder:
        path = folder / safe_name(file.filename)
        with path.open("wb") as written:
            shutil.copyfileobj(file.file, written)
        found: tuple[Registry, Journal] = result(work.ask(read_registry, path))
        return found


@router.post("/open", name="open_folder")
def open_folder(request: Request, place: Annotated[str, Form()]) -> Response:
    """Opens a campaign's folder that the page does not know yet."""
    known = campaigns_of(request)
    key = known.know_path(_folder(place))
    return RedirectResponse(request.url_for("board", key=key), status_code=303)


@router.post("/close", name="close")
def close(request: Request) -> Response:
    """Ends the program; what waits in the queue waits for the next start."""
    request.app.state.close()
    return page(request, "closed.html", "Приёмная закрыта")
