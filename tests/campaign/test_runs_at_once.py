"""Two runs on one folder, a journal nobody can write to, results of another version."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.opening import only_run_in
from roadmap_xl.cli import commands
from roadmap_xl.district.journal import read_journal
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.files import TEMPORARY_PREFIX, write_whole
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.workbook.school_workbook import write_school_workbook

FIRST, SECOND = date(2020, 10, 5), date(2020, 10, 9)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)


def collected(campaign: CampaignFolder, day: date) -> Result:
    return run("consolidate", campaign.path, "--date", day.isoformat(), "--workers", "1")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with one book, not yet collected."""
    root = tmp_path_factory.mktemp("one")
    registry = root / "р.xlsx"
    schools = [SchoolEntry(code="1", name="СОШ № 1")]
    write_registry_workbook(registry, Registry(schools), created=FIRST)
    done = run("init", root / "Сбор", "--edition", "2020", "--registry", registry,
               "--deadline", FIRST.isoformat())  # fmt: skip
    assert done.exit_code == 0, done.output
    values: dict[str, Value] = {
        "meta.school_name": "СОШ № 1",
        "meta.school_id": "1",
        "meta.stage": "На сдачу",
        "meta.results_year": "2019/2020",
        "ege.rus.total": 9,
    }
    book = root / "Сбор" / "Книги школ" / "1.xlsx"
    write_school_workbook(book, blank(form_of("2020"), values), created=FIRST)
    return root / "Сбор"


@pytest.fixture
def campaign(prepared: Path, tmp_path: Path) -> CampaignFolder:
    return CampaignFolder(Path(shutil.copytree(prepared, tmp_path / "Сбор")))


def test_a_second_run_at_once_is_told_to_wait(campaign: CampaignFolder) -> None:
    before = campaign.journal.read_bytes()
    with only_run_in(campaign.path):
        done = collected(campaign, FIRST)
    assert done.exit_code == 2
    assert "уже работает эта программа: дождитесь" in done.stderr
    assert campaign.journal.read_bytes() == before
    assert collected(campaign, FIRST).exit_code == 0
    assert len(read_journal(campaign.journal).journal.entries) == 1


def test_a_file_keeps_its_first_day_although_the_journal_was_open(
    campaign: CampaignFolder,
) -> None:
    lock = campaign.journal.with_name(f"~${campaign.journal.name}")
    lock.touch()
    assert "Новые файлы не записаны в журнал" in collected(campaign, FIRST).output
    assert read_journal(campaign.journal).journal.entries == ()
    lock.unlink()
    assert collected(campaign, SECOND).exit_code == 0
    (entry,) = read_journal(campaign.journal).journal.entries
    assert (entry.received, entry.run) == (FIRST, 1)


@pytest.mark.parametrize("table", ["checked", "sums", "seen", "receipts"])
def test_results_of_another_version_are_made_anew(campaign: CampaignFolder, table: str) -> None:
    with sqlite3.connect(campaign.results) as database:
        database.execute(f"CREATE TABLE {table}(something TEXT, other TEXT)")
        database.execute(f"INSERT INTO {table} VALUES('1', '2')")
    done = collected(campaign, FIRST)
    assert "учтено 1 из 1" in done.output, done.output


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_outputs_have_the_rights_that_the_user_asks_for(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_whole(tmp_path / "новый", b"1")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "новый").stat().st_mode) == 0o640
    (tmp_path / "новый").chmod(0o600)
    write_whole(tmp_path / "новый", b"2")
    assert stat.S_IMODE((tmp_path / "новый").stat().st_mode) == 0o600


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}left").write_bytes(b"data of a school")
    write_whole(tmp_path / "файл", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["файл"]
