"""The demo's schools: the real document as it is, the invented ones as they say they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from real_findings import REAL

from roadmap_xl.campaign.demo import invented
from roadmap_xl.campaign.demo.invented import demo_registry, graduates_of, real_school_place
from roadmap_xl.campaign.demo.real_school import real_school, typed_counts, typed_percents
from roadmap_xl.campaign.demo.run import write_demo_files
from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools
from roadmap_xl.form.columns import Kind
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Submission
from roadmap_xl.form.vocabulary import STAGES
from roadmap_xl.reader.workbook import read_workbook
from roadmap_xl.rules.checking import Occasion, check_submission, group_findings
from roadmap_xl.rules.findings import Finding, Severity
from roadmap_xl.workbook.school_workbook import write_school_workbook

FORM = form_of("2020")
SCHOOLS = {school.code: school for school in demo_schools(FORM)}
CLEAN = ("230501", "230502", "230503", "230504", "230505", "230506")
GYMNASIUM, TWO_LANGUAGES, BASIC_SCHOOL, NO_GRADUATES = "230501", "230502", "230504", "230505"


def sent(folder: Path, submission: Submission) -> list[Finding]:
    """The findings on a submission once it has been written as a workbook and read again."""
    path = folder / "школа.xlsx"
    write_school_workbook(path, submission, created=date(2020, 10, 1))
    reading = read_workbook(path)
    assert reading.submission is not None
    return check_submission(reading.submission)


def codes(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings)


# --- the real school ---

# Asked for by the workbook, though the document has no place for them (decision 17).
ADDED = ("meta.pupils_total.", "meta.teachers_total.", "meta.heads_total.", "meta.contact")


@pytest.fixture(scope="module")
def real_findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    return sent(tmp_path_factory.mktemp("real"), real_school(FORM))


@pytest.mark.parametrize(("code", "severity", "number", "field"), REAL)
def test_the_real_school_has_the_findings_of_its_document(
    real_findings: list[Finding], code: str, severity: Severity, number: int, field: str | None
) -> None:
    found = [finding for finding in real_findings if finding.code == code]
    assert [finding.severity for finding in found] == [severity] * number
    assert field is None or field in {finding.field for finding in found}


def test_the_real_school_has_no_other_findings(real_findings: list[Finding]) -> None:
    expected = {code for code, *_ in REAL}
    others = [finding for finding in real_findings if finding.code not in expected]
    assert [finding for finding in others if not finding.field.startswith(ADDED)] == []


def test_every_percent_the_real_school_typed_is_what_the_workbook_computes() -> None:
    submission = real_school(FORM)
    typed = typed_percents()
    computed = {field_id: submission.computed[FORM.by_id[field_id].slot] for field_id in typed}
    assert len(typed) == 20
    assert computed == {
        field_id: int(text.removesuffix("%")) / 100 for field_id, text in typed.items()
    }


def test_every_number_the_real_school_typed_twice_is_what_the_workbook_computes() -> None:
    submission = real_school(FORM)
    typed = typed_counts()
    assert len(typed) == 9
    assert typed == {key: submission.computed[FORM.by_id[key].slot] for key in typed}


def test_the_percents_of_indicators_come_from_21_teachers_and_one_head() -> None:
    """The document's «86%», «19%», «29%», «33%» and «100%» hold together only so."""
    submission = real_school(FORM)
    for key, whole in (("1", 21), ("2", 1), ("3", 21), ("4", 21), ("5", 21)):
        count = int(str(submission[f"ind.1.2-{key}.unit"]))
        assert submission[f"ind.1.2-{key}.y1"] == whole_percent(count, whole) / 100


# --- the invented schools as they are sent ---


@pytest.mark.parametrize("code", CLEAN)
def test_a_clean_school_gives_no_finding(code: str, tmp_path: Path) -> None:
    submission = SCHOOLS[code].submission(FORM)
    assert SCHOOLS[code].remark == ""
    assert sent(tmp_path, submission) == []
    for stage in STAGES:
        assert check_submission(submission, Occasion(stage)) == []


ERROR, NOTE = Severity.ERROR, Severity.NOTE
# What each faulty school is meant to show, and nothing else: code, severity, fields.
FAULTS = {
    "230508": [
        ("EGE-002", ERROR, ["ege.phys.total"]),
        ("TXT-001", NOTE, ["prob.n_olymp"]),
    ],
    "230509": [
        ("PRB-005", ERROR, ["prob.avg.math_prof"]),
        ("ORG-004", ERROR, ["org.rus.n80_plus"]),
        ("TXT-001", NOTE, ["prob.avg.soc"]),
    ],
    "230510": [
        ("EGE-010", ERROR, ["ege.rus.total"]),
        ("PRB-010", ERROR, ["prob.n80_plus"]),
    ],
    "230511": [
        ("BM-001", ERROR, ["bm.2.total"]),
        (
            "PLN-001",
            ERROR,
            [f"pln.5-0{n}.term" for n in (1, 2, 3, 4, 5, 7)]
            + [f"pln.9-0{n}.term" for n in (2, 3, 4)]
            + [f"pln.10-0{n}.term" for n in (1, 2, 3)]
            + [f"pln.{section}-0{n}.term" for section in (11, 12) for n in (1, 2, 3, 4)]
            + [f"pln.13-0{n}.term" for n in range(1, 8)],
        ),
    ],
    "230512": [
        ("IND-003", ERROR, ["ind.1.2-3.y1"]),
        ("IND-002", ERROR, ["ind.1.3-1.y1"]),
        # a draft: what is not filled in yet is only noted
        ("PSP-001", NOTE, ["psp.developer"]),
        ("SGN-001", NOTE, ["sgn.position"]),
        ("SGN-002", NOTE, ["sgn.date"]),
    ],
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_faulty_school_has_its_faults_and_no_others(code: str, tmp_path: Path) -> None:
    school = SCHOOLS[code]
    expected = [
        (rule, severity, field) for rule, severity, fields in FAULTS[code] for field in fields
    ]
    findings = sent(tmp_path, school.submission(FORM))
    found = [(finding.code, finding.severity, finding.field) for finding in findings]
    assert sorted(found) == sorted(expected)
    assert school.remark


@pytest.mark.parametrize("code", FAULTS)
def test_the_cell_a_finding_names_shows_what_the_school_typed(code: str, tmp_path: Path) -> None:
    school = SCHOOLS[code]
    findings = sent(tmp_path, school.submission(FORM))
    book = load_workbook(tmp_path / "школа.xlsx", read_only=False)
    for finding in findings:
        assert book[finding.sheet][finding.cell].value == school.raw.get(finding.field)


def test_half_of_the_terms_missing_is_said_in_one_line(tmp_path: Path) -> None:
    said = group_findings(sent(tmp_path, SCHOOLS["230511"].submission(FORM)))
    assert [finding.code for finding in said] == ["BM-001", "PLN-001"]
    assert "27 пунктов" in said[1].message


def test_a_draft_that_is_handed_in_has_errors_where_it_is_not_filled() -> None:
    submission = SCHOOLS["230512"].submission(FORM)
    missing = [f for f in check_submission(submission, Occasion("На сдачу")) if "001" in f.code]
    assert {finding.code for finding in missing} == {"PSP-001", "SGN-001"}
    assert {finding.severity for finding in missing} == {Severity.ERROR}


# --- the data behind them ---


def test_the_schools_are_the_same_every_time() -> None:
    first = demo_schools(FORM)
    for loaded in (invented.invented_district, invented.invented_texts, invented._toml):
        loaded.cache_clear()
    assert demo_schools(FORM) == first


def test_eleven_schools_and_the_real_one_make_the_registry() -> None:
    registry = {entry["code"]: entry for entry in demo_registry()}
    assert sorted(registry) == [str(230501 + number) for number in range(12)]
    assert set(registry) - set(SCHOOLS) == {real_school_place().code}
    assert len({entry["name"] for entry in registry.values()}) == 12
    assert len({school.file_name.casefold() for school in SCHOOLS.values()}) == 11
    without_number = [entry for entry in registry.values() if "№" not in str(entry["name"])]
    assert len(without_number) > 6  # most schools of the country have no number


def test_six_clean_schools_show_what_a_district_has() -> None:
    assert set(CLEAN) | set(FAULTS) == set(SCHOOLS)
    assert SCHOOLS[GYMNASIUM].raw["org.participants_persons"] == 60
    languages = [SCHOOLS[TWO_LANGUAGES].raw[f"ege.{key}.total"] for key in ("eng", "deu")]
    assert languages == [2, 4]
    assert len([g for g in graduates_of(TWO_LANGUAGES) if {"eng", "deu"} <= set(g)]) == 1
    assert SCHOOLS[BASIC_SCHOOL].raw["meta.grade11"] == "11 класса нет"
    assert SCHOOLS[NO_GRADUATES].raw["meta.grade11"] == "выпускников в этом году нет"
    for code in (BASIC_SCHOOL, NO_GRADUATES):
        assert not [key for key in SCHOOLS[code].raw if key.startswith(("ege.", "org."))]


# Thresholds of 2020 and the document's bands: below the threshold, from it to 50, 51–60, …
THRESHOLDS = {
    "rus": 36, "math_prof": 27, "phys": 36, "chem": 36, "inf": 40, "bio": 36, "hist": 32,
    "geo": 37, "eng": 22, "deu": 22, "fra": 22, "soc": 42, "lit": 32,
}  # fmt: skip
LOWEST = (51, 61, 71, 91, 100)
BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")
LANGUAGES = ("eng", "deu", "fra")


def whole_percent(count: float, whole: float) -> int:
    """Half away from zero, in integers: 1 of 8 is 13."""
    a, n = round(count * 100), round(whole * 100)
    return (200 * a + n) // (2 * n)


def marks_of(code: str, *subjects: str) -> list[int]:
    return [graduate[key] for graduate in graduates_of(code) for key in subjects if key in graduate]


@pytest.mark.parametrize("code", CLEAN)
def test_every_exam_row_is_counted_from_the_graduates(code: str) -> None:
    raw = SCHOOLS[code].raw
    for subject, threshold in THRESHOLDS.items():
        marks = marks_of(code, subject)
        expected: dict[str, object] = {}
        if marks:
            steps = pairwise((0, threshold, *LOWEST, 101))
            expected = {
                f"ege.{subject}.{band}": sum(low <= mark < high for mark in marks)
                for band, (low, high) in zip(BANDS, steps, strict=True)
            }
            expected[f"ege.{subject}.total"] = len(marks)
            mean = Decimal(sum(marks)) / len(marks)
            expected[f"prob.avg.{subject}"] = float(mean.quantize(Decimal("0.1"), ROUND_HALF_UP))
        stems = (f"ege.{subject}.", f"prob.avg.{subject}")
        assert {key: value for key, value in raw.items() if key.startswith(stems)} == expected


@pytest.mark.parametrize("code", [code for code in CLEAN if graduates_of(code)])
def test_persons_are_counted_once(code: str) -> None:
    raw, persons = SCHOOLS[code].raw, graduates_of(code)
    assert all("rus" in person for person in persons)
    assert raw["org.participants_persons"] == len(persons) == raw["ege.rus.total"]
    assert len(persons) <= int(str(raw["meta.grads11_total"]))
    assert raw["prob.n80_plus"] == sum(any(m >= 80 for m in p.values()) for p in persons)
    failed = [p for p in persons if any(mark < THRESHOLDS[key] for key, mark in p.items())]
    assert raw["prob.n_not_passed_ege"] == len(failed)
    if marks := marks_of(code, *LANGUAGES):
        assert raw["org.foreign.n80_plus"] == sum(mark >= 80 for mark in marks)


@pytest.mark.parametrize("code", CLEAN)
def test_every_share_is_its_count_in_its_whole(code: str) -> None:
    """Also that nobody is counted who is not there, in either year."""
    submission = SCHOOLS[code].submission(FORM)
    shares = [row for row in FORM.edition.indicators if row.kind == "share" and row.owner == "S"]
    assert len(shares) == 12
    for spec in shares:
        here = f"ind.{spec.key}"
        assert submission[f"{here}.unit"] == "%"
        for year in ("y1", "y2"):
            count, whole = submission[f"{here}.{year}.num"], submission[f"{here}.{year}.den"]
            if whole is None:
                whole = submission[f"meta.{spec.base[0]}.{year}"]
            assert 0 <= count <= whole
            assert submission[f"{here}.{year}"] == whole_percent(count, whole) / 100


@pytest.mark.parametrize("code", CLEAN)
def test_the_plan_is_complete(code: str) -> None:
    school = SCHOOLS[code]
    items = [item for item in FORM.edition.plan_items if item.kind == "item"]
    asked = {item.key for item in items if item.owner != "D"}
    assert (len(items), len(asked)) == (78, 54)
    if code in (BASIC_SCHOOL, NO_GRADUATES):
        asked -= {"12-01", "12-02", "12-03", "12-04", "4-02", "4-03", "6.1-02"}
    for column in ("term", "responsible", "result"):
        assert filled(school, "pln.", f".{column}") == asked
    terms = Counter(school.raw[f"pln.{key}.term"] for key in asked)
    assert max(terms.values()) < 0.8 * len(asked)


@pytest.mark.parametrize("code", CLEAN)
def test_what_was_due_before_the_report_is_marked_as_done(code: str) -> None:
    raw = SCHOOLS[code].raw
    due = [
        key
        for key in filled(SCHOOLS[code], "pln.", ".term")
        if str(raw[f"pln.{key}.term"]).endswith(".09.2020")
        or raw[f"pln.{key}.term"] in ("сентябрь 2020", "до 01.10.2020")
    ]
    assert len(due) == 5
    assert all(str(raw[f"pln.{key}.mark"]).startswith("выполнено ") for key in due)


def filled(school: DemoSchool, prefix: str, suffix: str) -> set[str]:
    return {
        key.removeprefix(prefix).removesuffix(suffix)
        for key in school.raw
        if key.startswith(prefix) and key.endswith(suffix)
    }


@pytest.mark.parametrize("code", CLEAN)
def test_passport_signature_and_contact_are_complete(code: str) -> None:
    raw = SCHOOLS[code].raw
    fields = [row.key for row in FORM.edition.passport if not row.fixed]
    assert len(fields) == 7
    assert all(raw[f"psp.{key}"] for key in fields)
    assert all(raw[key] for key in ("sgn.position", "sgn.fio", "meta.contact"))
    assert raw["sgn.date"] == raw["meta.report_date"] == date(2020, 10, 1)


@pytest.mark.parametrize("code", SCHOOLS)
def test_every_cell_of_a_school_exists_and_can_be_typed(code: str) -> None:
    for field_id, value in SCHOOLS[code].raw.items():
        field = FORM.by_id[field_id]
        assert field.is_input
        assert value is not None
        assert field.kind is not Kind.DATE or isinstance(value, date)


def test_twelve_workbooks_are_written_under_their_names(tmp_path: Path) -> None:
    files = write_demo_files(tmp_path / "demo", FORM, created=date(2020, 10, 1))
    assert sorted(file.path.name for file in files) == sorted(
        path.name for path in (tmp_path / "demo").iterdir()
    )
    assert [file.code for file in files] == [str(230501 + number) for number in range(12)]
    readings = {file.code: read_workbook(file.path) for file in files}
    names = {
        code: reading.submission["meta.school_name"]
        for code, reading in readings.items()
        if reading.submission is not None
    }
    assert len(names) == 12
    assert names[real_school_place().code] == "СОШ №  "
    assert names[BASIC_SCHOOL] == "Ключевская ООШ"
