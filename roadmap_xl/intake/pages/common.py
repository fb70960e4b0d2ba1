"""What every page needs: the campaign of its address, and an answer from a template."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from ..campaigns import Campaigns
from ..open_campaign import OpenCampaign
from ..work import Work


def campaigns_of(request: Request) -> Campaigns:
    """The campaigns that the page knows."""
    found: Campaigns = request.app.state.campaigns
    return found


def work_of(request: Request) -> Work:
    """What does the jobs of the queue."""
    found: Work = request.app.state.work
    return found


def _campaign(request: Request, key: str) -> OpenCampaign:
    return campaigns_of(request).open(key)


OfAddress = Annotated[OpenCampaign, Depends(_campaign)]
"""The campaign whose key stands in the page's address."""


def page(request: Request, template: str, title: str, **values: Any) -> HTMLResponse:
    """The template filled in."""
    return HTMLResponse(
        request.app.state.templates.env.get_template(template).render(
            request=request, url_for=request.url_for, title=title, **values
        )
    )


def back(request: Request, name: str, **values: str) -> RedirectResponse:
    """On to a page after something was done: loading it again does nothing twice."""
    return RedirectResponse(request.url_for(name, **values), status_code=303)
