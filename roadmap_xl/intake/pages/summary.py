"""«Сводка»: made in the background, shown as in the workbook; each number says where it is from."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from ...campaign.run import PUBLISH, TIDY
from ...campaign.store import attempts, jobs
from ...summary.explain.shown import OVERVIEW, ShownPage, shown_page
from ..charts import LABELS, OUTLINE, WIDTH, drawing
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, page, work_of
from .files import NotMadeError, attached, result

router = APIRouter(prefix="/campaigns/{key}/summary")
_NAMED = re.compile(r"Сводка (\d\d)\.(\d\d)\.(\d{4})\.xlsx")
ROWS = 300
"""Of a sheet, shown at once."""


@router.get("", name="summary")
def summary(
    request: Request, campaign: OfAddress, sheet: str = OVERVIEW, first: int = 0
) -> Response:
    """The latest summary, one of its sheets; how far a new one is."""
    day = latest(campaign)
    with campaign.store.reading() as connection:
        job = jobs.latest(connection, jobs.Kind.RUN)
        came = attempts.last(connection, 1)
    shown: ShownPage | None = None
    if day is not None:
        path = campaign.folder.summary(day)
        shown = result(work_of(request).ask(shown_page, path, sheet))
    first = max(first, 0)
    return page(
        request,
        "summary.html",
        "Сводка",
        campaign=campaign,
        day=day,
        job=job,
        is_running=job is not None and not job.ended,
        is_outdated=bool(day and job and job.ended and came and came[0].at > job.ended),
        shown=shown,
        first=first,
        rows=shown.sheet.rows[first : first + ROWS] if shown else (),
        step=ROWS,
        drawings=[drawing(chart) for chart in shown.charts] if shown else [],
        width=WIDTH,
        labels=LABELS,
        outline=OUTLINE,
        files=list(_files(campaign, day)) if day else [],
    )


def latest(campaign: OpenCampaign) -> date | None:
    """The day of the latest summary in the folder; None where there is none."""
    found = (_NAMED.fullmatch(path.name) for path in campaign.folder.summaries.glob("*.xlsx"))
    days = (_day(one) for one in found if one)
    return max((day for day in days if day), default=None)


def _day(named: re.Match[str]) -> date | None:
    try:
        return datetime.strptime(".".join(named.groups()), "%d.%m.%Y").date()
    except ValueError:
        return None


@router.post("/run", name="run_summary")
def run(
    request: Request,
    key: str,
    campaign: OfAddress,
    beside: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Puts a new summary into the queue, with what is wanted beside it."""
    wanted = [one for one in (PUBLISH, TIDY) if one in (beside or [])]
    with campaign.store.writing() as connection:
        jobs.ask(connection, jobs.Kind.RUN, " ".join(wanted))
    work_of(request).wake()
    campaign.changed()
    return back(request, "summary", key=key)


@router.get("/explain", name="explain_cell")
def explain_cell(request: Request, campaign: OfAddress, sheet: str, cell: str) -> Response:
    """The schools, files and cells behind one number of the latest summary."""
    day = latest(campaign)
    if day is None:
        raise HTTPException(404)
    path = campaign.folder.summary(day)
    lines = result(work_of(request).ask(explained, path, f"{sheet}!{cell}"))
    return page(
        request, "explained.html", "Откуда эта цифра", campaign=campaign, sheet=sheet, cell=cell,
        lines=lines,
    )  # fmt: skip


def explained(path: Path, address: str) -> list[str]:
    """The explanation of a cell in lines; raises `SummaryBookError` with why there is none."""
    from ...summary.explain.answers import explain  # brings openpyxl, and is asked in a worker

    return [
        line for answer in explain(path, [address]) for line in answer.as_lines(everything=True)
    ]


@router.get("/files/{what}", name="summary_file")
def file(campaign: OfAddress, what: str) -> Response:
    """The workbook, or what was written beside it."""
    day = latest(campaign)
    found = {name: path for name, _, path in _files(campaign, day)} if day else {}
    if what not in found:
        raise HTTPException(404)
    try:
        return attached(found[what].read_bytes(), found[what].name)
    except OSError as fault:
        raise NotMadeError("Файл не читается: возможно, он открыт в другой программе.") from fault


def _files(campaign: OpenCampaign, day: date) -> list[tuple[str, str, Path]]:
    folder = campaign.folder
    known = [
        ("book", "Сводка (внутренняя)", folder.summary(day)),
        ("published", "Для публикации", folder.published(day)),
        ("tidy", "Таблица значений (внутренняя)", folder.tidy(day)),
        ("snapshot", "Снимок для будущего года", folder.summary(day).with_suffix(".json")),
    ]
    return [one for one in known if one[2].is_file()]
