"""Letters as mail: drafts with the right address, text and workbook, and what a server was sent."""

from __future__ import annotations

import email
import email.policy
import io
import socket
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from aiosmtpd.controller import Controller
from intake.desk import Desk
from openpyxl import load_workbook

from roadmap_xl.campaign import drafts
from roadmap_xl.campaign.mail import MailServer, write_server
from roadmap_xl.campaign.store import jobs, letters
from roadmap_xl.campaign.store.database import StoreError
from roadmap_xl.campaign.store.letters import Kind, Letter, State


class Received:
    """What a mail server was sent, refusing the first letters."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuses = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            self.refuses -= 1
            return "451 busy"
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK"


@pytest.fixture
def mailbox(desk: Desk) -> Iterator[Received]:
    found = Received()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    server = MailServer(host="127.0.0.1", port=port, security="none", sender="otdel@example.ru")
    write_server(desk.known.mail_server, server)
    yield found
    controller.stop()


@pytest.fixture
def written(desk: Desk, sent: list[Path]) -> list[Letter]:
    """Letters after two schools have sent their books and one has an address of mail."""
    workbook = load_workbook(desk.folder.registry)
    sheet = workbook["Реестр"]
    for row in sheet.iter_rows(min_row=2):
        row[5].value = f"Иванова, shkola{row[0].value}@example.ru"
    workbook.save(desk.folder.registry)
    desk.drop(*(path for path in sent if path.name in ("полевская.xlsx", "Приозёрная СОШ.xlsx")))
    desk.wait()
    desk.post("/schools/230501/decisions", name="deadline", value="15.10.2020")
    with desk.campaign.store.writing() as connection:
        jobs.ask(connection, jobs.Kind.RUN, "letters")
    desk.wait()
    with desk.campaign.store.reading() as connection:
        return letters.every(connection)


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return str(body.get_content())


def test_letters_are_drafts_and_are_sent_once(
    desk: Desk, written: list[Letter], mailbox: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_TRIES", 0)
    assert len(written) == 12
    owed = [one for one in written if one.kind is Kind.REMINDER]
    assert len(owed) == 11

    archive = ZipFile(io.BytesIO(drafts.drafts_zip(desk.folder, written)))
    assert len(archive.namelist()) == 12
    one = next(letter for letter in written if letter.school == "230501")
    data = archive.read(f"{Path(one.letter).stem}.eml")
    draft = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(draft, EmailMessage)
    assert (draft["To"], draft["X-Unsent"]) == ("shkola230501@example.ru", "1")
    assert "Итоги 2019/2020 учебного года" in draft["Subject"]
    text = text_of(draft)
    assert "сдавать нечего" in text
    assert "до 15.10.2020" in text  # the day agreed with this school; for the others it has passed

    came = next(letter for letter in written if letter.kind is not Kind.REMINDER)
    mailbox.refuses = 2
    with desk.campaign.store.writing() as connection:
        for letter in (one, came, one):
            if letters.queue(connection, letter.school):
                jobs.ask(connection, jobs.Kind.SEND, letter.school)
    desk.wait()
    assert sorted(message["To"] for message in mailbox.messages) == sorted(
        [one.addresses, came.addresses]
    )
    with desk.campaign.store.reading() as connection:
        found = {letter.school: letter.state for letter in letters.every(connection)}
    assert [found[letter.school] for letter in (one, came)] == [State.SENT, State.SENT]
    with desk.campaign.store.writing() as connection:
        assert not letters.queue(connection, one.school)
        letters.replace_all(connection, written)  # made again and the same: it stays sent
        again = letters.of(connection, one.school)
    assert again is not None
    assert again.state is State.SENT


def test_a_letter_that_went_out_and_could_not_be_noted_is_not_sent_again(
    desk: Desk, mailbox: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*anything: object) -> None:
        raise StoreError("На диске кончилось место.")

    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_TRIES", 0)
    monkeypatch.setattr(letters, "note_sent", full)
    desk.folder.letters.mkdir()
    (desk.folder.letters / "п.txt").write_text("Письмо", encoding="utf-8")
    one = Letter(
        "1", "1", Kind.MEND, "a@example.ru", "Тема", "п.txt", "", "0" * 64, desk.campaign.today()
    )
    with desk.campaign.store.writing() as connection:
        letters.replace_all(connection, [one])
        assert letters.queue(connection, "1")
        jobs.ask(connection, jobs.Kind.SEND, "1")
    desk.wait()
    with desk.campaign.store.reading() as connection:
        found = letters.of(connection, "1")
    assert found is not None
    assert (len(mailbox.messages), found.state) == (1, State.FAILED)
    assert found.words.startswith("Сервер письмо принял, но отметить это не удалось")


def test_a_name_cannot_write_a_header(desk: Desk) -> None:
    desk.folder.letters.mkdir()
    (desk.folder.letters / "п.txt").write_text("<b>письмо</b>", encoding="utf-8")
    subject = "Школа\r\nBcc: evil@example.org\u202e"
    hostile = Letter(
        "1", "1", Kind.MEND, "a@example.ru", subject, "п.txt", "", "0" * 64, desk.campaign.today()
    )
    data = drafts.message_of(desk.folder, hostile).as_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Bcc"] is None
    assert "\u202e" not in message["Subject"]
    assert text_of(message).strip() == "<b>письмо</b>"
    assert message.get_content_type() == "text/plain"
