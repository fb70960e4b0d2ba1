"""The pages as one application: routes, templates, and sentences where something goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect

from ..campaign.opening import BusyError
from ..campaign.store.attempts import Attempt
from ..campaign.store.decisions import Decision, shown
from ..campaign.store.events import Event
from ..errors import RoadmapError
from ..expressions.numbers import show_value
from ..texts.days import day_text
from ..texts.signs import safe_lines, safe_text
from ..texts.typed import as_text
from ..texts.wording import with_noun
from . import addresses  # noqa: F401 - routes know a kind of piece from it
from .campaigns import Campaigns
from .check_page import CheckPage
from .pages import (
    blanks,
    board,
    campaigns,
    events,
    files,
    incoming,
    letters,
    school,
    settings,
    summary,
)
from .work import Work

HERE = Path(__file__).parent
_WRONG_ADDRESS = {
    400: "Браузер прислал форму не целиком. Обновите страницу и отправьте ещё раз.",
    404: "Такой страницы нет.",
    405: "Так к этой странице не обращаются.",
}
_TOO_MUCH = "Слишком много файлов или слишком длинный текст сразу: отправьте частями."
_SIGNS_OF_TOO_MUCH = ("Too many", "exceeded maximum size")
"""In what Starlette says of a form that is larger than a page takes."""
_BROKEN_OFF = (
    "Отправка оборвалась или была больше 500 МБ: из неё ничего не принято. Отправьте ещё раз, "
    "частями."
)
_NO_ACCESS = (
    "Файл или папка недоступны: возможно, файл открыт в другой программе или диск отключён. "
    "Проверьте и повторите."
)
_OWN_FAULT = (
    "Программа ошиблась; принятые файлы и решения сохранены. Повторите. Если не помогло, закройте "
    "программу и запустите снова."
)
_LEAST_TO_PACK = 2_000


def application(
    known: Campaigns, work: Work, close: Callable[[], None], check_page: Path | None = None
) -> FastAPI:
    """The pages over these campaigns; `work` does what they put into the queue, `close` ends it.

    `check_page` is the folder of the page that checks without sending, where it was built.
    """
    app = FastAPI(title="Приёмная", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.campaigns, app.state.work, app.state.close = known, work, close
    app.state.templates = _templates()
    for page in (
        campaigns,
        board,
        incoming,
        school,
        files,
        summary,
        letters,
        blanks,
        settings,
        events,
    ):
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    if check_page is not None:
        app.mount("/check", CheckPage(check_page), name="check")
    app.state.templates.env.globals["has_check_page"] = check_page is not None
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_TO_PACK, compresslevel=3)
    app.add_exception_handler(RoadmapError, _refused)
    app.add_exception_handler(HTTPException, _wrong_address)
    app.add_exception_handler(RequestValidationError, _wrong_form)
    app.add_exception_handler(ClientDisconnect, _broken_off)
    app.add_exception_handler(OSError, _no_access)
    app.add_exception_handler(500, _own_fault)
    return app


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = lambda day: day_text(day) if day else ""
    environment.filters["moment"] = _local_moment
    environment.filters["seen"] = lambda text: safe_text(str(text))
    environment.filters["seen_lines"] = lambda text: safe_lines(str(text))
    environment.filters["by"] = _by
    environment.filters["value"] = lambda value: safe_text(as_text(value)) or "пусто"
    environment.filters["number"] = lambda value: "" if value is None else show_value(value)
    environment.filters["decided"] = lambda value: shown(value) if value else ""
    environment.globals["with_noun"] = with_noun
    return Jinja2Templates(env=environment)


def _local_moment(moment: datetime) -> str:
    """A moment kept in UTC as the clock of this computer shows it."""
    local = moment.replace(tzinfo=UTC).astimezone()
    return f"{day_text(local.date())} {local:%H:%M}"


def _by(made: Attempt | Decision | Event) -> str:
    """Who did something, where and when: «Петрова (страница), 01.12.2026 14:10»."""
    who = f"{safe_text(made.who)} ({made.door})" if made.who else made.door
    return f"{who}, {_local_moment(made.at)}"


def _in_words(request: Request, words: str, status: int) -> HTMLResponse:
    templates: Jinja2Templates = request.app.state.templates
    page: dict[str, Any] = {"words": words, "title": "Не получилось"}
    return templates.TemplateResponse(request, "refusal.html", page, status_code=status)


async def _refused(request: Request, fault: Exception) -> Response:
    return _in_words(request, str(fault), 503 if isinstance(fault, BusyError) else 409)


async def _wrong_address(request: Request, fault: Exception) -> Response:
    status, told = (
        (fault.status_code, str(fault.detail)) if isinstance(fault, HTTPException) else (500, "")
    )
    if status == 400 and any(sign in told for sign in _SIGNS_OF_TOO_MUCH):
        return _in_words(request, _TOO_MUCH, status)
    return _in_words(request, _WRONG_ADDRESS.get(status, "Запрос не понят."), status)


async def _broken_off(request: Request, fault: Exception) -> Response:
    """The browser has gone in the middle, as when a page is loaded again; nobody is at fault."""
    return _in_words(request, _BROKEN_OFF, 400)


async def _wrong_form(request: Request, fault: Exception) -> Response:
    return _in_words(request, "В форме не хватает данных: вернитесь и заполните её.", 422)


async def _no_access(request: Request, fault: Exception) -> Response:
    return _in_words(request, _NO_ACCESS, 409)


async def _own_fault(request: Request, fault: Exception) -> Response:
    """What nobody has thought of; the server's console names it."""
    return _in_words(request, _OWN_FAULT, 500)
