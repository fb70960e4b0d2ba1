"""Books of several editions of one year: what they share is summed, the rest is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from own_editions import OWN, own_edition

from roadmap_xl.campaign.collect import collect, write_summary
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.shared import shared_slots
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.summary.numbers.plan import plan_of
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.snapshot import read_snapshot
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
FORM = form_of("2026")
ANOTHER_INDICATOR = '''key = "1.2-5"
label = "Доля молодых специалистов"'''
CHANGES = [
    (ANOTHER_INDICATOR, 'key = "степной-1"\nlabel = "Доля тьюторов"'),
    ('key = "1-01"', 'key = "степной-2"'),
    ("highest = 90", "highest = 89"),
    ("lowest = 91", "lowest = 90"),
]


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> DistrictSummary:
    """One school's book of the package's edition, one of the district's own."""
    folder = tmp_path_factory.mktemp("книги")
    edition = own_edition(tmp_path_factory.mktemp("Издания"), CHANGES)
    first, second = demo_schools(FORM)[:2]
    write_school_workbook(folder / "1.xlsx", first.submission(FORM), created=DAY)
    own = Form(edition)
    known = {key: value for key, value in second.raw.items() if key in own.by_id}

    write_school_workbook(folder / "2.xlsx", blank(own, known), created=DAY)
    return collect(
        folder,
        edition="2026",
        occasion=Occasion("На сдачу", None, DAY),
        forms=Forms([edition]),
    )


def typed(field: str, *schools: int) -> float:
    return sum(float(demo_schools(FORM)[n].raw.get(field) or 0) for n in schools)


@pytest.mark.parametrize(
    ("key", "field", "schools"),
    [
        ("ege.rus.total", "ege.rus.total", (0, 1)),
        ("ege.rus.b_51_60", "ege.rus.b_51_60", (0,)),
        ("ind.1.2-1.y1.num", "ind.1.2-1.y1.num", (0, 1)),
        ("ind.1.2-5.y1.num", "ind.1.2-5.y1.num", (0,)),
    ],
)
def test_what_both_ask_is_summed_and_nothing_else(
    key: str, field: str, schools: tuple[int, ...], summary: DistrictSummary
) -> None:
    assert summary.coverage.words == "учтено 2 из 2 школ"
    assert summary.figures[key].count == typed(field, *schools)


def test_a_share_rests_on_those_whose_bands_are_the_same(summary: DistrictSummary) -> None:
    share = summary.figures["ege.rus.b_51_60.share"]
    assert share.value == 100 * typed("ege.rus.b_51_60", 0) / typed("ege.rus.total", 0)
    assert (share.counted, share.left_out.number) == (1, 1)


def test_an_activity_that_was_not_asked_for_is_no_activity_not_done(
    summary: DistrictSummary,
) -> None:
    plans = (plan_of(school, summary.settings, DAY) for school in summary.counted)
    mine, theirs = ({one.planned.row.key for one in plan.activities} for plan in plans)
    assert mine - theirs == {"1-01"}


def test_what_is_not_summed_is_said(summary: DistrictSummary) -> None:
    (said,) = (one for one in summary.added if one.code == "XWB-011")
    assert f"Книг издания «{OWN}»: 1." in said.message
    assert "В них не спрашивали: «Доля молодых специалистов», «Создание Раб" in said.message
    assert "В сводку не вошло: «Доля тьюторов», «Создание Раб" in said.message


def test_its_snapshot_is_read_back(summary: DistrictSummary, tmp_path: Path) -> None:
    path = tmp_path / "Сводка.xlsx"
    write_summary(path, summary, created=DAY)
    back = read_snapshot(path.with_suffix(".json"))
    assert back.figures["ege.rus.total"].value == summary.figures["ege.rus.total"].value


def test_bands_that_begin_from_another_threshold_are_not_summed(tmp_path: Path) -> None:
    changes = [
        ('school_column = "phys"\nthresholds = [36]', 'school_column = "phys"\nthresholds = [39]')
    ]
    theirs = Form(own_edition(tmp_path, changes))
    slots = shared_slots(theirs, FORM)
    shared = {theirs.fields[slot].id for slot in slots}
    assert {"ege.phys.total", "ege.chem.below", "prob.avg.phys"} <= shared
    assert {"ege.phys.below", "ege.phys.b_min_50"}.isdisjoint(shared)
