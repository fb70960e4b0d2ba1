"""The district's sums against the same numbers added up here, and what each file counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from district_files import (
    BANDS,
    CITY,
    EDITION,
    FORM,
    REGISTRY,
    SCHOOLS,
    STATION,
    VILLAGE,
    Invented,
    Sent,
    consolidate,
    error,
    sent,
    sha256_of,
)

from roadmap_xl.campaign.letters import letter
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.lines import Status
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.errors import RegistryError
from roadmap_xl.form.fields import form_of
from roadmap_xl.rules.findings import Audience, Excludes, Finding, Severity
from roadmap_xl.summary.explain.tracing import Question, trace
from roadmap_xl.summary.numbers.from_files import findings_on
from roadmap_xl.summary.numbers.schools import school_block
from roadmap_xl.summary.numbers.subjects import SubjectTotal
from roadmap_xl.summary.numbers.summary import Coverage, DistrictSummary

LANGUAGES = ("eng", "deu", "fra")


def subject(summary: DistrictSummary, key: str) -> SubjectTotal:
    return next(one for one in summary.subjects if one.subjects[0].key == key)


def statuses(summary: DistrictSummary) -> dict[str, Status]:
    return {line.received.file: line.status for line in summary.lines if line.received is not None}


def codes(summary: DistrictSummary) -> set[str]:
    return {finding.code for line in summary.lines for finding in findings_on(summary, line)}


def noted(file: str, **words: object) -> JournalEntry:
    return JournalEntry.model_validate({"file": file, "sha256": sha256_of(file), **words})


# --- sums ---


@pytest.mark.parametrize("key", ["rus", "phys", "eng", "deu", "lit", "chem"])
def test_counts_are_summed_over_schools(key: str) -> None:
    found = subject(consolidate(map(sent, SCHOOLS), EDITION, REGISTRY), key)
    rows = [school.ege[key] for school in SCHOOLS if key in school.ege]
    assert found.value("total") == (sum(map(sum, rows)) if rows else None)
    for at, band in enumerate(BANDS):
        assert found.value(band) == (sum(row[at] for row in rows) if rows else None)
    assert found.sat == len(rows)
    assert found.counted == len(SCHOOLS)


@pytest.mark.parametrize("key", ["rus", "phys", "eng"])
def test_percents_come_from_the_sums(key: str) -> None:
    found = subject(consolidate(map(sent, SCHOOLS), EDITION, REGISTRY), key)
    rows = [school.ege[key] for school in SCHOOLS if key in school.ege]
    whole = sum(map(sum, rows))
    for at, band in enumerate(BANDS):
        exact = Fraction(100 * sum(row[at] for row in rows), whole)
        assert found.share(band).percent == int(exact + Fraction(1, 2))


def test_percents_of_schools_are_never_averaged() -> None:
    """1 of 8 is 13 %, 1 of 1 is 100 %: the district's is 2 of 9, 22 %, not 57."""
    summary = consolidate(map(sent, (CITY, VILLAGE)), EDITION, REGISTRY)
    assert subject(summary, "rus").share("below").percent == 22


def test_a_subject_nobody_sat_has_blanks_and_no_percent() -> None:
    found = subject(consolidate(map(sent, SCHOOLS), EDITION, REGISTRY), "chem")
    assert (found.value("total"), found.value("below"), found.sat) == (None, None, 0)
    assert found.share("below").percent is None


def test_a_blank_band_is_zero_and_a_zero_row_is_not_sitting() -> None:
    blanks = {f"ege.phys.{band}": None for band in BANDS if band != "b_min_50"}
    thin = sent(CITY, "a.xlsx", {**blanks, "ege.phys.total": 2, "ege.phys.b_min_50": 2})
    zeros = {f"ege.phys.{band}": 0 for band in BANDS}
    found = subject(
        consolidate([thin, sent(STATION, "b.xlsx", {**zeros, "ege.phys.total": 0})], EDITION),
        "phys",
    )
    assert (found.sat, found.value("total"), found.value("b_100")) == (1, 2, 0)
    alone = subject(consolidate([thin], EDITION), "phys")
    assert (alone.value("b_100"), alone.share("b_100").percent) == (0, 0)


def test_languages_are_in_the_group_once() -> None:
    summary = consolidate(map(sent, SCHOOLS), EDITION, REGISTRY)
    exams = sum(sum(school.ege.get(key, ())) for school in SCHOOLS for key in LANGUAGES)
    assert summary.subjects[-1].value("total") == exams
    assert summary.subjects[-1].sat == 2  # the city's two languages are one school
    assert summary.figures["org.participants.foreign"].value == exams


def test_persons_are_summed_over_schools_and_never_over_subjects() -> None:
    persons = consolidate(map(sent, SCHOOLS), EDITION, REGISTRY).figures["org.persons"].value
    assert persons == sum(school.persons or 0 for school in SCHOOLS)
    assert persons < sum(sum(row) for school in SCHOOLS for row in school.ege.values())


def test_the_school_table_is_the_documents_own() -> None:
    summary = consolidate(map(sent, SCHOOLS), EDITION, REGISTRY)
    blocks = [school_block(school) for school in summary.counted]
    rows = [school.ege["rus"] for school in SCHOOLS]
    assert [block.name for block in blocks] == [school.name for school in SCHOOLS]
    assert len(blocks[0].cells) == 4 * 11
    expected = {
        "participants": sum(map(sum, rows)),
        "not_passed": sum(row[0] for row in rows),
        "below60": sum(row[1] + row[2] for row in rows),
        "n80_plus": sum(school.n80["rus"] for school in SCHOOLS),
    }
    for measure, value in expected.items():
        assert summary.figures[f"org.{measure}.rus"].value == value
        of_schools = [block.cells[measure, "rus"].value for block in blocks]
        assert sum(value or 0 for value in of_schools) == value


def test_every_number_leads_back_to_its_cells() -> None:
    summary = consolidate(map(sent, SCHOOLS), EDITION, REGISTRY)
    (answer,) = trace(summary, [Question("org.participants.foreign")])
    parts = [part for part in answer.parts if part.cells]
    found = {(part.file, one.sheet, one.cell, one.value) for part in parts for one in part.cells}
    assert found == {
        (f"{CITY.name}.xlsx", "ЕГЭ", "D15", 3),
        (f"{CITY.name}.xlsx", "ЕГЭ", "D16", 1),
        (f"{VILLAGE.name}.xlsx", "ЕГЭ", "D15", 1),
    }
    assert {part.sha256 for part in parts} == {
        sha256_of(f"{CITY.name}.xlsx"),
        sha256_of(f"{VILLAGE.name}.xlsx"),
    }


# --- the smallest unit is left out ---


def test_bands_that_do_not_add_up_leave_out_the_row_of_that_school() -> None:
    files = [sent(CITY, changes={"ege.phys.total": 4}), sent(VILLAGE), sent(STATION)]
    summary = consolidate(files, EDITION, REGISTRY)
    physics = subject(summary, "phys")
    assert physics.value("total") == sum(STATION.ege["phys"])
    assert (physics.sat, physics.counted) == (1, 2)
    assert physics.left_out == f"{CITY.name} — строка «Физика» (EGE-002)"
    assert subject(summary, "rus").counted == 3
    assert summary.figures["org.participants.phys"].value == sum(STATION.ege["phys"])
    assert summary.figures["org.participants.phys"].counted == 2
    assert summary.figures["org.n80_plus.phys"].counted == 3  # typed by itself, not part of the row
    cell = school_block(next(iter(summary.counted))).cells["participants", "phys"]
    assert cell.value == 4
    assert cell.left_out is not None


def test_a_school_whose_english_is_wrong_is_not_in_the_languages_together() -> None:
    """Its printed «И/Я» stands in brackets, so the total may not take its German alone."""
    files = [sent(CITY, changes={"ege.eng.total": 9}), sent(VILLAGE)]
    summary = consolidate(files, EDITION, REGISTRY)
    total = summary.figures["org.participants.foreign"]
    assert (total.value, total.counted) == (sum(VILLAGE.ege["eng"]), 1)
    assert subject(summary, "deu").value("total") == 1  # on «Предметы» each language is a row


def test_a_cell_leaves_out_only_itself_and_its_whole_in_the_percent() -> None:
    wrong = error("ege.rus.b_71_90", Excludes.CELL)
    files = [sent(CITY, more=[wrong]), sent(VILLAGE), sent(STATION)]
    russian = subject(consolidate(files, EDITION, REGISTRY), "rus")
    assert russian.value("total") == 8 + 1 + 5
    assert russian.value("b_71_90") == 2
    assert russian.share("b_71_90").percent == 33  # 2 of the 6 whose band is known
    assert russian.share("below").percent == 14  # 2 of 14
    assert russian.left_out == f"{CITY.name} — «71-90», Русский язык (TST-001)"


def test_a_table_leaves_out_the_table_and_no_other() -> None:
    wrong = error("ege.rus.total", Excludes.TABLE)
    summary = consolidate([sent(CITY, more=[wrong]), sent(STATION)], EDITION, REGISTRY)
    assert subject(summary, "rus").value("total") == 5
    assert subject(summary, "eng").value("total") is None
    assert summary.figures["org.persons"].value == CITY.persons + STATION.persons


@pytest.mark.parametrize("said", ["11 класса нет", "выпускников в этом году нет"])
def test_exams_of_a_school_that_says_it_has_none_are_left_out_and_told(said: str) -> None:
    """Nobody checks them then; everything else of the file counts."""
    changes = {"meta.grade11": said, "ind.1.2-1.y1.num": 3, "ind.1.2-1.y1.den": 4}
    summary = consolidate([sent(CITY, changes=changes), sent(STATION)], EDITION, REGISTRY)
    of_station = sum(STATION.ege["rus"])
    assert subject(summary, "rus").value("total") == of_station
    assert summary.figures["org.persons"].value == STATION.persons
    assert summary.figures["org.n80_plus.rus"].value == STATION.n80["rus"]
    assert summary.figures["ind.1.2-1.y1.num"].value == 3
    figure = summary.figures["ege.rus.total"]
    assert figure.left_out.words == f"{CITY.name} — итоги ЕГЭ (SCH-016)"
    city = next(line for line in summary.lines if line.school and line.school.key == "101")
    assert "итоги ЕГЭ (SCH-016)" in letter(summary, city, written=date(2020, 10, 12))


def test_an_error_of_the_whole_file_leaves_out_the_school() -> None:
    files = [sent(CITY, changes={"meta.results_year": "2015/2016"}), sent(STATION)]
    summary = consolidate(files, EDITION, REGISTRY)
    assert statuses(summary)[f"{CITY.name}.xlsx"] is Status.REFUSED
    assert summary.coverage.words == "учтено 1 из 4 школ"
    assert subject(summary, "rus").value("total") == 5


def test_a_cell_that_could_not_be_read_is_left_out_and_said() -> None:
    received = sent(CITY)
    assert received.submission is not None
    slot = FORM.by_id["org.rus.n80_plus"].slot
    values = [*received.submission.values]
    values[slot] = None
    submission = replace(
        received.submission, values=tuple(values), rejected=frozenset({slot}), notes=()
    )
    summary = consolidate([replace(received, submission=submission)], EDITION, REGISTRY)
    total = summary.figures["org.n80_plus.rus"]
    assert (total.value, total.counted) == (None, 0)


def test_a_warning_leaves_out_nothing() -> None:
    warning = replace(error("ege.rus.total", Excludes.ROW), severity=Severity.WARNING)
    summary = consolidate([sent(CITY, more=[warning])], EDITION, REGISTRY)
    assert subject(summary, "rus").value("total") == 8


# --- who sent what ---


def test_every_school_of_the_registry_has_a_line() -> None:
    summary = consolidate(map(sent, SCHOOLS), EDITION, REGISTRY)
    assert [(line.school.code, line.status) for line in summary.lines] == [
        ("101", Status.WITH_REMARKS),
        ("102", Status.WITH_REMARKS),
        ("103", Status.WITH_REMARKS),
        ("104", Status.MISSING),
    ]
    assert summary.lines[0].contact == "тел. 2-11-01"
    assert summary.coverage.words == "учтено 3 из 4 школ"


def test_a_file_without_errors_and_warnings_is_accepted() -> None:
    clean = replace(sent(CITY), findings=())
    assert consolidate([clean], EDITION, REGISTRY).lines[0].status is Status.ACCEPTED


def test_what_only_the_district_can_act_on_does_not_spoil_a_schools_status() -> None:
    strange = error("ege.rus.total", Excludes.NOTHING)
    strange = replace(strange, severity=Severity.WARNING, audience=Audience.DISTRICT)
    clean = replace(sent(CITY), findings=(strange,))
    assert consolidate([clean], EDITION, REGISTRY).lines[0].status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("counted", "of", "words"),
    [
        (11, 12, "учтено 11 из 12 школ"),
        (1, 1, "учтено 1 из 1 школы"),
        (20, 21, "учтено 20 из 21 школы"),
        (3, 11, "учтено 3 из 11 школ"),
    ],
)
def test_coverage_in_words(counted: int, of: int, words: str) -> None:
    assert Coverage(counted, of).words == words


def test_a_file_without_a_school_waits_for_the_journal() -> None:
    nameless = Invented("СОШ №", 5, STATION.ege, STATION.n80)
    waiting = consolidate([sent(nameless, "нет имени.xlsx")], EDITION, REGISTRY)
    assert statuses(waiting) == {"нет имени.xlsx": Status.UNKNOWN}
    assert "SCH-001" in codes(waiting)
    assert subject(waiting, "rus").value("total") is None

    journal = Journal([noted("нет имени.xlsx", school="103", received=date(2020, 10, 5))])
    found = consolidate([sent(nameless, "нет имени.xlsx")], EDITION, REGISTRY, journal)
    assert subject(found, "rus").value("total") == 5
    assert found.lines[2].received_on == date(2020, 10, 5)
    assert "SCH-001" not in codes(found)
    (note,) = [f for line in found.lines for f in findings_on(found, line) if f.code == "SCH-011"]
    assert note.severity is Severity.NOTE
    assert STATION.name in note.message


def test_the_journal_stands_over_the_name_in_the_file() -> None:
    journal = Journal([noted("файл.xlsx", school="103")])
    summary = consolidate([sent(CITY, "файл.xlsx")], EDITION, REGISTRY, journal)
    assert [one.school.code for one in summary.counted] == ["103"]


def test_a_journal_that_names_an_unknown_code_is_said() -> None:
    journal = Journal([noted("файл.xlsx", school="999")])
    summary = consolidate([sent(CITY, "файл.xlsx")], EDITION, REGISTRY, journal)
    assert statuses(summary) == {"файл.xlsx": Status.UNKNOWN}
    assert "SCH-012" in codes(summary)


def test_a_withdrawn_file_counts_for_nothing() -> None:
    journal = Journal([noted(f"{CITY.name}.xlsx", withdrawn=True, remark="Отозван письмом")])
    summary = consolidate([sent(CITY)], EDITION, REGISTRY, journal)
    assert [line.status for line in summary.lines[:2]] == [Status.MISSING, Status.WITHDRAWN]
    assert summary.coverage.counted == 0


def test_an_unreadable_file_is_listed() -> None:
    fault = Finding("FIL-002", Severity.ERROR, "Пуст.", "Пришлите.", excludes=Excludes.FILE)
    broken = Sent("пустой.xlsx", sha256_of("пустой.xlsx"), "", None, (fault,))
    summary = consolidate([broken, sent(CITY)], EDITION, REGISTRY)
    assert statuses(summary)["пустой.xlsx"] is Status.UNKNOWN
    journal = Journal([noted("пустой.xlsx", school="104")])
    summary = consolidate([broken, sent(CITY)], EDITION, REGISTRY, journal)
    assert statuses(summary)["пустой.xlsx"] is Status.REFUSED


def test_a_form_of_another_year_is_not_added() -> None:
    received = sent(CITY)
    assert received.submission is not None
    later = form_of("2026")
    other = replace(received.submission, form=later, values=(None,) * len(later.fields))
    named = [*other.values]
    named[later.by_id["meta.school_name"].slot] = CITY.name
    file = replace(received, submission=replace(other, values=tuple(named)), findings=())
    summary = consolidate([file], EDITION, REGISTRY)
    assert statuses(summary) == {received.file: Status.REFUSED}
    assert "YR-005" in codes(summary)


# --- without a registry ---


def test_without_a_registry_the_files_say_which_schools_there_are() -> None:
    nameless = Invented("СОШ №", 5, STATION.ege)
    files = [*map(sent, SCHOOLS), sent(nameless, "нет имени.xlsx")]
    summary = consolidate(files, EDITION)
    assert {school.name for school in summary.schools} == {school.name for school in SCHOOLS}
    assert summary.coverage.words == "учтено 3 из 3 школ"
    assert summary.unknown == 1


def test_without_a_registry_one_name_written_twice_is_one_school() -> None:
    again = Invented("мбоу сош №1 г.Степной", CITY.persons, CITY.ege, CITY.n80)
    journal = Journal(
        [
            noted("1.xlsx", received=date(2020, 10, 1)),
            noted("2.xlsx", received=date(2020, 10, 2)),
        ]
    )
    summary = consolidate([sent(CITY, "1.xlsx"), sent(again, "2.xlsx")], EDITION, journal=journal)
    assert len(summary.schools) == 1
    assert subject(summary, "rus").value("total") == 8


ZEROS = [
    # code and name of two files, how many schools they are
    ("012345", "МБОУ СОШ № 1 г. Степной", "12345", "МБОУ СОШ № 1 г. Степной", 1),
    ("12345", "СОШ № 1", "0012345", "МБОУ СОШ № 1 г. Степной", 1),
    ("0500", "МБОУ СОШ № 1 г. Степной", "500", "СОШ № 2 г. Степной", 2),
]


@pytest.mark.parametrize(("code", "name", "other", "named", "schools"), ZEROS)
def test_without_a_registry_lost_zeros_make_no_second_school(
    code: str, name: str, other: str, named: str, schools: int
) -> None:
    files = [
        sent(Invented(name, 8, CITY.ege, CITY.n80, code), "1.xlsx"),
        sent(Invented(named, 8, STATION.ege, code=other), "2.xlsx"),
    ]
    assert len(consolidate(files, EDITION).schools) == schools


# --- two files of one school ---

CHANGED = {"ege.phys.total": 4, "ege.phys.b_100": 1}
FIRST, SECOND = date(2020, 10, 1), date(2020, 10, 8)


def two_files(changes: dict[str, int] | None, *days: date | None) -> DistrictSummary:
    names = ("старый.xlsx", "новый.xlsx")
    files = [sent(CITY, names[0]), sent(CITY, names[1], changes)]
    entries = [noted(name, received=day) for name, day in zip(names, days, strict=True)]
    return consolidate(files, EDITION, REGISTRY, Journal(entries))


def test_the_newest_by_receipt_counts() -> None:
    summary = two_files(CHANGED, FIRST, SECOND)
    assert statuses(summary) == {
        "новый.xlsx": Status.WITH_REMARKS,
        "старый.xlsx": Status.REPLACED,
    }
    assert subject(summary, "phys").value("total") == 4
    assert "08.10.2020" in summary.lines[1].remark
    assert summary.coverage.counted == 1


def test_an_older_file_that_came_last_counts() -> None:
    assert statuses(two_files(CHANGED, SECOND, FIRST))["старый.xlsx"] is Status.WITH_REMARKS


@pytest.mark.parametrize("days", [(None, None), (FIRST, None), (FIRST, FIRST)])
def test_neither_counts_where_the_order_is_unknown(days: tuple[date | None, ...]) -> None:
    summary = two_files(CHANGED, *days)
    assert set(statuses(summary).values()) == {Status.REFUSED}
    assert "SCH-005" in codes(summary)
    assert subject(summary, "phys").value("total") is None


def test_equal_files_count_once() -> None:
    summary = two_files(None, None, None)
    assert sorted(statuses(summary).values()) == sorted([Status.REPLACED, Status.WITH_REMARKS])
    assert subject(summary, "rus").value("total") == 8
    (note,) = [
        f for line in summary.lines for f in findings_on(summary, line) if f.code == "SCH-006"
    ]
    assert note.message == "Файлы «новый.xlsx», «старый.xlsx» одинаковы, учтён один."


# --- what the caller may do wrong ---


def test_the_order_of_files_does_not_matter() -> None:
    files = [*map(sent, SCHOOLS), sent(CITY, "ещё.xlsx", CHANGED)]
    one, other = (consolidate(some, EDITION, REGISTRY) for some in (files, files[::-1]))
    assert (one.lines, one.figures) == (other.lines, other.figures)


def test_no_files_make_a_summary_too() -> None:
    summary = consolidate([], EDITION, REGISTRY)
    assert summary.coverage.words == "учтено 0 из 4 школ"
    assert summary.figures["org.persons"].value is None


def test_a_registry_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(RegistryError, match="повторяется код школы: 1"):
        Registry((SchoolEntry(code="1", name="А"),) * 2)


def test_a_file_stands_in_the_journal_once() -> None:
    with pytest.raises(RegistryError, match="дважды"):
        Journal([noted("a.xlsx", school="101"), noted("a.xlsx", school="102")])
