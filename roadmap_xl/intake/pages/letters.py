"""«Письма»: what would go to whom; as drafts for a mail program, or sent by a server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from ...campaign.mail import MailServer, read_server, write_server
from ...campaign.run import LETTERS
from ...campaign.store import jobs, letters
from ...campaign.store.events import SCHOOL, What, note
from ...campaign.store.letters import Letter, State
from ...texts.squeezing import squeeze
from ..open_campaign import OpenCampaign
from .common import OfAddress, back, campaigns_of, page, work_of
from .files import NotMadeError, attached

router = APIRouter(prefix="/campaigns/{key}/letters")
_CHANGED = "Письма или книги к ним больше нет в папке. Напишите письма снова."


@router.get("", name="letters")
def overview(request: Request, campaign: OfAddress) -> Response:
    """The list, and how far the letters are."""
    with campaign.store.reading() as connection:
        found = letters.every(connection)
        job = jobs.latest(connection, jobs.Kind.RUN)
        sending = jobs.unfinished(connection).get(jobs.Kind.SEND, 0)
    return page(
        request,
        "letters.html",
        "Письма",
        campaign=campaign,
        letters=found,
        job=job,
        is_running=job is not None and not job.ended,
        sending=sending,
        server=read_server(campaigns_of(request).mail_server),
        can_send=[one for one in found if _can_be_sent(one)],
    )


def _can_be_sent(letter: Letter) -> bool:
    return bool(letter.addresses) and letter.state in (State.DRAFT, State.FAILED)


@router.post("/write", name="write_letters")
def write(request: Request, key: str, campaign: OfAddress) -> Response:
    """Puts the letters into the queue: with them goes a new summary, on which they stand."""
    with campaign.store.writing() as connection:
        jobs.ask(connection, jobs.Kind.RUN, LETTERS)
    work_of(request).wake()
    campaign.changed()
    return back(request, "letters", key=key)


@router.get("/drafts.zip", name="drafts")
def drafts(campaign: OfAddress, which: Literal["all", "owed"] = "all") -> Response:
    """The drafts in one archive: of all letters, or to those who owe something."""
    with campaign.store.reading() as connection:
        found = [one for one in letters.every(connection) if which == "all" or one.kind.is_owed]
    return attached(_made(campaign, found), "Письма школам.zip")


def _made(campaign: OpenCampaign, found: Iterable[Letter]) -> bytes:
    from ...campaign.drafts import drafts_zip  # the first page waits for no writer of books

    wanted = list(found)
    if not wanted:
        raise HTTPException(404)
    try:
        return drafts_zip(campaign.folder, wanted)
    except OSError as fault:
        raise NotMadeError(_CHANGED) from fault


@router.get("/{code:name}/draft.eml", name="draft")
def draft(campaign: OfAddress, code: str) -> Response:
    """One draft, which a mail program opens ready to be sent."""
    from ...campaign.drafts import message_of

    found = _letter(campaign, code)
    try:
        return attached(message_of(campaign.folder, found).as_bytes(), f"{found.letter[:-4]}.eml")
    except OSError as fault:
        raise NotMadeError(_CHANGED) from fault


@router.get("/{code:name}", name="letter")
def one(request: Request, code: str, campaign: OfAddress) -> Response:
    """The text of a letter, as it will go out."""
    found = _letter(campaign, code)
    try:
        text = (campaign.folder.letters / found.letter).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise NotMadeError(_CHANGED) from fault
    return page(request, "letter.html", found.name, campaign=campaign, letter=found, text=text)


def _letter(campaign: OpenCampaign, code: str) -> Letter:
    with campaign.store.reading() as connection:
        found = letters.of(connection, code)
    if found is None:
        raise HTTPException(404)
    return found


@router.post("/send", name="send_letters")
def send(
    request: Request,
    key: str,
    campaign: OfAddress,
    school: Annotated[list[str] | None, Form()] = None,
    again: Annotated[bool, Form()] = False,
) -> Response:
    """Puts the chosen letters into the outbox; one that is on its way is not sent twice.

    `again` says that one of which nobody knows whether it went out shall be sent once more.
    """
    if read_server(campaigns_of(request).mail_server) is None:
        raise NotMadeError("Сначала укажите почтовый сервер района.")
    with campaign.store.writing() as connection:
        for code in school or []:
            if letters.queue(connection, code, again=again):
                jobs.ask(connection, jobs.Kind.SEND, code)
    work_of(request).wake()
    campaign.changed()
    return back(request, "letters", key=key)


@router.post("/arrived", name="letter_arrived")
def arrived(
    request: Request, key: str, campaign: OfAddress, school: Annotated[str, Form()]
) -> Response:
    """Notes that the school has the letter of which nobody knew whether it went out."""
    with campaign.store.writing() as connection:
        found = letters.of(connection, school)
        if found is not None and letters.note_arrived(connection, school):
            note(
                connection, campaign.by, What.LETTERS, f"Письмо дошло: {found.name}", SCHOOL, school
            )
    campaign.changed()
    return back(request, "letters", key=key)


@router.post("/server", name="mail_server")
def server(
    request: Request,
    key: str,
    campaign: OfAddress,
    host: Annotated[str, Form()],
    sender: Annotated[str, Form()],
    port: Annotated[int, Form(ge=1, le=65_535)] = 465,
    security: Annotated[Literal["tls", "starttls", "none"], Form()] = "tls",
    user: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Notes the district's mail server for this user; a password left blank stays as it was."""
    from ...campaign.drafts import addresses_in

    path = campaigns_of(request).mail_server
    before = read_server(path)
    if addresses_in(sender) != [sender.strip()] or not squeeze(host):
        raise NotMadeError("Впишите сервер и адрес отправителя, например: otdel@example.ru.")
    known = MailServer(
        host=squeeze(host)[:200],
        port=port,
        security=security,
        user=squeeze(user),
        password=password or (before.password if before else ""),
        sender=sender.strip(),
    )
    write_server(path, known)
    return back(request, "letters", key=key)
