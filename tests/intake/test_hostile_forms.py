"""What no form of the page sends, and what schools may write: a sentence each, the page goes on."""

from __future__ import annotations

import asyncio
import errno
import io
import os
import zipfile
import zlib
from collections.abc import MutableMapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from intake.desk import ORIGIN, Desk
from pebble import ProcessPool
from sqlalchemy import insert

from roadmap_xl.campaign import incoming
from roadmap_xl.campaign.drafts import addresses_in
from roadmap_xl.campaign.store import decisions, jobs, tables
from roadmap_xl.campaign.store.database import StoreError
from roadmap_xl.campaign.store.events import SCHOOL, Actor, now
from roadmap_xl.district.journal import read_journal
from roadmap_xl.intake.open_campaign import OpenCampaign
from roadmap_xl.intake.pages import campaigns, settings
from roadmap_xl.intake.running import Running
from roadmap_xl.reader.isolated import LostTaskError


def test_a_run_that_is_no_number_is_refused(desk: Desk, sent: list[Path]) -> None:
    """Else each page of the campaign would break on it from then on."""
    (found,) = desk.drop(next(path for path in sent if path.name == "полевская.xlsx"))
    desk.wait()
    where = f"{desk.base}/files/{found['sha256']}/decisions"
    answer = desk.client.post(where, data={"name": "run", "value": "второй"})
    assert (answer.status_code, "не номер запуска" in answer.text) == (409, True)
    assert desk.statuses()["230509"].startswith("принято")


@pytest.mark.parametrize("value", ["нет", "9" * 5_000, "да, наверно"])
def test_a_mark_is_yes_or_nothing(desk: Desk, value: str) -> None:
    """Else the journal got a row that says nothing, and no page could be read from then on."""
    where = f"{desk.base}/schools/230510/decisions"
    answer = desk.client.post(where, data={"name": "no_data", "value": value})
    assert (answer.status_code, "не ответ" in answer.text) == (409, True)
    with desk.campaign.store.writing() as connection:  # as an earlier version has kept it
        decisions.put(connection, SCHOOL, "230510", "no_data", value[:100], Actor("я", "страница"))
    desk.campaign.changed()
    desk.campaign.bring_sheet().result()
    assert desk.statuses()["230510"] == "не сдано"


def test_whatever_is_decided_can_be_read_in_the_journal(desk: Desk) -> None:
    for name, value in (
        *(("remark", one) for one in ("-", "0", "=1+1", "'", "_x0000_", "\ufffe", "да")),
        *(("deadline", "01.01.1900"), ("deadline", "31.12.9999"), ("deadline", "29.02.2024")),
    ):
        where = f"{desk.base}/schools/230510/decisions"
        answer = desk.client.post(where, data={"name": name, "value": value})
        assert answer.status_code in (200, 409), (name, value)
        desk.campaign.bring_sheet().result()
        read = read_journal(desk.folder.journal).journal.of_schools.get("230510")
        assert name != "remark" or (read.remark if read else "") == value.strip("\ufffe"), value
        assert desk.statuses()["230510"] == "не сдано", (name, value)
    assert desk.client.get(f"{desk.base}/events?before={10**30}").status_code == 422


@pytest.mark.parametrize("place", ["~nobody-of-that-name/x", "x", "", "/tmp/\0x"])
def test_a_folder_that_is_none_is_asked_for_again(desk: Desk, place: str) -> None:
    answer = desk.client.post(f"{desk.keys.path}/open", data={"place": place})
    assert answer.status_code in (409, 422)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("sender", ["ab", "отдел", "a..b@example.ru", "a@example.ru b@example.ru"])
def test_a_sender_that_is_no_address_is_refused(desk: Desk, sender: str) -> None:
    form = {"host": "smtp.example.ru", "sender": sender}
    answer = desk.client.post(f"{desk.base}/letters/server", data=form)
    assert (answer.status_code, "адрес отправителя" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("contact", "addresses"),
    [
        ("Иванова, тел.ivanova@example.ru.", ["ivanova@example.ru"]),
        ("a.b@mail.example.ru; c@example.ru", ["a.b@mail.example.ru", "c@example.ru"]),
        ("a..b@example.ru", []),
        (".a.@example.ru, a@x..ru, a@.ru", []),
    ],
)
def test_only_what_mail_takes_is_an_address(contact: str, addresses: list[str]) -> None:
    assert addresses_in(contact) == addresses


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_a_name_in_an_archive_is_read_as_it_was_written(desk: Desk, encoding: str) -> None:
    """By Windows' own packer, by others of Windows, by macOS; none says which letters it writes."""
    name = "Письма/Ёлочная № 5.xlsx".encode(encoding)
    packed, place = io.BytesIO(), "x" * len(name)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(place, b"no book")
    (answer,) = desk.drop(("книги.zip", packed.getvalue().replace(place.encode(), name)))
    assert answer["sent_as"] == ("Письма/Ёлочная № 5.xlsx")


def test_an_empty_file_is_refused_at_once(desk: Desk) -> None:
    """Two of two schools were one attempt, and the second sender was told that it was there."""
    for answer in desk.drop(("первая.xlsx", b""), ("вторая.docx", b"")):
        assert "файл пустой" in str(answer["words"])
    assert list(desk.folder.incoming.iterdir()) == []


def test_a_system_that_gives_no_process_costs_a_try_and_not_the_queue(
    desk: Desk, sent: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [OSError(errno.EAGAIN, "no process"), RuntimeError("Unexpected error within the Pool")]
    schedule = ProcessPool.schedule

    def refused(pool: ProcessPool, *args: Any, **named: Any) -> Any:
        if faults:
            raise faults.pop()
        return schedule(pool, *args, **named)

    monkeypatch.setattr(ProcessPool, "schedule", refused)
    monkeypatch.setattr(jobs, "SECONDS_BETWEEN_TRIES", 0)
    documents = [("один.docx", b"PK"), ("два.docx", b"PK ")]
    desk.drop(*documents, next(path for path in sent if path.name == "полевская.xlsx"))
    desk.wait()
    assert (desk.statuses()["230509"], faults) == ("принято с замечаниями", [])


def test_an_archive_with_a_broken_part_is_answered_in_words(desk: Desk) -> None:
    """The stream of a part is no deflate: zlib says so, no error of zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("книга.xlsx", b"x" * 1_000)
    stream = zlib.compressobj(wbits=-15)
    plain = stream.compress(b"x" * 1_000) + stream.flush()
    data = packed.getvalue().replace(plain, b"\xff" * len(plain))
    (answer,) = desk.drop(("книги.zip", data))
    assert "архив повреждён" in str(answer["words"])


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_not_unpacked_by_blocks_is_passed_over(desk: Desk, packing: int) -> None:
    """Of either, Python would unpack a megabyte at once, to gigabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("книга.xlsx", b"\0" * 100_000)
        archive.writestr("ещё.xlsx", b"x", zipfile.ZIP_STORED)
    odd, plain = desk.drop(("книги.zip", packed.getvalue()))
    assert ("распакуйте сами" in str(odd["words"]), odd["sha256"]) == (True, "")
    assert plain["new"]


def test_an_archive_that_lists_too_much_is_refused_unread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_MOST_LISTED", 3)
    monkeypatch.setattr(incoming, "_BLOCK", 11)
    monkeypatch.setattr(incoming, "ZipFile", None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.xlsx", b"")
    (answer,) = desk.drop(("книги.zip", packed.getvalue()))
    assert "слишком много" in str(answer["words"])


def end_the_worker(*arguments: object) -> None:
    os.abort()


def test_a_registry_that_ends_its_reader_costs_a_worker(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((settings, "require_readable"), (campaigns, "read_registry")):
        monkeypatch.setattr(module, name, end_the_worker)
    data = desk.folder.registry.read_bytes()
    answer = desk.client.post(f"{desk.base}/registry", files={"file": ("р.xlsx", data)})
    assert (answer.status_code, "не хватило" in answer.text) == (409, True)
    form = {"name": "Новый", "place": str(desk.folder.path.parent), "edition": "2020"}
    answer = desk.client.post(
        f"{desk.keys.path}/campaigns", data=form, files={"registry": ("р.xlsx", data)}
    )
    assert (answer.status_code, "не хватило" in answer.text) == (409, True)
    assert not (desk.folder.path.parent / "Новый").exists()


def test_a_registry_of_another_kind_is_not_put_under_its_name(desk: Desk) -> None:
    before = desk.folder.registry.read_bytes()
    with zipfile.ZipFile(io.BytesIO(before)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    files = {"file": ("Реестр.xlsm", packed.getvalue())}
    answer = desk.client.post(f"{desk.base}/registry", files=files)
    assert (answer.status_code, "не книга .xlsx" in answer.text) == (409, True)
    assert desk.folder.registry.read_bytes() == before


def test_whom_to_ring_keeps_its_zeros(desk: Desk) -> None:
    desk.post("/settings", ring="022222")
    assert 'value="022222"' in desk.get("/settings")
    answer = desk.client.post(f"{desk.base}/settings", data={"min_group": "9" * 5_000})
    assert (answer.status_code, "нужно число" in answer.text) == (409, True)


def test_a_code_with_a_slash_has_its_page(desk: Desk) -> None:
    desk.post("/schools", code="05/12", name="МБОУ Лицей")
    assert "/schools/05~2F12" in desk.get()
    assert "МБОУ Лицей" in desk.get("/schools/05~2F12")
    desk.post("/schools/05~2F12/decisions", name="no_data", value="да")
    assert "Ждать данные снова" in desk.get("/schools/05~2F12")


def test_what_nobody_thought_of_is_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(campaign: OpenCampaign) -> None:
        raise KeyError("x")

    monkeypatch.setattr(OpenCampaign, "board", broken)
    client = TestClient(desk.guard, base_url=ORIGIN, raise_server_exceptions=False)
    client.cookies = desk.client.cookies
    answer = client.get(f"{desk.base}/")
    assert (answer.status_code, "Программа ошиблась" in answer.text) == (500, True)


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"", "multipart/form-data", "не целиком"),
        (b"--x\r\nno header\r\n", "multipart/form-data; boundary=x", "не целиком"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
         "multipart/form-data; boundary=x", "не целиком"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 11 + b"--x--\r\n",
         "multipart/form-data; boundary=x", "отправьте частями"),
    ],
)  # fmt: skip
def test_a_form_that_is_none_is_answered_with_its_reason(
    body: bytes, kind: str, told: str, desk: Desk
) -> None:
    answer = desk.client.post(f"{desk.base}/incoming", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, told in answer.text) == (400, True), answer.text


def test_a_page_loaded_again_in_the_middle_of_an_upload_is_no_fault(desk: Desk) -> None:
    """Else the program's window filled with lines of code, and her folder with half a file."""
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n'
    messages = [
        {"type": "http.request", "body": head + b"PK", "more_body": True},
        {"type": "http.disconnect"},
    ]
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    cookie = "; ".join(f"{one.name}={one.value}" for one in desk.client.cookies.jar)
    headers = {"host": ORIGIN.removeprefix("http://"), "origin": ORIGIN, "cookie": cookie,
               "content-type": "multipart/form-data; boundary=x"}  # fmt: skip
    scope = {
        "type": "http", "method": "POST", "path": f"{desk.base}/incoming", "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    asyncio.run(desk.guard(scope, receive, send))
    assert said[0]["status"] == 400
    assert [path.name for path in desk.folder.incoming.rglob("*")] == []


def claimed(desk: Desk) -> jobs.Job:
    """The import of a document that a program has begun."""
    with desk.campaign.store.writing() as connection:
        moment = now()
        row = {"kind": "import", "key": "нет.docx", "state": "running", "tries": 2}
        connection.execute(insert(tables.jobs).values(**row, asked=moment, not_before=moment))
        job = jobs.latest(connection, jobs.Kind.IMPORT)
    assert job is not None
    return job


def state(desk: Desk, job: jobs.Job) -> tuple[jobs.State, int]:
    with desk.campaign.store.reading() as connection:
        found = jobs.of(connection, job.number)
    assert found is not None
    return found.state, found.tries


def broken_off(fault: Exception) -> Future[tuple[bytes, str]]:
    done: Future[tuple[bytes, str]] = Future()
    done.set_exception(fault)
    return done


@pytest.mark.parametrize("fault", [KeyError("a part of Word"), LostTaskError("too long")])
def test_whatever_ends_a_worker_ends_its_job(desk: Desk, fault: Exception) -> None:
    """Else it runs for ever, and after four of them the queue stands still."""
    job, ends = claimed(desk), []
    running = Running(desk.campaign, job, lambda: ends.append(1), lambda: False)
    running._poured(broken_off(fault))
    assert (state(desk, job)[0], ends) == (jobs.State.FAILED, [1])


def test_what_closing_the_program_breaks_off_waits(desk: Desk) -> None:
    desk.work.stop()
    job, ends = claimed(desk), []
    running = Running(desk.campaign, job, lambda: ends.append(1), lambda: True)
    running._poured(broken_off(LostTaskError("broken off")))
    assert (state(desk, job), ends) == ((jobs.State.WAITING, 1), [1])


def test_a_job_whose_end_cannot_be_noted_gives_its_place_free(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, ends = claimed(desk), []
    running = Running(desk.campaign, job, lambda: ends.append(1), lambda: False)

    def full(*anything: object) -> None:
        raise StoreError("на диске кончилось место")

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "fail", full)
        running._poured(broken_off(KeyError("x")))
    assert ends == [1]
    desk.work._take_back()
    desk.wait()
    assert state(desk, job)[0] is jobs.State.FAILED  # there is no such document
