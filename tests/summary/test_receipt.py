"""Who is missing, late or sent another's numbers; which file is newer, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from district_files import (
    CITY,
    FORM,
    REGISTRY,
    SCHOOLS,
    STATION,
    VILLAGE,
    Invented,
    Sent,
    SentFiles,
    sent,
    sha256_of,
)

from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.lines import Status
from roadmap_xl.district.registry import Registry
from roadmap_xl.district.school import DISTRICT
from roadmap_xl.district.settings import Settings
from roadmap_xl.errors import RegistryError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.findings import Audience, Excludes, Finding, Severity
from roadmap_xl.summary.consolidation import consolidate
from roadmap_xl.summary.numbers.from_files import findings_on, open_own_book
from roadmap_xl.summary.numbers.replacement import changes_of
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.sheets.page import LONGEST, link_to

DEADLINE = date(2020, 10, 5)
BEFORE, ON, AFTER = date(2020, 10, 1), DEADLINE, date(2020, 10, 8)
TODAY = date(2020, 10, 12)


def summary_of(
    files: Sequence[Sent],
    *entries: JournalEntry,
    registry: Registry | None = REGISTRY,
    today: date | None = TODAY,
    deadline: date | None = DEADLINE,
) -> DistrictSummary:
    settings = Settings(deadline=deadline)
    return consolidate(SentFiles(files), FORM, registry, Journal(entries), settings, today)


def noted(file: str, received: date | None = None, **words: object) -> JournalEntry:
    return JournalEntry.model_validate(
        {"file": file, "sha256": sha256_of(file), "received": received, **words}
    )


def said(summary: DistrictSummary, code: str) -> list[str]:
    return [
        found.message
        for line in summary.all_lines
        for found in findings_on(summary, line)
        if found.code == code
    ]


# --- lateness ---


@pytest.mark.parametrize(
    ("received", "deadline", "late"),
    [
        (BEFORE, DEADLINE, 0),
        (ON, DEADLINE, 0),
        (date(2020, 10, 6), DEADLINE, 1),
        (AFTER, DEADLINE, 3),
        (AFTER, None, None),
        (None, DEADLINE, None),
    ],
)
def test_days_late(received: date | None, deadline: date | None, late: int | None) -> None:
    summary = summary_of([sent(CITY, "а.xlsx")], noted("а.xlsx", received), deadline=deadline)
    assert summary.lines[0].days_late == late
    messages = [f"«{CITY.name}»: сдано {received:%d.%m.%Y}, срок был 05.10.2020."] if late else []
    assert said(summary, "XWB-002") == messages


def test_lateness_does_not_spoil_a_schools_status() -> None:
    clean = replace(sent(CITY, "а.xlsx"), findings=())
    line = summary_of([clean], noted("а.xlsx", AFTER)).lines[0]
    assert line.status is Status.ACCEPTED
    (finding,) = [one for one in line.added if one.code == "XWB-002"]
    assert (finding.severity, finding.audience) == (Severity.WARNING, Audience.DISTRICT)


@pytest.mark.parametrize(("today", "late"), [(BEFORE, 0), (ON, 0), (TODAY, 7), (None, None)])
def test_a_missing_school_is_late_as_of_today(today: date | None, late: int | None) -> None:
    summary = summary_of([sent(CITY)], today=today)
    line = summary.lines[1]
    assert (line.status, line.days_late) == (Status.MISSING, late)
    assert said(summary, "XWB-001")[0] == f"Нет файла от школы «{VILLAGE.name}»."
    assert len(said(summary, "XWB-001")) == 3


def test_a_replaced_file_is_not_called_late_a_second_time() -> None:
    files = [sent(CITY, "а.xlsx"), sent(CITY, "б.xlsx", {"meta.contact": "Другой"})]
    summary = summary_of(files, noted("а.xlsx", AFTER), noted("б.xlsx", TODAY))
    assert len(said(summary, "XWB-002")) == 1
    assert [line.days_late for line in summary.lines[:2]] == [7, 3]


# --- coverage ---


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        ([CITY, VILLAGE], ["Сводка посчитана по школам: 2 из 4."]),
        ([], ["Сводка посчитана по школам: 0 из 4."]),
    ],
)
def test_coverage_below_all_schools_is_said(files: list[Invented], messages: list[str]) -> None:
    found = summary_of([sent(school) for school in files]).added
    assert [(one.code, one.message) for one in found] == [("XWB-007", m) for m in messages]


def test_coverage_of_all_schools_needs_no_word() -> None:
    assert summary_of([sent(school) for school in SCHOOLS], registry=None).added == ()


# --- the same numbers ---


def test_the_numbers_of_another_school_are_seen() -> None:
    borrowed = replace(STATION, ege=CITY.ege, n80=CITY.n80, persons=CITY.persons)
    found = said(summary_of([sent(CITY), sent(borrowed), sent(VILLAGE)]), "SCH-007")
    assert found == [f"Данные школ «{CITY.name}», «{STATION.name}» совпадают полностью."] * 2


def test_of_many_schools_with_the_same_numbers_five_are_named() -> None:
    many = [replace(CITY, name=f"СОШ № {n}") for n in range(1, 9)]
    found = said(summary_of(map(sent, many), registry=None), "SCH-007")
    named = ", ".join(f"«СОШ № {n}»" for n in range(1, 6))
    assert found == [f"Данные школ {named} и ещё 3 совпадают полностью."] * 8


def test_one_number_of_difference_is_no_borrowing() -> None:
    close = replace(STATION, ege=CITY.ege, n80=CITY.n80, persons=CITY.persons)
    assert said(summary_of([sent(CITY), sent(close, changes={"org.rus.n80_plus": 3})]),
                "SCH-007") == []  # fmt: skip


def test_few_equal_numbers_are_a_coincidence() -> None:
    twin = replace(STATION, ege=VILLAGE.ege, n80=VILLAGE.n80, persons=VILLAGE.persons)
    assert said(summary_of([sent(VILLAGE), sent(twin)]), "SCH-007") == []


def test_two_files_of_one_school_are_not_two_schools() -> None:
    files = [sent(CITY, "а.xlsx"), sent(CITY, "б.xlsx", {"meta.contact": "Другой"})]
    assert said(summary_of(files, noted("а.xlsx", ON), noted("б.xlsx", AFTER)), "SCH-007") == []


# --- nothing to report ---


def nothing(code: str, **words: object) -> JournalEntry:
    return JournalEntry.model_validate({"school": code, "no_data": True, **words})


def test_a_confirmed_school_is_not_missing() -> None:
    summary = summary_of([sent(CITY)], nothing("104", received=ON, remark="письмо"))
    line = summary.lines[3]
    assert (line.status, line.received_on, line.remark) == (Status.NO_DATA, ON, "письмо")
    assert line.days_late is None
    assert len(said(summary, "XWB-001")) == 2
    assert summary.coverage.words == "учтено 1 из 4 школ"


def test_a_file_stands_over_the_confirmation() -> None:
    line = summary_of([sent(CITY)], nothing("101")).lines[0]
    assert line.status.counts


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(RegistryError, match="для кода 999"):
        summary_of([sent(CITY)], nothing("999"))


def test_without_a_registry_a_confirmed_school_is_listed() -> None:
    summary = summary_of([sent(CITY)], nothing("777"), registry=None)
    assert summary.coverage.words == "учтено 1 из 2 школ"
    assert [line.status for line in summary.lines][1:] == [Status.NO_DATA]


# --- what the program recognised is no assignment ---


def test_what_was_recognised_is_no_word_of_a_person() -> None:
    summary = summary_of([sent(CITY, "а.xlsx")], noted("а.xlsx", ON, recognised="103 — иная"))
    assert said(summary, "SCH-011") == []
    assert [one.school.code for one in summary.counted] == ["101"]


# --- which is newer ---

CHANGED: dict[str, Value] = {"meta.contact": "Другой", "ege.rus.b_100": None, "org.rus.n80_plus": 1}


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ((ON, 1), (ON, 2), "новый.xlsx"),
        ((ON, 2), (ON, 1), "старый.xlsx"),
        ((ON, 2), (AFTER, 1), "новый.xlsx"),  # a person has corrected the day
        ((ON, 1), (ON, 1), None),
        ((ON, 1), (ON, None), None),
        ((ON, None), (ON, None), None),
        ((None, 1), (ON, 2), None),
    ],
)
def test_the_later_run_decides_within_a_day(
    old: tuple[date | None, int | None], new: tuple[date | None, int | None], counts: str | None
) -> None:
    files = [sent(CITY, "старый.xlsx"), sent(CITY, "новый.xlsx", CHANGED)]
    entries = [
        noted(name, day, run=run)
        for name, (day, run) in (("старый.xlsx", old), ("новый.xlsx", new))
    ]
    summary = summary_of(files, *entries)
    counting = [one.received.file for one in summary.lines if one.status.counts and one.received]
    assert counting == ([counts] if counts else [])
    assert bool(said(summary, "SCH-005")) == (counts is None)


def test_the_changes_are_those_of_the_fields() -> None:
    files = [sent(CITY, "старый.xlsx"), sent(CITY, "новый.xlsx", CHANGED)]
    summary = summary_of(files, noted("старый.xlsx", BEFORE), noted("новый.xlsx", ON))
    (line,) = [one for one in summary.lines if one.status is Status.REPLACED]
    assert line.remark.endswith("изменено значений: 3")
    found = {(c.sheet, c.cell): (c.was, c.became) for c in changes_of(line, summary.files) or ()}
    places = {key: FORM.by_id[key] for key in CHANGED}
    was = {**CITY.values()}
    expected = {}
    for key, field in places.items():
        place = sent(CITY).submission.place(field)  # type: ignore[union-attr]
        expected[place.sheet, place.cell] = (was.get(key), CHANGED[key])
    assert found == expected


def test_a_copy_has_no_changes() -> None:
    files = [sent(CITY, "а.xlsx"), sent(CITY, "б.xlsx")]
    summary = summary_of(files, noted("а.xlsx", ON), noted("б.xlsx", AFTER))
    (copy,) = [one for one in summary.lines if one.status is Status.REPLACED]
    assert copy.replaced_by is None
    assert "изменено" not in copy.remark


# --- the district's own book ---


def own_book(file: str, values: dict[str, Value] | None = None, year: str = "2020") -> Sent:
    form = form_of(f"{year}-район")
    return Sent(file, sha256_of(file), f"{year}.1", blank(form, values or {}))


def test_the_districts_own_book_is_apart_from_the_schools() -> None:
    summary = summary_of([sent(CITY), own_book("район.xlsx")], noted("район.xlsx", ON))
    assert summary.own is not None
    assert (summary.own.school, summary.own.received_on) == (DISTRICT, ON)
    assert summary.unknown == 0
    assert summary.coverage.words == "учтено 1 из 4 школ"
    assert said(summary, "YR-005") == []
    opened = open_own_book(summary)
    assert opened is not None
    assert opened.submission.form.edition.key == "2020-район"


def test_two_own_books_without_an_order_are_said() -> None:
    books = [own_book("1.xlsx"), own_book("2.xlsx", {"pln.1-03.term": "до 01.10.2020"})]
    summary = summary_of([sent(CITY), *books])
    assert summary.own is None
    assert len(said(summary, "SCH-005")) == 2
    ordered = summary_of([sent(CITY), *books], noted("1.xlsx", ON), noted("2.xlsx", AFTER))
    assert ordered.own is not None
    assert ordered.own.received is not None
    assert ordered.own.received.file == "2.xlsx"


def test_an_own_book_of_another_year_does_not_count() -> None:
    summary = summary_of([sent(CITY), own_book("р.xlsx", year="2026")])
    assert summary.own is None
    assert [line.status for line in summary.own_lines] == [Status.REFUSED]
    assert len(said(summary, "YR-005")) == 1


def test_no_own_book_is_no_fault() -> None:
    summary = summary_of([sent(CITY)])
    assert (summary.own, open_own_book(summary), summary.own_lines) == (None, None, ())


# --- the way from a summary to a file ---


@pytest.mark.parametrize(
    ("folder", "file", "summary", "target"),
    [
        ("Сбор/Книги школ", "а б.xlsx", "Сбор/Сводки/С.xlsx", "../Книги школ/а б.xlsx"),
        ("Книги", "папка/а.xlsx", "С.xlsx", "Книги/папка/а.xlsx"),
        ("Книги", "№ 5 (2)!.xlsx", "С.xlsx", "Книги/№ 5 (2)!.xlsx"),
        ("Книги", "#1.xlsx", "С.xlsx", None),
        ("Книги", "100%25.xlsx", "С.xlsx", None),
        ("Книги", "а\\б.xlsx", "С.xlsx", None),
        ("Книги", "а\nб.xlsx", "С.xlsx", None),
        ("Книги", "д" * LONGEST, "С.xlsx", None),
        (None, "а.xlsx", "С.xlsx", None),
    ],
)
def test_a_link_is_our_own_path(
    folder: str | None, file: str, summary: str, target: str | None
) -> None:
    books = None if folder is None else Path("/район", folder)
    assert link_to(books, file, Path("/район", summary)) == target


# --- what is no submission, and what never replaces one (decisions 23 and 24) ---

DRAFT: dict[str, Value] = {"meta.stage": "Черновик"}
GOOD = sent(CITY, "книга.xlsx")


def untouched(file: str, **known: Value) -> Sent:
    """A blank as `template --all` makes it, with nothing typed."""
    school: dict[str, Value] = {"meta.school_id": "101", "meta.school_name": CITY.name}
    form = prefilled(FORM, school=school | {f"meta.{key}": value for key, value in known.items()})
    findings = check_submission(form, Occasion("На сдачу", audience=None))
    return Sent(file, sha256_of(file), "2020.1", form, tuple(findings))


def of_another_year(file: str) -> Sent:
    values: dict[str, Value] = {
        "meta.school_name": CITY.name,
        "meta.stage": "На сдачу",
        "ege.rus.total": 9,
    }
    return Sent(file, sha256_of(file), "2026.1", blank(form_of("2026"), values))


def unreadable(file: str) -> Sent:
    why = Finding("FIL-002", Severity.ERROR, "Файл повреждён.", "Пришлите ещё раз.")
    return Sent(file, sha256_of(file), "", None, (replace(why, excludes=Excludes.FILE),))


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (untouched("пустой.xlsx"), Status.EMPTY),
        (untouched("пустой.xlsx", stage="На сдачу"), Status.EMPTY),
        (untouched("пустой.xlsx", contact="Петрова А. А."), Status.EMPTY),
        (sent(CITY, "черновик.xlsx", DRAFT), Status.DRAFT),
        (of_another_year("2026.xlsx"), Status.REFUSED),
        (unreadable("битый.xlsx"), Status.REFUSED),
    ],
    ids=lambda one: one.file if isinstance(one, Sent) else str(one),
)
@pytest.mark.parametrize("day", [BEFORE, ON, AFTER, None], ids=str)
def test_what_is_not_accepted_replaces_nothing(
    file: Sent, status: Status, day: date | None
) -> None:
    entry = noted(file.file, day, school="101")
    alone = summary_of([file], entry).lines[0]
    assert (alone.status, alone.status.counts) == (status, False)
    summary = summary_of([GOOD, file], noted(GOOD.file, ON), entry)
    first, second = summary.lines[:2]
    assert first.received is not None
    assert (first.received.file, first.status.counts, first.added) == (GOOD.file, True, ())
    assert (second.status, bool(second.why_not)) == (status, True)
    assert summary.coverage.words == "учтено 1 из 4 школ"
    assert said(summary, "SCH-005") == []


def test_a_draft_is_in_no_total_until_the_journal_counts_it() -> None:
    draft = sent(CITY, "черновик.xlsx", DRAFT)
    waiting = summary_of([draft], noted(draft.file, ON))
    assert waiting.figures["ege.rus.total"].count in (None, 0)
    assert (waiting.lines[0].status.is_awaited, waiting.lines[0].days_late) == (True, 7)
    counted = summary_of([draft], noted(draft.file, ON, counts=True))
    assert counted.figures["ege.rus.total"].count == 8
    assert (counted.lines[0].status.counts, counted.lines[0].days_late) == (True, 0)
    assert said(counted, "SCH-017") == []


@pytest.mark.parametrize("again", [None, {}], ids=["the same bytes", "saved anew"])
def test_equal_data_keep_the_first_day(again: dict[str, Value] | None) -> None:
    files = [GOOD] if again is None else [GOOD, sent(CITY, "ещё раз.xlsx", again)]
    entries = [noted(GOOD.file, ON, run=1), noted("ещё раз.xlsx", AFTER, run=2)]
    line = summary_of(files, *entries).lines[0]
    assert (line.received_on, line.days_late, line.status.counts) == (ON, 0, True)


def test_only_the_last_two_conflict_not_what_they_both_replace() -> None:
    files = [GOOD, sent(CITY, "б.xlsx", CHANGED), sent(CITY, "в.xlsx", {"meta.contact": "Другой"})]
    entries = [noted(GOOD.file, BEFORE, run=1), *(noted(f"{n}.xlsx", ON, run=2) for n in "бв")]
    summary = summary_of(files, *entries)
    assert [line.status for line in summary.lines[:3]] == [
        Status.REFUSED, Status.REFUSED, Status.REPLACED,
    ]  # fmt: skip
    assert all("пришло файлов: 2" in message for message in said(summary, "SCH-005"))
