"""«Приёмная»: ten uploads at once, a board of 2,000 schools, memory, the time to the first page.

python benchmarks/intake.py [SCHOOLS]: prints each number beside its bar.
"""

from __future__ import annotations

import compileall
import gzip
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psutil

import roadmap_xl
from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.campaign.demo.run import write_demo_files
from roadmap_xl.campaign.folder import CampaignFolder
from roadmap_xl.campaign.opening import open_campaign
from roadmap_xl.campaign.receiving import check_data
from roadmap_xl.campaign.results import Results
from roadmap_xl.campaign.store import jobs
from roadmap_xl.campaign.store.database import open_store
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of
from roadmap_xl.rules.checking import Occasion

AT_ONCE, UPLOADS = 10, 100
TODAY = date.today()


class Page:
    """The page of a campaign, as a browser asks it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.place, self.origin, self.cookie = parts.netloc, f"http://{parts.netloc}", ""
        _, body, headers = self.ask("GET", f"/open?{parts.query}")
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        (self.path,) = re.findall(r"url=([^\"]+)", body.decode())

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        sent = {"Cookie": self.cookie, "Origin": self.origin, "Accept-Encoding": "gzip", **headers}
        with closing(http.client.HTTPConnection(self.place, timeout=60)) as asking:
            asking.request(method, path, body, sent)
            answer = asking.getresponse()
            return answer.status, answer.read(), answer.headers

    def drop(self, name: str, data: bytes) -> float:
        """Seconds until the server has answered that it is stored."""
        head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--x--\r\n"
        headers = {"Accept": "application/json", "Content-Type": "multipart/form-data; boundary=x"}
        begun = time.perf_counter()
        status, said, _ = self.ask("POST", f"{self.path}incoming", body, **headers)
        assert status == 200, said
        return time.perf_counter() - begun


@contextmanager
def served(folder: CampaignFolder, home: Path) -> Iterator[tuple[psutil.Process, str, float]]:
    """The server with its address and the time it was started at."""
    command = [sys.executable, "-m", "roadmap_xl", "serve", str(folder.path), "--no-browser"]
    environment = os.environ | {"HOME": str(home), "USERPROFILE": str(home)}
    begun = time.perf_counter()
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        (address,) = re.findall(r"http://\S+", running.stdout.readline())
        yield psutil.Process(running.pid), address, begun
    finally:
        running.terminate()
        running.wait()


def school(number: int) -> SchoolEntry:
    return SchoolEntry(
        code=f"{100_000 + number}",
        name=f"МБОУ СОШ № {number}",
        settlement=f"с. Степное-{number}",
        contact=f"Иванова Мария Петровна, 8-900-{number:07}, school{number}@example.ru",
    )


def made_campaign(place: Path, schools: int) -> CampaignFolder:
    settings = Settings(district="Большой район", edition="2020", deadline=TODAY)
    registry = Registry([school(number) for number in range(1, schools + 1)])
    create_campaign(place, settings, registry=registry, created=TODAY)
    return CampaignFolder(place)


def fill(folder: CampaignFolder, data: bytes) -> None:
    """As if each school's book had been checked: one real result under each school's name."""
    campaign = open_campaign(folder)
    occasion = Occasion(campaign.settings.stage, campaign.settings.report_day, TODAY)
    one = check_data(data, "книга.xlsx", "0" * 64, occasion)
    results = Results(folder.results, occasion, campaign.forms)
    with results.kept():
        for entry in campaign.registry.schools:
            file, content = f"{entry.code}.xlsx", entry.code.encode()
            (folder.incoming / file).write_bytes(content)
            sha256 = hashlib.sha256(content).hexdigest()
            received = json.loads(one.received) | {"sha256": sha256}
            received["content"] = received["numbers"] = sha256[:32]
            received["identity"] |= {
                "meta.school_id": entry.code, "meta.school_name": entry.name,
            }  # fmt: skip
            results.put(file, file, sha256, one._replace(received=json.dumps(received)))
    results.close()


def board(place: Path, schools: int, data: bytes) -> None:
    folder = made_campaign(place / "Большой", schools)
    fill(folder, data)
    with served(folder, place / "home") as (process, address, begun):
        page = Page(address)
        page.ask("GET", page.path)
        shown("first page after a start with all schools on it", time.perf_counter() - begun, "s")
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            _, body, _ = page.ask("GET", page.path)
            times.append(time.perf_counter() - begun)
        shown(f"board of {schools} schools", sorted(times)[2] * 1000, "ms", 300)
        shown("  its weight", len(body) / 1000, "KB", 300)
        shown("  unpacked", len(gzip.decompress(body)) / 1000, "KB")
        shown("memory of the server", process.memory_info().rss / 1e6, "MB", 150)


def uploads(place: Path, books: list[bytes]) -> None:
    folder = made_campaign(place / "Малый", 15)
    with served(folder, place / "home2") as (process, address, begun):
        page = Page(address)
        page.ask("GET", page.path)
        shown("start to the first page", time.perf_counter() - begun, "s", 2)
        warm_up(page, folder, books)
        names = [f"книга {number}.xlsx" for number in range(UPLOADS)]
        data = [with_comment(books[n % len(books)], n) for n in range(UPLOADS)]
        begins: dict[str, float] = {}

        def drop(number: int) -> float:
            begins[hashlib.sha256(data[number]).hexdigest()] = time.time()
            return page.drop(names[number], data[number])

        answered, checked = [], []
        for first in range(0, UPLOADS, AT_ONCE):
            with ThreadPoolExecutor(AT_ONCE) as pool:
                answered += pool.map(drop, range(first, first + AT_ONCE))
            wait(folder)
        with closing(open_store(folder.path)) as store, store.reading() as connection:
            for key, ended in connection.exec_driver_sql(
                "SELECT key, strftime('%s', ended) + strftime('%f', ended) - strftime('%S', ended)"
                " FROM jobs WHERE kind='check'"
            ):
                if key in begins:
                    checked.append(float(ended) - begins[key])
        shown("stored and answered, 95 of 100", at_95(answered) * 1000, "ms", 100)
        shown("checked, 95 of 100", at_95(checked), "s", 1)
        shown("memory of the server", process.memory_info().rss / 1e6, "MB", 150)


def warm_up(page: Page, folder: CampaignFolder, books: list[bytes]) -> None:
    """The workers start with the first files."""
    for number in (1, 2, 3, 4):
        page.drop(f"первая {number}.xlsx", with_comment(books[0], 10_000 + number))
    wait(folder)


def wait(folder: CampaignFolder) -> None:
    with closing(open_store(folder.path)) as store:
        while True:
            with store.reading() as connection:
                if not jobs.unfinished(connection):
                    return
            time.sleep(0.05)


def with_comment(data: bytes, number: int) -> bytes:
    """The same workbook with other bytes."""
    comment = str(number).encode()
    return data[:-2] + len(comment).to_bytes(2, "little") + comment


def at_95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]


def shown(what: str, number: float, unit: str, bar: float | None = None) -> None:
    print(f"{what}: {number:.3g} {unit}" + (f" (bar {bar:g})" if bar else ""), flush=True)


def main() -> None:
    compileall.compile_dir(Path(roadmap_xl.__file__).parent, quiet=1)  # as it is installed
    schools = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        files = write_demo_files(place / "demo", form_of("2020"), created=date(2020, 10, 1))
        books = [file.path.read_bytes() for file in files]
        uploads(place, books)
        board(place, schools, books[0])


if __name__ == "__main__":
    main()
