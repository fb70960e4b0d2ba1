"""The snapshot of a campaign: JSON that any program reads, and a summary again from it alone."""

from __future__ import annotations

import json
import os
import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from district_files import (
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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap_xl.addin import serving
from roadmap_xl.addin.serving import ServingError
from roadmap_xl.addin.setup.installing import install
from roadmap_xl.addin.setup.places import places_here
from roadmap_xl.cli import commands
from roadmap_xl.district.journal import Journal, JournalEntry
from roadmap_xl.district.settings import RiskLimits, Settings
from roadmap_xl.errors import EditionError, OutputError, SetupError, SnapshotError
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.layout import Place
from roadmap_xl.form.loading import read_edition
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.rules.findings import Excludes
from roadmap_xl.summary.explain.tracing import Question, trace
from roadmap_xl.summary.figures import sum_schools
from roadmap_xl.summary.numbers.from_files import open_own_book
from roadmap_xl.summary.numbers.summary import DistrictSummary
from roadmap_xl.summary.snapshot import read_previous, read_snapshot, write_snapshot

BUILT = date(2020, 11, 20)
DECIDED = Settings(
    "Степной район",
    edition="2020",
    report_day=date(2020, 11, 1),
    deadline=date(2020, 10, 10),
    min_group=7,
    risks=RiskLimits(fail_share=20, below_district=4.5),
)
WITH_TEXTS: dict[str, Value] = {
    "meta.report_date": date(2020, 10, 1),
    "prob.avg.rus": 56.25,
    "meta.note": 'Строка\nи «кавычки» "\\ \u2028 конец',
    "pln.1-01.term": "до 01.10.2020",
}
NOT_SENT = Invented("СОШ №", 5, STATION.ege)


def files() -> list[Sent]:
    wrong = error("ege.rus.b_71_90", Excludes.CELL)
    city = sent(CITY, changes=WITH_TEXTS, more=[wrong])
    assert city.submission is not None
    slots = {key: FORM.by_id[key].slot for key in ("ege.chem.total", "org.rus.n80_plus")}
    submission = replace(
        city.submission,
        moved={slots["ege.chem.total"]: Place("ЕГЭ (2)", 8, 3)},
        lost=frozenset({slots["ege.chem.total"]}),
        rejected=frozenset({slots["org.rus.n80_plus"]}),
    )
    unreadable = Sent("сломан.xlsx", sha256_of("сломан.xlsx"), "", None)
    return [
        replace(city, submission=submission),
        sent(VILLAGE, changes={"ege.phys.total": 4}),
        sent(NOT_SENT, "безымянный.xlsx"),
        sent(STATION, "старый.xlsx"),
        sent(STATION, "новый.xlsx", {"ege.lit.total": 2, "ege.lit.b_100": 1}),
        unreadable,
    ]


JOURNAL = Journal(
    [
        JournalEntry(sha256=sha256_of("старый.xlsx"), received=date(2020, 10, 1)),
        JournalEntry(sha256=sha256_of("новый.xlsx"), received=date(2020, 10, 9), remark="почта"),
    ]
)


def summary_of(found: list[Sent] | None = None) -> DistrictSummary:
    return consolidate(
        files() if found is None else found, EDITION, REGISTRY, JOURNAL, settings=DECIDED,
        today=BUILT,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Сводка.json"
    write_snapshot(path, summary_of(), created=BUILT)
    return path


# --- what stands in it ---


def test_it_is_one_json_document(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["edition"], found["built"], found["has_registry"]) == ("2020", "2020-11-20", True)
    assert found["purpose"] == "для работы внутри района, не для публикации"
    assert found["settings"]["risks"]["below_district"] == 4.5
    assert [school["code"] for school in found["schools"]] == ["101", "102", "103", "104"]
    assert [line["status"] for line in found["lines"]] == [
        "принято с замечаниями", "принято с замечаниями", "принято с замечаниями", "заменено",
        "не сдано", "не опознано", "не опознано",
    ]  # fmt: skip


def test_it_is_read_line_by_line_a_file_in_each(path: Path) -> None:
    head, *lines, last = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(head + "]}")["lines"] == []
    assert last == "]}"
    found = [json.loads(line.removesuffix(",")) for line in lines]
    assert [one["code"] for one in found] == ["101", "102", "103", "103", "104", "", ""]
    assert found[0]["received"]["sha256"] == sha256_of(f"{CITY.name}.xlsx")


def test_values_stand_by_field_and_blanks_do_not(path: Path) -> None:
    city = json.loads(path.read_text(encoding="utf-8"))["lines"][0]
    expected = {k: v for k, v in (CITY.values() | WITH_TEXTS).items() if v is not None}
    days = {k: v.isoformat() for k, v in expected.items() if isinstance(v, date)}
    assert city["days"] == days
    assert city["values"] == {k: v for k, v in expected.items() if k not in days}
    assert city["moved"] == {"ege.chem.total": ["ЕГЭ (2)", 8, 3]}
    assert (city["lost"], city["rejected"]) == (["ege.chem.total"], ["org.rus.n80_plus"])
    assert ["ege.rus.b_71_90", "cell", "TST-001"] in city["exclusions"]


def test_only_files_that_count_have_their_values_in_it(path: Path) -> None:
    lines = json.loads(path.read_text(encoding="utf-8"))["lines"]
    assert ["values" in line for line in lines] == [True] * 3 + [False] * 4


def test_the_districts_figures_stand_by_key(path: Path) -> None:
    figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    rus = [sum(school.ege["rus"]) for school in SCHOOLS]
    assert figures["ege.rus.total"]["count"] == sum(rus)
    below = sum(school.ege["rus"][0] for school in SCHOOLS)
    share = figures["ege.rus.below.share"]
    assert (share["count"], share["whole"], share["value"]) == (below, sum(rus), 14)
    assert figures["dyn.rus.mean"]["count"] == str(56.25 * sum(CITY.ege["rus"])).ljust(6, "0")[:6]


def test_the_same_files_in_any_order_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    write_snapshot(again, summary_of(files()[::-1]), created=BUILT)
    assert again.read_bytes() == path.read_bytes()


# --- back again ---


def shown(summary: DistrictSummary) -> dict[str, Any]:
    return {
        key: (one.value, one.count, one.whole, one.counted, one.gave, one.left_out.words)
        for key, one in summary.figures.items()
    }


def test_the_summary_is_there_again(path: Path) -> None:
    before, after = summary_of(), read_snapshot(path)
    assert shown(after) == shown(before)
    assert after.settings == DECIDED
    assert (after.schools, after.today, after.edition) == (before.schools, BUILT, EDITION)
    assert after.coverage == before.coverage
    kept = tuple(replace(line, replaced_by=None) for line in before.lines)
    assert after.lines == kept  # what was in a replaced file is not in the snapshot


def test_each_school_can_be_opened_again_by_its_key(path: Path) -> None:
    before, after = summary_of(), read_snapshot(path)
    assert len(after.counted) == 3
    for school in before.counted:
        found = after.counted.of(school.key)
        assert found is not None
        assert found.values == school.values
        assert found.contents.exclusions == school.contents.exclusions
        assert found.submission.moved == school.submission.moved
        assert found.submission.lost == school.submission.lost
        assert found.submission.rejected == school.submission.rejected
    assert after.counted.of("104") is None


def test_the_figures_come_out_the_same_from_the_snapshot_alone(path: Path) -> None:
    after = read_snapshot(path)
    again = sum_schools({key: one.recipe for key, one in after.figures.items()}, after.counted)
    assert shown(replace(after, figures=again)) == shown(summary_of())
    asked = [Question("ege.rus.total")]
    assert trace(after, asked)[0].parts == trace(summary_of(), asked)[0].parts


def test_a_snapshot_of_a_snapshot_has_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    write_snapshot(again, read_snapshot(path), created=BUILT)
    assert again.read_bytes() == path.read_bytes()


def test_a_files_name_that_is_no_text_survives(tmp_path: Path) -> None:
    name = b"\xcf\xeb\xe0\xed.xlsx".decode(errors="surrogateescape")
    path, file = tmp_path / "s.json", replace(sent(CITY), file=name)
    write_snapshot(path, consolidate([file], EDITION, REGISTRY), created=BUILT)
    assert json.loads(path.read_text(encoding="utf-8"))["lines"][0]["received"]["file"] == name
    (school,) = read_snapshot(path).counted
    assert school.received.file == name


FIELDS = [field for field in FORM.fields if field.is_input]
VALUES = st.one_of(
    st.text(max_size=30).filter(lambda text: text.isprintable()),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([field.id for field in FIELDS]), VALUES, max_size=40))
def test_any_values_come_back_as_they_were(tmp_path: Path, values: dict[str, Value]) -> None:
    name = {"meta.school_name": CITY.name}
    submission = blank(FORM, values | name)
    file = Sent("a.xlsx", "0" * 64, "2020.1", submission)
    summary = consolidate([file], EDITION, REGISTRY, settings=DECIDED)
    path = tmp_path / "any.json"
    write_snapshot(path, summary, created=BUILT)
    for school in read_snapshot(path).counted:
        assert repr(school.values) == repr(submission.values)


# --- what cannot be read or written ---


def head_of(path: Path, **changes: object) -> str:
    head, rest = path.read_text(encoding="utf-8").split("\n", 1)
    found = json.loads(head + "]}") | changes
    found.pop("lines")
    return json.dumps(found, ensure_ascii=False)[:-1] + ',"lines":[\n' + rest


def with_value(path: Path, value: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert '"ege.rus.total":8' in text
    return text.replace('"ege.rus.total":8', f'"ege.rus.total":{value}', 1)


def with_limit(path: Path, text: str) -> str:
    return path.read_text(encoding="utf-8").replace(
        '"below_district":4.5', f'"below_district":{text}'
    )


def with_count(path: Path, text: str) -> str:
    """The document with another number of its first figure."""
    return re.sub(r'"count":\d+', f'"count":{text}', path.read_text(encoding="utf-8"), count=1)


DAMAGE = {
    "empty": lambda path: "",
    "no json": lambda path: "Здравствуйте",
    "other json": lambda path: '{"a": 1}',
    "a list": lambda path: '[]',
    "head alone": lambda path: path.read_text(encoding="utf-8").split("\n")[0],
    "cut": lambda path: path.read_text(encoding="utf-8")[:-200],
    "another format": lambda path: head_of(path, format="other"),
    "a later version": lambda path: head_of(path, version=2),
    "unknown year": lambda path: head_of(path, edition="1999"),
    "settings of another kind": lambda path: head_of(path, settings=[]),
    "a school without a name": lambda path: head_of(path, schools=[{"key": "1"}]),
    "deep": lambda path: "[" * 100_000 + ',"lines":[\n]}\n',
    "a list as a value": lambda path: with_value(path, "[1]"),
    "not a number": lambda path: with_value(path, "NaN"),
    "yes as a number": lambda path: with_value(path, "true"),
    "endless": lambda path: with_value(path, "1e9999999"),
    "hundreds of digits": lambda path: with_value(path, "9" * 400),
    "a figure that is no number": lambda path: with_count(path, "NaN"),
    "a figure that is no number in words": lambda path: with_count(path, '"sNaN"'),
    "an endless figure": lambda path: with_count(path, '"1e9999999"'),
    "yes as a figure": lambda path: with_count(path, "true"),
    "a figure with a fraction": lambda path: with_count(path, "1.5"),
    "a limit that is no number": lambda path: with_limit(path, "NaN"),
    "an endless limit": lambda path: with_limit(path, "1e999"),
    "an unknown field": lambda path: with_value(path, '8,"ege.xxx.total":1'),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_no_snapshot_is_one_clear_sentence(name: str, path: Path) -> None:
    path.write_text(DAMAGE[name](path), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"«Сводка\.json» — не снимок сводки"):
        read_snapshot(path)


def test_a_snapshot_that_is_not_there_is_said(tmp_path: Path) -> None:
    for missing in (tmp_path / "нет.json", tmp_path):
        with pytest.raises(SnapshotError, match="не открывается"):
            read_snapshot(missing)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "с.json")
    with pytest.raises(SnapshotError, match="это не файл"):
        read_snapshot(tmp_path / "с.json")
    with pytest.raises(SetupError, match="нет"):
        install(places_here(tmp_path / "c", tmp_path / "s"), tmp_path / "с.json")
    with pytest.raises(ServingError, match="не читается"):
        serving._secret_in(tmp_path / "с.json")
    with pytest.raises(EditionError, match="не файл издания"):
        read_edition(tmp_path / "с.json")


def test_damaged_bytes_never_raise_anything_else(path: Path) -> None:
    whole, chance = path.read_bytes(), random.Random(7)
    for _ in range(150):
        hurt = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(hurt))
            if chance.random() < 0.5:
                hurt[at] ^= 1 << chance.randrange(8)
            else:
                del hurt[at : at + chance.randrange(1, 2000)]
        path.write_bytes(hurt)
        try:
            summary = read_snapshot(path)
            for school in summary.counted:
                assert school.values
        except SnapshotError:
            continue


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"Не удалось записать «a\.json»"):
        write_snapshot(tmp_path / "нет" / "a.json", summary_of(), created=BUILT)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_midway_leaves_the_old_snapshot(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, summary = path.read_bytes(), summary_of()
    opened = type(summary.counted).open
    calls = iter(range(99))

    def fails(self: Any, line: Any) -> Any:
        if next(calls) == 1:
            raise OSError("disk full")
        return opened(self, line)

    monkeypatch.setattr(type(summary.counted), "open", fails)
    with pytest.raises(OutputError):
        write_snapshot(path, summary, created=BUILT)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_snapshots_of_several_years_stand_one_behind_the_other(tmp_path: Path) -> None:
    paths = []
    for month in (11, 9, 10):
        path = tmp_path / f"{month}.json"
        summary = consolidate([sent(CITY)], EDITION, REGISTRY, today=date(2020, month, 1))
        write_snapshot(path, summary, created=BUILT)
        paths.append(path)
    found, days = read_previous(paths), []
    while found is not None:
        days.append(found.today.month if found.today else None)
        found = found.previous
    assert days == [11, 10, 9]
    assert read_previous([]) is None


# --- the command ---


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["consolidate", *arguments])
    return result.exit_code, result.output


def test_consolidate_writes_it_beside_the_summary_and_reads_it_back(
    tmp_path: Path, district_folder: Path
) -> None:
    summary = tmp_path / "Сводка.xlsx"
    day = ("--date", "2020-11-20")
    assert run(str(district_folder), "-o", str(summary), *day)[0] == 0
    assert read_snapshot(tmp_path / "Сводка.json").coverage.counted == 1
    other = tmp_path / "другой.json"
    again = ("-o", str(tmp_path / "2.xlsx"), "--snapshot", str(other), *day)
    previous = ("--previous", str(tmp_path / "Сводка.json"))
    assert run(str(district_folder), *again, *previous)[0] == 0
    assert other.read_bytes() == (tmp_path / "Сводка.json").read_bytes()


def test_a_foreign_snapshot_ends_the_command_before_anything_is_written(
    tmp_path: Path, district_folder: Path
) -> None:
    foreign = tmp_path / "чужой.json"
    foreign.write_text('{"a": 1}', encoding="utf-8")
    target = tmp_path / "Сводка.xlsx"
    code, output = run(str(district_folder), "-o", str(target), "--previous", str(foreign))
    assert code == 2
    assert "«чужой.json» — не снимок сводки" in output
    assert "Traceback" not in output
    assert not target.exists()


def test_last_years_snapshot_is_never_replaced_by_the_new_one(
    path: Path, district_folder: Path
) -> None:
    before = path.read_bytes()
    target = path.with_suffix(".xlsx")
    code, output = run(str(district_folder), "-o", str(target), "--previous", str(path))
    assert code == 2
    assert "Новый снимок заменил бы прошлый «Сводка.json»" in output
    assert path.read_bytes() == before
    assert not target.exists()


@pytest.fixture(scope="module")
def district_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from roadmap_xl.workbook.school_workbook import write_school_workbook

    folder = tmp_path_factory.mktemp("district") / "Книги"
    folder.mkdir()
    submission = blank(FORM, CITY.values())
    write_school_workbook(folder / "Город.xlsx", submission, created=BUILT)
    return folder


def test_the_districts_own_book_comes_back(tmp_path: Path) -> None:
    """Its activities are read again by its own form, and it is no school's."""
    form = form_of("2020-район")
    item = next(row.key for row in form.edition.plan_items if row.owner == "S")
    values: dict[str, Value] = {
        f"pln.{item}.term": "до 01.10.2020",
        f"pln.{item}.mark": "выполнено",
    }
    book = Sent("Район.xlsx", sha256_of("Район.xlsx"), "2020.1", blank(form, values))
    summary = consolidate([*map(sent, SCHOOLS), book], EDITION, REGISTRY)
    path = tmp_path / "Сводка.json"
    write_snapshot(path, summary, created=BUILT)
    back = read_snapshot(path)
    assert back.lines == summary.lines
    assert back.own_lines == summary.own_lines
    own, again = open_own_book(summary), open_own_book(back)
    assert own is not None
    assert again is not None
    assert again.submission.form is form
    assert again.values == own.values == book.submission.values
    assert len(back.counted) == len(SCHOOLS)
