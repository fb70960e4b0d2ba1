"""Many files: each read once, by whomever, kept by content, the summary the same bytes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import killing
import pytest
from click.testing import CliRunner
from demo_files import demo_files

from roadmap_xl.campaign import copies, receiving, results
from roadmap_xl.campaign.cluster import ClusterError
from roadmap_xl.campaign.collect import ReadingOptions, collect
from roadmap_xl.campaign.receiving import ProcessError, executor, workers_for
from roadmap_xl.campaign.results import FILE_NAME, Results, ResultsError
from roadmap_xl.cli import commands
from roadmap_xl.district.received import contents_of, received_of
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.forms import Forms
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.reader import isolated
from roadmap_xl.reader.isolated import IsolatedPool
from roadmap_xl.rules.checking import Occasion
from roadmap_xl.school import check
from roadmap_xl.school.check import check_file
from roadmap_xl.summary.encoding import contents_in, encode, findings_in, received_in
from roadmap_xl.summary.sheets.workbook import write_summary_workbook
from roadmap_xl.workbook.school_workbook import write_school_workbook

DAY = date(2020, 10, 12)
OCCASION = Occasion(today=DAY)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    demo_files(folder)
    (folder / "пустой.xlsx").write_bytes(b"")
    return folder


@pytest.fixture
def sent(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "Книги"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def summary_bytes(folder: Path, path: Path, reading: ReadingOptions) -> bytes:
    summary = collect(folder, occasion=OCCASION, reading=reading)
    write_summary_workbook(path, summary, created=DAY)
    return path.read_bytes()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were really read and checked."""
    names: list[str] = []
    check_data = receiving.check_data

    def counted(data: bytes, name: str, sha256: str, occasion: Occasion, forms: Forms) -> object:
        names.append(name)
        return check_data(data, name, sha256, occasion, forms)

    monkeypatch.setattr(receiving, "check_data", counted)
    return names


# --- what is kept of a file is what was read ---


def test_every_file_comes_back_from_its_texts_as_it_was(demo: Path) -> None:
    for path in sorted(demo.iterdir()):
        report = check_file(path, replace(OCCASION, audience=None))
        texts = encode(report)
        submission = report.reading.submission
        version = report.reading.template_version
        expected = received_of(
            path.name, report.reading.sha256, version, submission, report.findings
        )
        assert received_in(texts.received, path.name) == expected
        assert findings_in(texts.findings) == report.findings
        if submission is not None:
            back = contents_in(texts.contents, form_of(expected.edition))
            assert back.submission.values == submission.values
            assert list(map(type, back.submission.values)) == list(map(type, submission.values))
            assert back.submission.moved == submission.moved
            assert back == replace(
                contents_of(submission, report.findings), submission=back.submission
            )


# --- read once ---


def test_a_second_run_reads_nothing(sent: Path, database: Path, read: list[str]) -> None:
    first = summary_bytes(sent, sent.parent / "а.xlsx", ReadingOptions(database))
    assert len(read) == len(list(sent.iterdir()))
    read.clear()
    assert summary_bytes(sent, sent.parent / "б.xlsx", ReadingOptions(database)) == first
    assert read == []


def test_only_what_changed_is_read_again(sent: Path, database: Path, read: list[str]) -> None:
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    read.clear()
    one, other = sorted(sent.glob("*.xlsx"))[:2]
    shutil.copy(other, one)
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    assert read == [one.name]


def test_a_touched_file_and_a_moved_one_are_not_read_again(
    sent: Path, database: Path, read: list[str]
) -> None:
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    read.clear()
    one, other = sorted(sent.glob("*.xlsx"))[:2]
    os.utime(one)
    (sent / "Вложенная").mkdir()
    other.rename(sent / "Вложенная" / other.name)
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    assert read == []


@pytest.mark.parametrize(
    "occasion",
    [
        replace(OCCASION, stage="Черновик"),
        replace(OCCASION, report_day=DAY),
        replace(OCCASION, today=None),
    ],
    ids=["another stage", "another day of the report", "no day"],
)
def test_another_occasion_is_checked_anew(
    sent: Path, database: Path, read: list[str], occasion: Occasion
) -> None:
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    read.clear()
    collect(sent, occasion=occasion, reading=ReadingOptions(database))
    assert len(read) == len(list(sent.iterdir()))


def test_on_another_day_only_what_the_day_decides_is_checked_anew(
    tmp_path: Path, database: Path, read: list[str]
) -> None:
    """Of three files one was signed long ago, one will be on the 20th, one is not signed."""
    folder, form = tmp_path / "Книги", form_of("2020")
    folder.mkdir()
    days = {"давно.xlsx": date(2020, 9, 1), "будет.xlsx": date(2020, 10, 20), "без.xlsx": None}
    for name, day in days.items():
        values: dict[str, Value] = {"meta.school_name": f"СОШ {name}", "sgn.date": day}
        write_school_workbook(folder / name, blank(form, values), created=DAY)

    def signed_too_late(day: int) -> set[str]:
        read.clear()
        today = date(2020, 10, day)
        summary = collect(folder, occasion=Occasion(today=today), reading=ReadingOptions(database))
        found = {one.file for one in summary.files for f in summary.files.findings(one)
                 if f.code == "SGN-002" and "ещё не наступила" in f.message}  # fmt: skip
        summary.files.close()
        return found

    will_be = {"будет.xlsx"}
    assert (signed_too_late(12), sorted(read)) == (will_be, sorted(days))
    assert (signed_too_late(13), read) == (will_be, [])
    assert (signed_too_late(19), read) == (will_be, [])
    assert (signed_too_late(20), read) == (set(), ["будет.xlsx"])
    assert (signed_too_late(30), read) == (set(), [])
    assert (signed_too_late(12), read) == (will_be, ["будет.xlsx"])


def test_another_program_s_results_are_not_used(
    sent: Path, database: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).files.close()
    read.clear()
    monkeypatch.setattr(results, "program", lambda: "another")
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).files.close()
    assert len(read) == len(list(sent.iterdir()))
    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT DISTINCT program FROM checked").fetchall() == [("another",)]


# --- what may happen to a run ---


def test_an_interrupted_run_loses_nothing(sent: Path, database: Path, read: list[str]) -> None:
    def stop_at_four(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(sent, occasion=OCCASION, reading=ReadingOptions(database, progress=stop_at_four))
    before = set(read)
    read.clear()
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    assert len(before) == 4
    assert before.isdisjoint(read)


def test_whoever_presses_ctrl_c_gets_a_sentence(sent: Path) -> None:
    with patch("roadmap_xl.campaign.collect.collect", side_effect=KeyboardInterrupt):
        result = CliRunner().invoke(commands, ["consolidate", str(sent)])
    assert (result.exit_code, result.stderr) == (
        130,
        "Прервано. Повторите команду, когда понадобится.\n",
    )


def test_a_database_that_is_none_is_made_anew(sent: Path, database: Path) -> None:
    database.write_bytes(b"no database" * 1000)
    assert collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).coverage.counted == 10
    assert database.read_bytes().startswith(b"SQLite format 3")


def test_a_database_damaged_inside_is_dropped_and_said(sent: Path, database: Path) -> None:
    collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).files.close()
    damaged = bytearray(database.read_bytes())
    damaged[8192:] = os.urandom(len(damaged) - 8192)
    database.write_bytes(damaged)
    with pytest.raises(ResultsError, match="повреждён и удалён"):
        collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    assert collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).coverage.counted == 10


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("checked", "received"),
        ("checked", "contents"),
        ("checked", "findings"),
        ("sums", "figures"),
    ],
)
@pytest.mark.parametrize("shape", ['{"a": 1}', "[[1, 2]]", "null", '"1"'])
def test_a_result_of_another_shape_is_dropped_and_said(
    table: str, column: str, shape: str, sent: Path, database: Path
) -> None:
    """Its checksum is right: another program made it, or a person."""
    summary_bytes(sent, sent.parent / "а.xlsx", ReadingOptions(database))
    with sqlite3.connect(database) as opened:
        opened.execute(f"UPDATE {table} SET {column}=?", [results._seal(shape)])
    with pytest.raises(ResultsError, match="повреждён и удалён"):
        summary_bytes(sent, sent.parent / "б.xlsx", ReadingOptions(database))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("checked", "received"),
        ("checked", "contents"),
        ("checked", "findings"),
        ("sums", "figures"),
    ],
)
def test_a_letter_changed_in_the_database_is_no_number_of_the_summary(
    table: str, column: str, sent: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself does not notice. What the summary was written to on the way is gone, too."""
    passing = sent.parent / "временные"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    expected = summary_bytes(sent, sent.parent / "а.xlsx", ReadingOptions(database))
    with sqlite3.connect(database) as opened:
        opened.execute(f"UPDATE {table} SET {column}=replace({column}, '1', '2')")
    with pytest.raises(ResultsError, match="повреждён и удалён"):
        summary_bytes(sent, sent.parent / "б.xlsx", ReadingOptions(database))
    assert not database.exists()
    assert not (sent.parent / "б.xlsx").exists()
    assert list(passing.iterdir()) == []
    assert summary_bytes(sent, sent.parent / "б.xlsx", ReadingOptions(database)) == expected


def test_two_runs_at_once_do_not_wait_for_each_other(sent: Path, database: Path) -> None:
    with_lock = collect(sent, occasion=OCCASION, reading=ReadingOptions(database))
    assert (
        collect(sent, occasion=OCCASION, reading=ReadingOptions(database)).coverage
        == with_lock.coverage
    )


def test_a_folder_that_cannot_be_written_to_is_collected_all_the_same(sent: Path) -> None:
    nowhere = sent / "нет такой папки" / FILE_NAME
    assert collect(sent, occasion=OCCASION, reading=ReadingOptions(nowhere)).coverage.counted == 10


def test_the_database_runs_nothing_of_what_stands_in_it(database: Path) -> None:
    kept = Results(database, OCCASION)
    assert not kept.has("a.xlsx", "a.xlsx", "0" * 64)
    assert list(kept) == []


# --- by whom ---


@pytest.mark.parametrize(("files", "alone"), [(1, True), (12, True), (1000, False)])
def test_a_few_files_start_no_process(files: int, alone: bool) -> None:
    assert (workers_for(files) == 1) == (alone or os.cpu_count() == 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_the_same_bytes(workers: int, sent: Path) -> None:
    alone = summary_bytes(sent, sent.parent / "а.xlsx", ReadingOptions())
    assert summary_bytes(sent, sent.parent / "б.xlsx", ReadingOptions(workers=workers)) == alone


@pytest.mark.parametrize("way", ["one worker", "two", "Dask"])
def test_a_file_that_ends_its_reader_is_a_finding_of_that_file(
    way: str, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It aborts the process, and another takes all memory: the eleven schools stay counted."""
    monkeypatch.setattr(receiving, "check_data", killing.check_data)
    for name in (killing.ABORTS, killing.TAKES_ALL):
        (sent / name).write_bytes(name.encode())
    if way == "Dask":
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            found = collect(
                sent, occasion=OCCASION, reading=ReadingOptions(scheduler=cluster.scheduler_address)
            )
    else:
        found = collect(sent, occasion=OCCASION, reading=ReadingOptions(workers=1 + (way == "two")))
    assert found.coverage.counted == 10
    lost = {one.file: found.files.findings(one) for one in found.files}
    for name in (killing.ABORTS, killing.TAKES_ALL):
        assert [(f.code, "отведённых" in f.message) for f in lost[name]] == [("FIL-002", True)]


def test_a_lost_file_is_read_again_by_the_next_run(
    sent: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been the machine that had no memory left."""
    book = sorted(sent.glob("*.xlsx"))[0]
    book.rename(sent / killing.ABORTS)
    monkeypatch.setattr(receiving, "check_data", killing.check_data)
    assert (
        collect(sent, occasion=OCCASION, reading=ReadingOptions(database, 1)).coverage.counted == 9
    )
    monkeypatch.undo()
    assert (
        collect(sent, occasion=OCCASION, reading=ReadingOptions(database, 1)).coverage.counted == 10
    )


def test_check_of_several_files_is_stopped_by_none(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted(sent.glob("*.xlsx"))[:2]
    bad = second.rename(sent / killing.ABORTS)
    alone = check_file(first, OCCASION)
    monkeypatch.setattr(check, "check_file", killing.check_file)
    good, lost, again = check.check_files([first, bad, first], OCCASION)
    assert good.as_json() == again.as_json() == alone.as_json()
    assert good.as_lines() == alone.as_lines()
    assert [finding.code for finding in lost.findings] == ["FIL-002"]


def test_a_letters_copy_that_ends_its_worker_is_said_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copies, "make_copy", killing.make_copy)
    with executor(1) as pool:
        made = list(copies.make_copies(["а", killing.ABORTS, "б", None], DAY, OCCASION, pool))
    assert [one and one.why_not for one in made] == [
        "", "на книгу не хватило отведённых времени и памяти", "", None
    ]  # fmt: skip


def test_a_table_from_outside_that_ends_its_reader_is_named() -> None:
    """The registry and the results of РЦОИ are read apart as well."""
    read = receiving.read_alone(killing.read_table, Path("а.xlsx"), may_be_empty=True)
    assert read == "а.xlsx, True"
    with pytest.raises(ProcessError, match=f"«{killing.ABORTS}» не прочитан"):
        receiving.read_alone(killing.read_table, Path(killing.ABORTS))


def test_a_cluster_without_workers_is_said(sent: Path) -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as cluster,
        patch("roadmap_xl.campaign.cluster.SECONDS_TO_ANSWER", 1),
        pytest.raises(ClusterError, match="нет ни одного исполнителя"),
    ):
        collect(
            sent, occasion=OCCASION, reading=ReadingOptions(scheduler=cluster.scheduler_address)
        )


def test_a_dask_cluster_gives_the_same_bytes(sent: Path) -> None:
    from distributed import LocalCluster

    alone = summary_bytes(sent, sent.parent / "а.xlsx", ReadingOptions())
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        reading = ReadingOptions(scheduler=cluster.scheduler_address)
        assert summary_bytes(sent, sent.parent / "б.xlsx", reading) == alone


def test_a_scheduler_that_goes_away_is_said_and_what_was_read_is_kept(
    sent: Path, database: Path
) -> None:
    from distributed import LocalCluster

    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    )
    reading = ReadingOptions(
        database, scheduler=cluster.scheduler_address, progress=lambda done, _: cluster.close()
    )
    with (
        patch("roadmap_xl.campaign.cluster.SECONDS_TO_ANSWER", 1),
        patch("roadmap_xl.campaign.cluster.SECONDS_OF_TASK", 3),
        pytest.raises(ClusterError, match="Прочитанное сохранено"),
    ):
        collect(sent, occasion=OCCASION, reading=reading)
    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT count(*) FROM checked").fetchone()[0] > 0


def test_a_cluster_that_does_not_answer_is_said(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        patch("distributed.Client", side_effect=OSError),
        pytest.raises(ClusterError, match="не отвечает"),
        executor(1, "tcp://127.0.0.1:9"),
    ):
        pass
    result = CliRunner().invoke(commands, ["consolidate", str(sent), "--scheduler", "не адрес"])
    assert result.exit_code == 2
    assert "не отвечает" in result.stderr


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(ClusterError, match=r'pip install "roadmap_xl\[cluster\]"'),
        executor(1, "tcp://127.0.0.1:9"),
    ):
        pass


def test_a_process_that_is_killed_is_said(sent: Path) -> None:
    broken: Future[object] = Future()
    broken.set_exception(BrokenProcessPool())
    with (
        patch.object(IsolatedPool, "submit", return_value=broken),
        pytest.raises(ProcessError, match="остановила процессы"),
    ):
        collect(sent, occasion=OCCASION, reading=ReadingOptions(workers=2))


def test_no_more_files_are_read_ahead_than_wait_for_a_process(sent: Path) -> None:
    """Thousands of files never lie in memory together."""
    for number in range(40):
        shutil.copy(sorted(sent.glob("*.xlsx"))[0], sent / f"{number}.xlsx")
    waiting, most = 0, 0

    class Slow(Future[object]):
        def result(self, timeout: float | None = None) -> object:
            nonlocal waiting
            waiting -= 1
            return super().result(timeout)

    def submit(function: Callable[..., object], *given: object) -> Slow:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        future = Slow()
        future.set_result(function(*given))
        return future

    with patch.object(IsolatedPool, "submit", side_effect=submit):
        collect(sent, occasion=OCCASION, reading=ReadingOptions(workers=2))
    assert 1 < most <= receiving.AHEAD + 1


def test_progress_is_told_file_by_file(sent: Path, database: Path) -> None:
    told: list[tuple[int, int]] = []
    for _ in range(2):  # the second time from the database
        told.clear()
        reading = ReadingOptions(database, progress=lambda done, of: told.append((done, of)))
        collect(sent, occasion=OCCASION, reading=reading)
        number = len(list(sent.iterdir()))
        assert told == [(n, number) for n in range(1, number + 1)]


class _Job:
    """A job object of Windows as pywin32 shows it: what was asked of it, in order."""

    JobObjectExtendedLimitInformation = 9
    JOB_OBJECT_LIMIT_PROCESS_MEMORY, JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x100, 0x400
    error = OSError

    def __init__(self, *, refuses: bool = False) -> None:
        self.asked: list[object] = []
        self._refuses = refuses

    def CreateJobObject(self, attributes: None, name: str) -> str:  # noqa: N802
        assert (attributes, name) == (None, "")
        return "job"

    def QueryInformationJobObject(self, job: str, kind: int) -> dict[str, Any]:  # noqa: N802
        assert (job, kind) == ("job", 9)
        return {"BasicLimitInformation": {"LimitFlags": 0x8, "ActiveProcessLimit": 1},
                "ProcessMemoryLimit": 0, "JobMemoryLimit": 0}  # fmt: skip

    def SetInformationJobObject(self, job: str, kind: int, limits: object) -> None:  # noqa: N802
        self.asked.append((job, kind, limits))

    def GetCurrentProcess(self) -> int:  # noqa: N802
        return -1

    def AssignProcessToJobObject(self, job: str, process: int) -> None:  # noqa: N802
        if self._refuses:
            raise self.error
        self.asked.append((job, process))


def test_a_worker_on_windows_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows itself was not asked: these are the calls that its documentation wants.

    Source: learn.microsoft.com, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
    """
    for job in (_Job(), _Job(refuses=True)):
        for name in ("win32api", "win32job"):
            monkeypatch.setitem(sys.modules, name, job)  # type: ignore[arg-type]
        isolated._limit_on_windows(7_000)
        limited, *assigned = job.asked
        assert limited == ("job", 9, {
            "BasicLimitInformation": {"LimitFlags": 0x508, "ActiveProcessLimit": 1},
            "ProcessMemoryLimit": 7_000, "JobMemoryLimit": 0,
        })  # fmt: skip
        assert assigned == ([] if job._refuses else [("job", -1)])
