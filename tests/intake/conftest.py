"""The page of a campaign, and the demo's files to drop on it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest
from intake.desk import Desk, made_campaign, opened_desk

from roadmap_xl.campaign.demo.run import DemoResult
from roadmap_xl.campaign.store.database import ADDRESS

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql.served() as address:
        yield address


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The address of the campaign's database; empty where it lies in the folder."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    return postgresql.new_database(request.getfixturevalue("server"), f"сбор{next(NUMBERS)}")


@pytest.fixture
def desk(demo_district: DemoResult, database: str, tmp_path: Path) -> Iterator[Desk]:
    """A page of an empty campaign."""
    folder = made_campaign(demo_district, tmp_path / "Сбор")
    if database:
        (folder.path / ADDRESS).write_text(f"{database}\n", encoding="utf-8")
    with opened_desk(folder, tmp_path / "home") as found:
        yield found


@pytest.fixture
def sent(demo_district: DemoResult) -> list[Path]:
    """The demo's twelve books."""
    return sorted(demo_district.real_school.parent.iterdir())
