"""«Настройки»: what the district has decided for its campaign, and its schools."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from ...campaign.store.events import SCHOOL, What, note
from ...district.registry import COLUMNS
from ...district.registry_edits import (
    edit_school,
    edit_settings,
    replace_registry,
    require_readable,
)
from ...district.settings import HINTS, LABELS
from ...form.vocabulary import STAGES
from ...texts.typed import as_text
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, page, work_of
from .files import attached, result

router = APIRouter(prefix="/campaigns/{key}")
NAMES = tuple(name for name in LABELS if name != "folder")
"""The settings that the page shows; where the folder lies is known."""


MOST_FIELDS = 100
WAS = "was-"
"""Begins the name of a hidden field, with the value that the page showed."""


def _retyped(form: FormData, names: Iterable[str]) -> dict[str, str]:
    """What was typed over; what a page showed and nobody touched is not written back.

    It may have been changed since then, in Excel or on another page.
    """
    return {
        name: str(form[name])
        for name in names
        if name in form and form[name] != form.get(WAS + name)
    }


@router.get("/settings", name="settings")
def settings(request: Request, campaign: OfAddress) -> Response:
    """The settings to be changed, and the schools of the registry."""
    found = campaign.campaign()
    values = {name: found.settings.value(name) for name in NAMES}
    return page(
        request,
        "settings.html",
        "Настройки",
        campaign=campaign,
        values={name: _typed(value) for name, value in values.items()},
        labels=LABELS,
        hints=HINTS,
        choices={"edition": ("", *sorted(found.forms.keys)), "stage": ("", *STAGES)},
        columns=COLUMNS,
        schools=found.registry.schools,
    )


def _typed(value: str | date | float | None) -> str:
    """A setting as people type it."""
    return "" if value is None else as_text(value)


@router.post("/settings", name="change_settings")
async def change_settings(request: Request, key: str, campaign: OfAddress) -> Response:
    """Writes the settings that were changed into the registry's workbook."""
    typed = _retyped(await request.form(max_files=0, max_fields=MOST_FIELDS), NAMES)
    if typed:
        change = partial(edit_settings, campaign.folder.registry, typed)
        await _changed(campaign, change, "настройки")
    return back(request, "settings", key=key)


@router.post("/schools", name="change_school")
async def change_school(request: Request, key: str, campaign: OfAddress) -> Response:
    """Writes what was typed of a school into the registry, or adds one."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    code, typed = str(form.get("school", "")), _retyped(form, COLUMNS)
    words = f"школа {code or typed.get('code', '')} в реестре"
    registry = campaign.folder.registry
    if typed:
        await _changed(campaign, partial(edit_school, registry, code, typed), words, code)
    return (
        back(request, "school", key=key, code=code) if code else back(request, "settings", key=key)
    )


@router.get("/registry", name="registry")
def registry(campaign: OfAddress) -> Response:
    """The registry's workbook, to be changed in Excel and dropped here again."""
    path = campaign.folder.registry
    return attached(path.read_bytes(), path.name)


@router.post("/registry", name="replace_registry")
async def drop_registry(
    request: Request, key: str, campaign: OfAddress, file: Annotated[UploadFile, File()]
) -> Response:
    """Puts a changed workbook in the registry's place; the one before stays beside it."""
    data, path, work = await file.read(), campaign.folder.registry, work_of(request)

    def replaced() -> None:
        result(work.ask(require_readable, path.name, data))  # first where it can cost a worker only
        replace_registry(path, data, created=campaign.today())

    await _changed(campaign, replaced, "реестр")
    return back(request, "settings", key=key)


async def _changed(
    campaign: OpenCampaign, change: Callable[[], None], words: str, code: str = ""
) -> None:
    """Makes the change and notes who did it; what is wrong in it becomes a sentence."""

    def made() -> None:
        change()
        with campaign.store.writing() as connection:
            note(connection, campaign.by, What.CHANGED, f"Изменено: {words}", SCHOOL, code)
        campaign.changed()

    await run_in_threadpool(made)
