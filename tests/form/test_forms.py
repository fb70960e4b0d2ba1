"""A form that is in no package: found beside the books, read, checked, summed, explained."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from own_editions import OWN, RENAMED, own_edition

from roadmap_xl.campaign.collect import collect_campaign, write_summary
from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.opening import open_campaign
from roadmap_xl.cli import commands
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.errors import EditionError
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import Forms, forms_beside
from roadmap_xl.reader.isolated import isolated
from roadmap_xl.reader.structure import imprint, imprinting
from roadmap_xl.school.check import check_file
from roadmap_xl.summary.explain.answers import explain
from roadmap_xl.summary.snapshot import read_snapshot
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> CampaignFolder:
    """A campaign with an edition of its own and the books of two schools made of it."""
    folder = CampaignFolder(tmp_path_factory.mktemp("Район") / "Сбор")
    form = Form(own_edition(folder.editions))
    schools = demo_schools(form)[:2]
    listed = Registry(
        [SchoolEntry(code=one.code, name=str(one.raw["meta.school_name"])) for one in schools]
    )
    settings = Settings(edition=OWN, stage="На сдачу")
    create_campaign(folder.path, settings, registry=listed, created=DAY)
    for school in schools:
        path = folder.incoming / f"{school.code}.xlsx"
        write_school_workbook(path, school.submission(form), created=DAY)
    return folder


@pytest.fixture
def book(campaign: CampaignFolder) -> Path:
    return sorted(campaign.incoming.glob("*.xlsx"))[0]


def test_its_book_is_read_where_its_edition_lies(book: Path) -> None:
    report = check_file(book, forms=forms_beside([book]))
    assert (report.reading.edition, report.reading.template_version) == (OWN, f"{OWN}.1")
    assert report.findings == ()
    assert report.reading.left == ()


def test_elsewhere_it_is_said_what_is_missing(book: Path, tmp_path: Path) -> None:
    lonely = tmp_path / book.name
    shutil.copy(book, lonely)
    said = CliRunner().invoke(commands, ["check", str(lonely)])
    assert said.exit_code == 2
    assert f"«{OWN}», а файла этого издания здесь нет" in said.output
    assert "папку «Издания»" in said.output


def test_a_command_may_be_given_its_file(
    book: Path, campaign: CampaignFolder, tmp_path: Path
) -> None:
    lonely = tmp_path / book.name
    shutil.copy(book, lonely)
    file = str(campaign.editions / f"{OWN}.toml")
    checked = CliRunner().invoke(commands, ["check", str(lonely), "--edition", file])
    assert checked.exit_code == 0, checked.output
    layout = CliRunner().invoke(commands, ["layout", "--edition", file])
    labels = {field["label"] for field in json.loads(layout.output)["fields"]}
    assert any(RENAMED[1].split('"')[1] in label for label in labels)


def test_a_worker_reads_it_too(campaign: CampaignFolder) -> None:
    books = sorted(campaign.incoming.glob("*.xlsx"))
    with isolated() as pool:
        done = pool.submit(check_file, books[0], forms=forms_beside(books)).result()
    assert done.findings == ()


def test_its_district_is_summed_and_explained_without_its_file(
    campaign: CampaignFolder, tmp_path: Path
) -> None:
    summary = collect_campaign(open_campaign(campaign), DAY)
    path = tmp_path / "Сводка.xlsx"
    write_summary(path, summary, created=DAY)
    expected = sum(school.raw["ege.rus.total"] for school in demo_schools(form_of("2026"))[:2])
    assert summary.figures["ege.rus.total"].value == expected
    back = read_snapshot(path.with_suffix(".json"))
    assert back.form.edition == summary.form.edition
    values = {key: figure.value for key, figure in summary.figures.items()}
    assert {key: figure.value for key, figure in back.figures.items()} == values
    (answer,) = explain(path, ["Предметы!B6"])
    assert str(expected) in "\n".join(answer.as_lines())


def test_its_blank_is_looked_at_once(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROADMAP_XL_CACHE", str(tmp_path / "cache"))
    edition = own_edition(tmp_path / "Издания")
    first = imprint.imprints_of(Form(edition))
    whole = imprinting.printed_data(Form(edition)).sheets
    assert {name: len(sheet.texts) for name, sheet in first.items()} == {
        name: len(sheet["texts"]) for name, sheet in whole.items()
    }
    monkeypatch.delattr(imprinting, "visible_data")
    assert imprint.imprints_of(Form(edition)) == first
    assert set(first) == set(imprint.imprints_of(form_of("2026")))


HOSTILE: tuple[tuple[str, str, str], ...] = (
    ('label = "Доля наставников"', 'label = "{exam_year:>999999999}"', "неизвестная подстановка"),
    ('label = "Доля наставников"', 'label = "{exam_year.__class__}"', "неизвестная подстановка"),
    ('iro = "ИРО"', 'iro = "{olympiads}"', "неизвестная подстановка"),
    ('key = "1.3-1"', 'key = "1.3-1|=1+1"', "ключ «1.3-1|=1+1» не годится"),
    ("height = 4", "height = 100000", "passport.0.height"),
    ("exam_year = 2026", "exam_year = 99999999999", "а год экзамена"),
)


@pytest.mark.parametrize(("old", "new", "said"), HOSTILE)
def test_a_file_from_outside_is_only_data(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=re.escape(said)):
        own_edition(tmp_path, [(old, new)])


def test_two_editions_of_one_version_are_refused(tmp_path: Path) -> None:
    one = own_edition(tmp_path / "а")
    other = own_edition(tmp_path / "б", [("Доля наставников", "Доля тьюторов")])
    assert Forms([one, one]).keys == ("2020", "2026", OWN)
    with pytest.raises(EditionError, match="есть дважды, и в нём разное"):
        Forms([one, other])
