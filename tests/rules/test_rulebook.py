"""The catalogue of controls: complete, and the same in the page, the workbook and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_xl.cli import commands
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.rules.catalogue import RETIRED
from roadmap_xl.rules.rulebook import entries
from roadmap_xl.rules.rulebook_page import FAMILIES, as_markdown
from roadmap_xl.workbook.school_workbook import template_name

ROOT = Path(__file__).parents[2]
NUMBERS = {
    "FIL": 12, "SCH": 8, "YR": 6, "PRB": 15, "EGE": 20, "BM": 6, "ORG": 9, "PSP": 6, "IND": 12,
    "PLN": 22, "SGN": 2, "TXT": 6, "XWB": 7,
}  # fmt: skip
"""How many codes each family has in the description of the form: 001 to so many."""
DESCRIBED = {f"{family}-{n:03}" for family, last in NUMBERS.items() for n in range(1, last + 1)}
IMPLEMENTED = {entry.code for key in editions() for entry in entries(form_of(key))}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["rules", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_there_are_131_codes_in_the_description() -> None:
    assert len(DESCRIBED) == 131


@pytest.mark.parametrize("code", sorted(DESCRIBED))
def test_each_code_is_a_rule_or_said_not_to_be_one(code: str) -> None:
    assert [code in IMPLEMENTED, code in RETIRED].count(True) == 1


def test_nothing_else_is_retired_or_waited_for() -> None:
    assert set(RETIRED) <= DESCRIBED


LATIN = {
    "Excel", "LibreOffice", "xlsx", "xlsm", "docx", "Word", "Delete", "mail", "repair", "check",
    "edition", "import", "consolidate", "toml",
}  # fmt: skip
"""Words in Latin letters that a teacher knows, and the name of a command."""


@pytest.mark.parametrize("key", editions())
class TestEntries:
    def test_every_column_is_filled_in_russian(self, key: str) -> None:
        for entry in entries(form_of(key)):
            said = (entry.title, entry.message, entry.fix, entry.basis, entry.source, entry.where)
            assert all(re.search("[а-яё]", text) for text in said), entry.code
            assert entry.control in ("обязательный", "предупредительный", "справочный")
            shown = " ".join((*said, entry.condition, entry.not_live))
            latin = set(re.findall(r"[{}]|[A-Za-z]{4,}", shown))
            assert latin <= LATIN, entry.code

    def test_a_control_is_a_formula_or_says_why_not(self, key: str) -> None:
        for entry in entries(form_of(key)):
            live = entry.where == "в книге и в программе"
            assert live == (not entry.not_live), entry.code
            assert not live or entry.condition, entry.code

    def test_the_workbook_has_the_live_ones_with_their_advice(self, key: str) -> None:
        book = load_workbook(ROOT / "workbook_templates" / template_name(key))
        checks = book["_checks"].iter_rows(min_row=2, values_only=True)
        in_book = {(row[0], row[12]) for row in checks if row[12]}
        live = {(e.code, e.fix) for e in entries(form_of(key)) if not e.not_live}
        assert in_book == live

    def test_each_family_has_a_name(self, key: str) -> None:
        assert {entry.code.split("-")[0] for entry in entries(form_of(key))} <= set(FAMILIES)


def test_the_page_of_the_documentation_is_the_catalogue() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == as_markdown(form_of("2026")), "run `make rules`"


def test_the_command_gives_the_same_in_every_form() -> None:
    found = entries(form_of("2020"))
    as_json = json.loads(run("--edition", "2020", "--format", "json"))
    assert [rule["code"] for rule in as_json["rules"]] == [entry.code for entry in found]
    assert run("--edition", "2020", "--format", "markdown") == as_markdown(form_of("2020"))
    text = run("--edition", "2020")
    assert all(entry.message in text and entry.fix in text for entry in found)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("EGE-002",), {"EGE-002"}),
        (("sgn",), {"SGN-001", "SGN-002"}),
        (("EGE-002", "BM-001"), {"EGE-002", "BM-001"}),
    ],
)
def test_only_the_codes_asked_for(codes: tuple[str, ...], expected: set[str]) -> None:
    shown = json.loads(run(*codes, "--format", "json"))
    assert {rule["code"] for rule in shown["rules"]} == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ORG-005", "он снят"),
        ("BM-004", "только в бланках других лет"),
        ("ABC-999", "в этом бланке нет"),
    ],
)
def test_a_code_that_is_no_control_is_explained(code: str, said: str) -> None:
    result = CliRunner().invoke(commands, ["rules", code])
    assert result.exit_code == 2
    assert said in result.output
