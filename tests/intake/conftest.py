"""The page of a campaign, and the demo's files to drop on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from intake.desk import Desk, made_campaign, opened_desk

from roadmap_xl.campaign.demo.run import DemoResult


@pytest.fixture
def desk(demo_district: DemoResult, tmp_path: Path) -> Iterator[Desk]:
    """A page of an empty campaign."""
    folder = made_campaign(demo_district, tmp_path / "Сбор")
    with opened_desk(folder, tmp_path / "home") as found:
        yield found


@pytest.fixture
def sent(demo_district: DemoResult) -> list[Path]:
    """The demo's twelve books."""
    return sorted(demo_district.real_school.parent.iterdir())
