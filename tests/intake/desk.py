"""A campaign of the demo's district, and its page asked as a browser asks it."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.cli import commands
from roadmap_xl.intake.application import application
from roadmap_xl.intake.campaigns import Campaigns
from roadmap_xl.intake.guard import Guard, Keys
from roadmap_xl.intake.open_campaign import OpenCampaign
from roadmap_xl.intake.work import Work

PORT = 8123
ORIGIN = f"http://127.0.0.1:{PORT}"
TODAY = date(2020, 10, 6)
ON_BOTH = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
"""A test of a page whose campaign is kept in the one database and in the other."""
SECONDS = 40
"""For which a test waits for the queue."""


def made_campaign(
    district: DemoResult, place: Path, deadline: str = "2020-10-05"
) -> CampaignFolder:
    """The demo's registry, without any book."""
    until = ("--deadline", deadline) if deadline else ()
    settings = ("--edition", "2020", "--district", "Степной район", *until,
                "--date", "2020-09-01", "--registry", str(district.registry))  # fmt: skip
    done = CliRunner().invoke(commands, ["init", str(place), *settings], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return CampaignFolder(place)


class Desk:
    """The page of one campaign; `client` has its session."""

    def __init__(self, known: Campaigns, work: Work, folder: CampaignFolder) -> None:
        self.known, self.work, self.folder = known, work, folder
        self.keys = Keys()
        self.app: FastAPI = application(known, work, lambda: None)
        self.guard = Guard(self.app, self.keys, PORT)
        self.stranger = self.new_client()
        self.client = self.new_client()
        opened = self.client.get(f"/open?secret={self.keys.one_time()}")
        assert opened.status_code == 200
        self.key = known.know(folder)
        self.base = f"{self.keys.path}/campaigns/{self.key}"

    def new_client(self) -> TestClient:
        return TestClient(self.guard, base_url=ORIGIN, headers={"Origin": ORIGIN},
                          follow_redirects=True)  # fmt: skip

    @property
    def campaign(self) -> OpenCampaign:
        return self.known.open(self.key)

    def get(self, path: str = "/") -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, **form: str) -> str:
        answer = self.client.post(self.base + path, data=form)
        assert answer.status_code == 200, answer.text
        return answer.text

    def drop(self, *files: Path | tuple[str, bytes], batch: str = "") -> list[dict[str, object]]:
        """Drops files on the page; what it says of each."""
        named = [(one.name, one.read_bytes()) if isinstance(one, Path) else one for one in files]
        answer = self.client.post(
            f"{self.base}/incoming",
            data={"batch": batch} if batch else {},
            files=[("files", one) for one in named],
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        said: list[dict[str, object]] = answer.json()
        return said

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Until the queue is empty."""
        end = time.monotonic() + SECONDS
        while not (until or (lambda: self.work.is_idle))():
            assert time.monotonic() < end, "the queue is not done"
            time.sleep(0.05)

    def statuses(self) -> dict[str, str]:
        """What the board says of each school, by its code."""
        found = re.findall(r"<tr><td>(\d+)<td>.*?<td class=\"\w+\">([^<]*)", self.get())
        return dict(found)


@contextmanager
def opened_desk(folder: CampaignFolder, home: Path) -> Iterator[Desk]:
    """The page of a campaign, with the queue being worked on."""
    known = Campaigns(home, today=lambda: TODAY)
    work = Work(known.opened)
    desk = Desk(known, work, folder)
    known.open(desk.key)
    work.start()
    try:
        yield desk
    finally:
        work.stop()
        known.close()


def copied(folder: CampaignFolder, place: Path) -> CampaignFolder:
    return CampaignFolder(Path(shutil.copytree(folder.path, place)))
