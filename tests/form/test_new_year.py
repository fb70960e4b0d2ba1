"""A new year is one file: copy the newest, change the year, load, build, check."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path

import click
import pytest

import roadmap_xl.form.loading as loading
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.cli import commands
from roadmap_xl.errors import EditionError
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.loading import editions, newest, read_edition
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import check_submission
from roadmap_xl.rules.checklist import Checklist
from roadmap_xl.workbook.school_workbook import write_school_workbook

NEWEST, NEXT = "2026", "2027"
CHANGES = (
    ('key = "2026"', 'key = "2027"'),
    ("exam_year = 2026", "exam_year = 2027"),
    ("exam_years_shown = [2026, 2025]", "exam_years_shown = [2027, 2026]"),
    ("base_math_held = [2026, 2025]", "base_math_held = [2027, 2026]"),
    ('prefilled = "2025 год"', 'prefilled = "2026 год"'),
    ("(20.01.2026)", "(20.01.2027)"),
)


@pytest.mark.parametrize(
    ("forgotten", "said"),
    [
        ("key = ", "key = 2026, а год экзамена — 2027"),
        ("prefilled", "prefilled — 2027 год, 2025 год, а показаны 2027 год, 2026 год"),
        ("(20.01.", "«Русский язык»: threshold_source не за 2027 год"),
    ],
)
def test_what_still_speaks_of_the_last_year_is_refused(
    forgotten: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{NEXT}.toml"
    path.write_text(copied(but=forgotten), encoding="utf-8")
    with pytest.raises(EditionError, match=re.escape(said)):
        read_edition(path)


@pytest.mark.parametrize("command", ["template", "init", "layout", "rules"])
def test_the_newest_year_is_what_a_command_is_about(command: str) -> None:
    asked = commands.commands[command]
    edition = next(option for option in asked.params if option.name == "edition")
    assert edition.get_default(click.Context(asked)) == newest() == max(editions())


def copied(but: str = "") -> str:
    """The newest file with everything changed that a new year changes, one thing forgotten."""
    folder = Path(loading.__file__).parent / "editions"
    text = (folder / f"{NEWEST}.toml").read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert old in text
        if not (but and old.startswith(but)):
            text = text.replace(old, new)
    return text


@pytest.fixture
def next_year(tmp_path: Path) -> Form:
    """The form of the copied file: nothing in the package knows of it."""
    path = tmp_path / f"{NEXT}.toml"
    path.write_text(copied(), encoding="utf-8")
    return Form(read_edition(path))


def test_the_year_is_in_every_text(next_year: Form) -> None:
    titles = next_year.edition.titles
    assert titles.ege == "Итоги ЕГЭ 2026/2027 учебного года"
    assert "на 2027-2029 годы" in titles.document[1]
    texts = " ".join(row.label for row in next_year.edition.plan_items)
    assert "ГИА-2027" in texts
    assert "{" not in texts


def test_the_workbook_comes_back_as_it_went(next_year: Form, tmp_path: Path) -> None:
    path = tmp_path / "Бланк 2027.xlsx"
    blank = prefilled(next_year)
    write_school_workbook(path, blank, created=date(2027, 9, 1))
    reading = read_workbook(path, Forms([next_year.edition]))
    assert (reading.edition, reading.template_version) == ("2027", "2027.1")
    assert reading.submission is not None
    assert reading.submission.values == blank.values


def test_it_is_the_same_in_another_process(next_year: Form) -> None:
    sent = pickle.loads(pickle.dumps(next_year))
    assert sent.edition == next_year.edition
    assert sent.layout.hash == next_year.layout.hash
    assert pickle.loads(pickle.dumps(form_of(NEWEST))) is form_of(NEWEST)


def test_a_complete_school_has_nothing_to_mend(next_year: Form) -> None:
    school = demo_schools(next_year)[0]
    assert check_submission(school.submission(next_year)) == []


def test_a_wrong_number_is_found(next_year: Form) -> None:
    school = demo_schools(next_year)[0]
    raw = {**school.raw, "ege.rus.total": 61}
    values = [raw.get(field.id) for field in next_year.fields]
    checklist = Checklist(next_year)
    broken = checklist.broken(checklist.verdicts(checklist.raw_cell_values(values)))
    assert "EGE-002" in {check.rule.code for check in broken}
