"""Blanks to order: what a new blank knows before anybody types."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from seed_document import seed_document

from roadmap_xl.campaign.blanks import blank_for
from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.errors import RegistryError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import Delivery, prefilled
from roadmap_xl.form.submission import Submission
from roadmap_xl.form.vocabulary import DRAFT, HAS_GRADE11, NO_GRADE11, SUBMITTING
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.findings import Severity
from roadmap_xl.school.next_year import LastYearError
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2026, 11, 1)
VILLAGE = SchoolEntry(
    code="17", name="МБОУ ООШ", settlement="с. Ивановка", grade11=False, contact="8 800 000"
)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "Реестр.xlsx"
    write_registry_workbook(path, Registry([VILLAGE]), created=DAY)
    return path


@pytest.fixture(scope="module")
def last() -> Submission:
    return demo_schools(form_of("2020"))[0].submission(form_of("2020"))


@pytest.fixture(scope="module")
def taken_over(last: Submission) -> Submission:
    return prefilled(form_of("2026"), last=last)


HANDED_ON = (
    ("meta.school_name", "meta.school_name"),
    ("meta.school_id", "meta.school_id"),
    ("meta.contact", "meta.contact"),
    ("meta.teachers_total.y1", "meta.teachers_total.y2"),
    ("meta.pupils_total.y1", "meta.pupils_total.y2"),
    ("psp.team", "psp.team"),
    ("psp.goal", "psp.goal"),
    ("pln.1-01.responsible", "pln.1-01.responsible"),
    ("sgn.position", "sgn.position"),
    ("sgn.fio", "sgn.fio"),
)
NOT_HANDED_ON = (
    "ege.rus.total",
    "prob.avg.rus",
    "prob.n_olymp",
    "bm.1.total",
    "org.participants_persons",
    "meta.report_date",
    "meta.grads11_total",
    "psp.stages",
    "ind.1.2-1.y1",
    "ind.1.2-1.y1.num",
    "pln.1-01.term",
    "pln.1-01.mark",
    "sgn.date",
)


class TestLastYear:
    @pytest.mark.parametrize(("field", "source"), HANDED_ON)
    def test_identity_staff_and_texts_go_over(
        self, field: str, source: str, taken_over: Submission, last: Submission
    ) -> None:
        assert last[source] is not None
        assert taken_over[field] == last[source]

    @pytest.mark.parametrize("field", NOT_HANDED_ON)
    def test_results_marks_and_dates_do_not(
        self, field: str, taken_over: Submission, last: Submission
    ) -> None:
        assert taken_over[field] is None

    def test_the_years_are_the_new_ones(self, taken_over: Submission) -> None:
        assert taken_over["meta.results_year"] == "2025/2026"
        assert taken_over["meta.stage"] == DRAFT

    def test_from_the_file_itself(self, last: Submission, tmp_path: Path) -> None:
        path = tmp_path / "Прошлый год.xlsx"
        write_school_workbook(path, last, created=DAY)
        assert blank_for("2026", last=path)["psp.goal"] == last["psp.goal"]

    def test_from_the_document_on_paper(self, tmp_path: Path) -> None:
        path = tmp_path / "Прошлый год.docx"
        path.write_bytes(seed_document())
        blank = blank_for("2026", last=path)
        assert (blank["ind.1.2-4.unit"], blank["meta.results_year"]) == ("6", "2025/2026")

    @pytest.mark.parametrize(
        ("name", "said"), [("письмо.pdf", "книга не прочитана"), ("письмо.docx", "документ не про")]
    )
    def test_another_file_is_refused_in_a_sentence(
        self, name: str, said: str, tmp_path: Path
    ) -> None:
        path = tmp_path / name
        path.write_bytes(b"PK")
        with pytest.raises(LastYearError, match=said):
            blank_for("2026", last=path)


class TestRegistry:
    def test_the_school_is_written_in(self, registry: Path) -> None:
        blank = blank_for("2026", code="17", registry=registry)
        assert blank["meta.school_name"] == "МБОУ ООШ с. Ивановка"
        assert blank["meta.school_id"] == "17"
        assert blank["meta.grade11"] == NO_GRADE11
        assert blank["meta.contact"] == "8 800 000"

    def test_registry_wins_over_last_year(self, last: Submission) -> None:
        assert (
            prefilled(form_of("2026"), school=VILLAGE.known_fields, last=last)["meta.school_id"]
            == "17"
        )

    @pytest.mark.parametrize(
        ("code", "with_file", "words"),
        [("99", True, "нет школы с кодом «99»"), ("17", False, "нужны и код школы, и файл")],
    )
    def test_what_cannot_be_had_is_said(
        self, code: str, with_file: bool, words: str, registry: Path
    ) -> None:
        with pytest.raises(RegistryError, match=words):
            blank_for("2026", code=code, registry=registry if with_file else None)


class TestBlank:
    @pytest.mark.parametrize("edition", ["2020", "2026", "2020-район", "2026-район"])
    def test_nothing_is_wrong_in_a_draft(self, edition: str) -> None:
        findings = check_submission(prefilled(form_of(edition)))
        assert {finding.severity for finding in findings} <= {Severity.NOTE}

    def test_has_grade_11_until_somebody_says_otherwise(self) -> None:
        assert prefilled(form_of("2026"))["meta.grade11"] == HAS_GRADE11


class TestDistrict:
    """The district's own workbook: its 24 activities and two indicators, by the same writer."""

    def test_asks_for_its_own_activities_only(self) -> None:
        form = form_of("2026-район")
        findings = check_submission(prefilled(form), Occasion(SUBMITTING))
        asked = {
            f.field.removeprefix("pln.").removesuffix(".term")
            for f in findings
            if f.code == "PLN-001"
        }
        own = {item.key for item in form_of("2026").edition.plan_items if item.owner == "D"}
        assert len(own) == 24
        assert asked == own

    def test_asks_for_its_two_indicators(self) -> None:
        keys = [row.key for row in form_of("2026-район").edition.indicators]
        assert keys == ["1.1-1", "1.1-2"]

    def test_comes_back_as_it_went(self, tmp_path: Path) -> None:
        path = tmp_path / "Район.xlsx"
        blank = blank_for("2026", of_district=True)
        write_school_workbook(path, blank, created=DAY)
        reading = read_workbook(path)
        assert reading.submission is not None
        assert reading.submission.values == blank.values
        assert reading.edition == "2026-район"


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (Delivery(), "скажет управление образования"),
        (Delivery(where="a@b.ru"), "Куда отправить: a@b.ru."),
        (Delivery("a@b.ru", "1 декабря", "И. И."), "Срок: 1 декабря. Вопросы: И. И."),
    ],
)
def test_title_says_where_to_send(delivery: Delivery, words: str) -> None:
    assert words in delivery.words
