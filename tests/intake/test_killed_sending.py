"""A server killed when the mail server has its letter, and has not been heard yet."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller
from intake.desk import made_campaign
from intake.test_killed_server import Page, Servers

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.mail import MailServer, write_server
from roadmap_xl.campaign.store import jobs, letters
from roadmap_xl.campaign.store.database import open_store
from roadmap_xl.campaign.store.letters import Kind, Letter, State
from roadmap_xl.intake.campaigns import MAIL

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows forks no servers")
SCHOOL, SECONDS = "230501", 30


class Mailbox:
    """Takes every letter; of the first it kills who sends it before it answers."""

    def __init__(self) -> None:
        self.taken = 0
        self.kills = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken += 1
        if self.kills:
            os.killpg(self.kills, signal.SIGKILL)
        return "250 OK"


class Sender(Page):
    """Clicks on the page of letters."""

    def send(self, **form: str) -> None:
        body = urlencode({"school": SCHOOL, **form}).encode()
        kind = "application/x-www-form-urlencoded"
        headers = {"Cookie": self._cookie, "Origin": self._origin, "Content-Type": kind}
        assert self._ask("POST", f"{self.path}letters/send", body, **headers)[0] == 303


def letter_in(folder: CampaignFolder) -> Letter:
    folder.letters.mkdir()
    (folder.letters / "п.txt").write_text("Письмо", encoding="utf-8")
    one = Letter(
        SCHOOL, "МБОУ СОШ № 1", Kind.MEND, "a@example.ru", "Тема", "п.txt", "", "0" * 64,
        date(2020, 10, 6),
    )  # fmt: skip
    with closing(open_store(folder.path)) as store, store.writing() as connection:
        letters.replace_all(connection, [one])
    return one


def when(folder: CampaignFolder, state: State) -> Letter:
    """The letter as soon as it is in this state and the queue is empty."""
    with closing(open_store(folder.path)) as store:
        end = time.monotonic() + SECONDS
        while True:
            with store.reading() as connection:
                found, waiting = letters.of(connection, SCHOOL), jobs.unfinished(connection)
            assert found is not None
            if found.state is state and not waiting:
                return found
            assert time.monotonic() < end, (found, waiting)
            time.sleep(0.05)


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_is_not_sent_again_by_itself(demo_district: DemoResult, tmp_path: Path) -> None:
    folder, home = made_campaign(demo_district, tmp_path / "Сбор"), tmp_path / "home"
    letter_in(folder)
    home.mkdir()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = MailServer(host="127.0.0.1", port=port, security="none", sender="otdel@example.ru")
    write_server(home / MAIL, server)
    mailbox, servers = Mailbox(), Servers(folder, home)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mailbox.kills, address = servers.start()
        Sender(address).send()
        wait(lambda: mailbox.taken == 1)
        mailbox.kills = 0

        pid, address = servers.start()
        page = Sender(address)
        assert page.sees_board()
        found = when(folder, State.UNKNOWN)
        assert "Программа закрылась раньше, чем почтовый сервер ответил" in found.words
        page.send()  # nor with the others that are chosen
        when(folder, State.UNKNOWN)
        assert mailbox.taken == 1
        page.send(again="true")
        when(folder, State.SENT)
        assert mailbox.taken == 2
        os.killpg(pid, signal.SIGKILL)
    finally:
        controller.stop()
        servers.close()
