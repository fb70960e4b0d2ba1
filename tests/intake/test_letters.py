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
        self.unknown: set[str] = set()
        self.hangs_up_at = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.hangs_up_at == "QUIT":
            return "500 what?"
        return "221 bye"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            self.refuses -= 1
            return "451 busy"
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        if self.hangs_up_at == "DATA":
            server.transport.abort()
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
    found = sent_one(desk)
    assert (len(mailbox.messages), found.state) == (1, State.UNKNOWN)
    assert found.words.startswith("На диске кончилось место. Спросите школу")


def sent_one(desk: Desk, addresses: str = "a@example.ru") -> Letter:
    """A letter after the queue has tried to send it."""
    desk.folder.letters.mkdir()
    (desk.folder.letters / "п.txt").write_text("Письмо", encoding="utf-8")
    one = Letter(
        "1", "1", Kind.MEND, addresses, "Тема", "п.txt", "", "0" * 64, desk.campaign.today()
    )
    with desk.campaign.store.writing() as connection:
        letters.replace_all(connection, [one])
    return sent_again(desk, school="1")


def sent_again(desk: Desk, **form: str) -> Letter:
    desk.post("/letters/send", **form)
    desk.wait()
    with desk.campaign.store.reading() as connection:
        found = letters.of(connection, "1")
    assert found is not None
    return found


def test_a_letter_whose_connection_broke_waits_for_people(desk: Desk, mailbox: Received) -> None:
    """The server may have taken it: it says so, and sends it again only where that is asked."""
    mailbox.hangs_up_at = "DATA"
    assert sent_one(desk).state is State.UNKNOWN
    page = desk.get("/letters")
    assert "неизвестно, ушло ли. Связь оборвалась" in page
    assert 'name="school" value="1" aria-label="Отправить: ' not in page  # not among the chosen
    assert sent_again(desk, school="1").state is State.UNKNOWN
    assert len(mailbox.messages) == 1
    mailbox.hangs_up_at = ""
    assert sent_again(desk, school="1", again="true").state is State.SENT
    assert len(mailbox.messages) == 2


def test_a_school_says_that_it_has_the_letter(desk: Desk, mailbox: Received) -> None:
    mailbox.hangs_up_at = "DATA"
    sent_one(desk)
    assert "отправлено. дошло" in desk.post("/letters/arrived", school="1").replace(", 0", ". 0")
    assert "Письмо дошло: 1" in desk.get("/events")


def test_what_the_server_answers_to_goodbye_changes_nothing(desk: Desk, mailbox: Received) -> None:
    mailbox.hangs_up_at = "QUIT"
    assert sent_one(desk).state is State.SENT
    assert len(mailbox.messages) == 1


def test_an_address_that_is_not_taken_is_named(desk: Desk, mailbox: Received) -> None:
    mailbox.unknown = {"b@example.ru"}
    found = sent_one(desk, "a@example.ru b@example.ru")
    assert (found.state, found.words) == (State.SENT, "Сервер не принял адрес: b@example.ru.")


def test_a_letter_written_anew_while_the_old_one_goes_out_is_not_sent(desk: Desk) -> None:
    day = desk.campaign.today()
    old, new = (Letter("1", "1", Kind.MEND, "a@b.ru", "Т", "п.txt", "", mark * 64, day)
                for mark in "01")  # fmt: skip
    with desk.campaign.store.writing() as connection:
        letters.replace_all(connection, [old])
        assert letters.queue(connection, "1")
        assert letters.begin(connection, "1")
        assert not letters.begin(connection, "1")
        letters.replace_all(connection, [new])
        letters.note_sent(connection, "1")
        found = letters.of(connection, "1")
    assert found == new


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
