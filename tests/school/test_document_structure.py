"""The Word document for a screen reader: headings, headers of tables, language, title."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from made_books import faulty

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.school.paper.whole import PaperState, document_bytes

DAY = date(2026, 11, 1)
LEVELS = {"Title": None, "Heading 1": 0, "Heading 2": 1, "Heading 3": 2}
"""Word's own headings, with their level in the outline."""


def written(submission: Submission) -> Document:
    return docx.Document(io.BytesIO(document_bytes(submission, PaperState(True), created=DAY)))


def filled() -> Submission:
    form = form_of("2020")
    return next(one for one in demo_schools(form) if one.code == "230501").submission(form)


PAPERS = {
    "blank": lambda: prefilled(form_of("2026")),
    "faulty": faulty,
    "filled": filled,
}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest) -> tuple[Submission, Document]:
    submission = PAPERS[request.param]()
    return submission, written(submission)


def headings(document: Document, style: str) -> list[str]:
    return [line.text for line in document.paragraphs if line.style.name == style]


def expected(edition: Edition) -> dict[str, list[str]]:
    titles = edition.titles
    groups = [group.label for group in edition.indicator_groups]
    return {
        "Title": [titles.document[0]],
        "Heading 1": [titles.passport, titles.plan[0]],
        "Heading 2": [titles.problem, titles.ege, titles.school, *groups, titles.signature],
        "Heading 3": [titles.elective_averages],
    }


def test_every_heading_of_the_form_is_a_heading_of_word(
    paper: tuple[Submission, Document],
) -> None:
    submission, document = paper
    for style, texts in expected(submission.form.edition).items():
        assert headings(document, style) == texts, style


def test_no_heading_is_only_bold(paper: tuple[Submission, Document]) -> None:
    """Paragraphs outside of tables that stand out are of a style that says what they are."""
    _, document = paper
    for line in document.paragraphs:
        assert not any(run.bold for run in line.runs), line.text


def test_headings_have_their_level_in_the_outline(paper: tuple[Submission, Document]) -> None:
    _, document = paper
    for name, level in LEVELS.items():
        mark = document.styles[name].element.find(f".//{qn('w:outlineLvl')}")
        found = None if mark is None else int(mark.get(qn("w:val")))
        assert found == level, name


def test_levels_follow_each_other(paper: tuple[Submission, Document]) -> None:
    _, document = paper
    levels = [LEVELS[line.style.name] for line in document.paragraphs if line.style.name in LEVELS]
    known = [level for level in levels if level is not None]
    assert known[0] == 0
    for before, after in pairwise(known):
        assert after <= before + 1


def test_tables_with_headings_of_columns_repeat_them(
    paper: tuple[Submission, Document],
) -> None:
    _, document = paper
    repeated = 0
    for table in document.tables:
        heads = [n for n in range(len(table.rows)) if is_header(table, n)]
        repeated += len(heads)
        if not heads:
            assert is_card(table) or is_signature(table), table.cell(0, 0).text
        else:
            assert heads == [0]
    assert repeated == 4 + len(form_of("2026").edition.indicator_groups)


def is_header(table: Table, row: int) -> bool:
    properties = table.rows[row]._tr.trPr
    return properties is not None and properties.find(qn("w:tblHeader")) is not None


def is_card(table: Table) -> bool:
    """The passport: label and content, no headings of columns in the document."""
    return len(table.columns) == 2


def is_signature(table: Table) -> bool:
    """Lines to sign on: laid out, no data."""
    return len(table.rows) == 2 and table.style.name != "Table Grid"


def test_every_table_has_the_title_of_its_part(paper: tuple[Submission, Document]) -> None:
    """The «Замещающий текст» of a table, which a screen reader says when it comes to it."""
    submission, document = paper
    titles = submission.form.edition.titles
    known = {text for texts in expected(submission.form.edition).values() for text in texts}
    for table in document.tables:
        mark = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert mark is not None, table.cell(0, 0).text
        assert mark.get(qn("w:val")) in known | {titles.base_math}
        assert table._tbl.tblPr[-1] is mark, "the standard has it last"


def test_the_document_is_in_russian_and_has_a_title(paper: tuple[Submission, Document]) -> None:
    submission, document = paper
    assert document.core_properties.language == "ru-RU"
    assert document.core_properties.title.startswith("Дорожная карта")
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "ru-RU"
    spoken = document.element.iter(qn("w:lang"))
    assert all(mark.get(qn("w:val")) in (None, "ru-RU") for mark in spoken)
    assert submission.form.edition.titles.document[0]


def test_nothing_stands_in_pictures(paper: tuple[Submission, Document]) -> None:
    _, document = paper
    assert not list(document.element.iter(qn("w:drawing")))
    assert all(isinstance(line, Paragraph) for line in document.paragraphs)
