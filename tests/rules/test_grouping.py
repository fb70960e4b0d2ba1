"""Equal findings in one line: how many, and where."""

from __future__ import annotations

import pytest

from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.checking import check_submission, group_findings
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.rules.rule import CELLS, ITEMS, MOST_NAMED, Grouping
from roadmap_xl.texts.wording import with_noun

FORM = form_of("2020")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 пункт"),
        (2, "2 пункта"),
        (4, "4 пункта"),
        (5, "5 пунктов"),
        (11, "11 пунктов"),
        (12, "12 пунктов"),
        (21, "21 пункт"),
        (54, "54 пункта"),
        (111, "111 пунктов"),
        (122, "122 пункта"),
    ],
)
def test_the_noun_follows_its_number(number: int, said: str) -> None:
    assert with_noun(number, ITEMS) == said


def test_few_places_are_named_and_many_are_a_span() -> None:
    group = Grouping("Числа записаны текстом", CELLS)
    few = [f"C{n}" for n in range(1, 4)]
    many = [f"C{n}" for n in range(1, MOST_NAMED + 2)]
    assert group.line_of(few) == "Числа записаны текстом: 3 ячейки (C1, C2, C3)."
    assert group.line_of(many) == "Числа записаны текстом: 13 ячеек (C1 … C13)."


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"meta.stage": "На сдачу"}, "Не заполнены сроки: 54 пункта (1-01 … 13-07)."),
        (
            {"pln.1-01.term": "когда-нибудь", "pln.2-01.term": "как получится"},
            "Сроки не распознаны: 2 пункта (1-01, 2-01).",
        ),
    ],
)
def test_what_a_teacher_reads(values: dict[str, str], line: str) -> None:
    findings = check_submission(blank(FORM, values))  # type: ignore[arg-type]
    assert line in {finding.message for finding in group_findings(findings)}


def test_a_line_is_about_one_sheet() -> None:
    texts = [
        Finding("TXT-001", Severity.NOTE, "«5»", "", sheet, cell, short_place=cell)
        for cell in ("C7", "C8")
        for sheet in "AB"
    ]
    lines = group_findings(texts)
    assert [(line.sheet, line.message) for line in lines] == [
        (sheet, "Числа записаны текстом и прочитаны как числа: 2 ячейки (C7, C8).")
        for sheet in "AB"
    ]
