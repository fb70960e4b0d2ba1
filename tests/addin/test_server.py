"""The served add-in: its real server and page, beside a workbook in a fake Excel."""

from __future__ import annotations

import copy
import json
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest
from office_workbook import Json, colours, office_workbook, protections, typed
from openpyxl import load_workbook
from pane_browser import Pane, browser_of_the_system, served
from remote_book import Applied, cells_of, opened

from roadmap_xl.addin import serving
from roadmap_xl.addin.check_book import check_on, summary
from roadmap_xl.addin.functions.catalogue import FUNCTIONS
from roadmap_xl.addin.protocol import PROTOCOL
from roadmap_xl.addin.serving import PROJECT, ServingError, serve
from roadmap_xl.campaign.demo.real_school import real_school
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.prefilled import prefilled
from roadmap_xl.form.submission import Submission, Value, blank
from roadmap_xl.rules.checking import group_findings
from roadmap_xl.rules.findings import Finding
from roadmap_xl.school.check import check_file
from roadmap_xl.workbook.school_workbook import write_school_workbook

pytestmark = pytest.mark.server

CREATED = date(2020, 9, 15)
LAYOUT = form_of("2020").layout
HURT = '<img src=x onerror="globalThis.hurt=1">'
FILLED: dict[str, Value] = {
    "meta.school_name": "МБОУ «СОШ № 3»",
    "meta.stage": "На сдачу",
    "ege.rus.total": 20,
    "ege.rus.below": 1,
    "ege.rus.b_51_60": 2,
    "ege.phys.total": "5 чел.",
    "ege.chem.total": HURT,
    "ege.bio.total": "=2+2",
    "prob.avg.rus": 512,
    "psp.developer": "<b>Иванова</b>",
    "sgn.date": date(2020, 9, 1),
}
"""A school in the middle of its work: all severities, texts that look like markup and formulas."""


def in_its_work() -> Submission:
    form = form_of("2020")
    known = {form.fields[n].id: v for n, v in enumerate(prefilled(form).values) if v is not None}
    return blank(form, {**known, **FILLED})


SCHOOLS: dict[str, Callable[[], Submission]] = {
    "in_its_work": in_its_work,
    "real": lambda: real_school(form_of("2020")),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("школы")
    for name, school in SCHOOLS.items():
        write_school_workbook(folder / f"{name}.xlsx", school(), created=CREATED)
    return {name: folder / f"{name}.xlsx" for name in SCHOOLS}


@pytest.fixture(scope="module")
def books(files: dict[str, Path]) -> dict[str, Json]:
    return {name: office_workbook(path) for name, path in files.items()}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browser_of_the_system() as found:
        yield found


Opening = Callable[..., Pane]


@pytest.fixture
def opening(browser: Any, address: str) -> Iterator[Opening]:
    """Opens a workbook with the pane beside it; at the end no script may have stumbled."""
    panes: list[Pane] = []

    def opened_beside(workbook: Json, width: int = 320) -> Pane:
        page = browser.new_page(viewport={"width": width, "height": 900})
        panes.append(Pane(page, address, copy.deepcopy(workbook)))
        return panes[-1]

    yield opened_beside
    for pane in panes:
        pane.page.close()
        assert pane.complaints == []


def line_of(finding: Finding) -> tuple[str, ...]:
    fix = f"принято: {finding.accepted}" if finding.accepted else finding.fix
    return (finding.severity.word, finding.place, finding.code, finding.message, fix)


def expected_lines(path: Path) -> list[tuple[str, ...]]:
    return [line_of(finding) for finding in group_findings(check_file(path).findings)]


# The check -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_list_is_what_the_command_line_finds(
    opening: Opening, files: dict[str, Path], books: dict[str, Json], name: str
) -> None:
    pane = opening(books[name])
    pane.check()
    assert pane.lines() == expected_lines(files[name])
    assert pane.status == summary(check_file(files[name]))
    assert pane.failure == ""


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_workbook_becomes_what_the_desktop_button_makes_of_it(
    opening: Opening, files: dict[str, Path], books: dict[str, Json], name: str
) -> None:
    pane = opening(books[name])
    pane.check()
    by_button = load_workbook(files[name], data_only=True)
    book = opened(by_button)
    check_on(book, CREATED)
    applied = Applied(by_button, book.json()["actions"])
    assert [sheet["name"] for sheet in pane.workbook["sheets"]] == by_button.sheetnames
    assert tuple(pane.workbook["selection"]) == applied.selected
    shown = {cell: colour for cell, (_, colour) in cells_of(by_button).items() if colour}
    assert colours(pane.workbook) == shown
    protocol = pane.workbook["sheets"][7]["cells"]
    for row in by_button[PROTOCOL].iter_rows(min_row=2):
        for cell in row:
            here = protocol.get(cell.coordinate, {"value": ""})
            assert here.get("formula", here["value"]) == (cell.value or "")


@pytest.mark.parametrize("name", SCHOOLS)
def test_nothing_typed_is_changed(opening: Opening, books: dict[str, Json], name: str) -> None:
    pane = opening(books[name])
    pane.check()
    after = typed(pane.workbook)
    assert {cell: after[cell] for cell in after if cell[0] != PROTOCOL} == typed(books[name])


def test_checked_twice_gives_the_same(opening: Opening, books: dict[str, Json]) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    once = pane.workbook, pane.lines()
    pane.check()
    assert (pane.workbook, pane.lines()) == once


def test_a_mended_cell_loses_its_mark(opening: Opening, books: dict[str, Json]) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    place = LAYOUT.place(LAYOUT.form.by_id["prob.avg.rus"])
    cell = (place.sheet, place.cell)
    before = colours(pane.workbook)[cell]
    pane.host(
        f"""officeHost.workbook.sheets.find(({{name}}) => name === "{place.sheet}")
            .cells["{place.cell}"].value = 51.2; null"""
    )
    pane.check()
    assert (before, colours(pane.workbook)[cell]) == ("#F9D5D0", "#FFF9E3")
    assert f"{place.sheet}, {place.cell}" not in {line[1] for line in pane.lines()}


def test_the_client_has_a_handler_for_each_action(
    opening: Opening, address: str, books: dict[str, Json]
) -> None:
    pane = opening(books["real"])
    with pane.page.expect_request("**/custom-scripts-call/check") as sent:
        pane.check()
    payload = sent.value.post_data_json
    assert payload["client"] == "Office.js"
    assert [sheet["name"] for sheet in payload["sheets"]] == [
        sheet["name"] for sheet in books["real"]["sheets"]
    ]
    headers = {"Content-Type": "application/json"}
    request = Request(sent.value.url, json.dumps(payload).encode(), headers)
    actions = json.load(urlopen(request))["actions"]
    handlers = set(pane.host("Object.keys(globalThis.callbacks)"))
    asked = {action["func"] for action in actions}
    assert asked <= handlers
    assert {"setValues", "setRangeColor", "rangeSelect", "runMacro"} <= asked
    assert "alert" not in asked, "the pane says it itself"


# The pane --------------------------------------------------------------------------------------


def test_a_jump_selects_the_cell(opening: Opening, books: dict[str, Json]) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    places = pane.page.locator("#findings .place")
    for number in (places.count() - 1, 0, places.count() // 2):
        place = places.nth(number)
        sheet, cell = place.inner_text().split(", ")
        place.click()
        pane.page.wait_for_function(
            "(wanted) => officeHost.workbook.selection.join() === wanted", arg=f"{sheet},{cell}"
        )
        active = pane.workbook["sheets"][pane.workbook["active"]]
        assert active["name"] == sheet


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sheets.splice(sheets.findIndex((s) => s.name === name), 1)", "в книге больше нет"),
        ("sheets.find((s) => s.name === name).visibility = 'Hidden'", "скрыт: покажите его"),
    ],
)
def test_a_jump_to_a_sheet_that_is_gone_says_so(
    opening: Opening, books: dict[str, Json], change: str, said: str
) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    place = pane.page.locator("#findings .place", has_text="ЕГЭ,").first
    pane.host(f"{{ const {{ sheets }} = officeHost.workbook; const name = 'ЕГЭ'; {change}; }}")
    place.click()
    pane.page.get_by_role("alert").filter(has_text=said).wait_for()


def test_all_can_be_done_from_the_keyboard(opening: Opening, books: dict[str, Json]) -> None:
    pane = opening(books["in_its_work"])
    keys = pane.page.keyboard
    keys.press("Tab")
    keys.press("Enter")
    pane.page.locator("#findings > li").first.wait_for()
    assert pane.host("document.activeElement.id") == "check", "focus stays where it was"
    for _ in range(3):
        keys.press("Tab")
        keys.press("Space")
    assert pane.lines() == []
    keys.press("Space")
    assert {line[0] for line in pane.lines()} == {"к сведению"}
    keys.press("Tab")
    sheet, cell = pane.host("document.activeElement.textContent").split(", ")
    keys.press("Enter")
    pane.page.wait_for_function(
        "(wanted) => officeHost.workbook.selection.join() === wanted", arg=f"{sheet},{cell}"
    )


@pytest.mark.parametrize(
    ("box", "hidden"),
    [("ошибки", "ошибка"), ("предупреждения", "предупреждение"), ("к сведению", "к сведению")],
)
def test_a_severity_can_be_left_out(
    opening: Opening, files: dict[str, Path], books: dict[str, Json], box: str, hidden: str
) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    pane.page.get_by_role("checkbox", name=box).uncheck()
    every = expected_lines(files["in_its_work"])
    assert pane.lines() == [line for line in every if line[0] != hidden]
    assert len(pane.lines()) < len(every)


def test_the_filter_says_how_many_there_are(
    opening: Opening, files: dict[str, Path], books: dict[str, Json]
) -> None:
    pane = opening(books["in_its_work"])
    pane.check()
    report = check_file(files["in_its_work"])
    counted = [len([f for f in report.findings if f.severity == s]) for s in ("error", "warning")]
    assert [
        pane.page.get_by_role("checkbox", name=f"{word}: {count}").count()
        for word, count in zip(("ошибки", "предупреждения"), counted, strict=True)
    ] == [1, 1]


def test_texts_of_a_school_stay_text(opening: Opening, books: dict[str, Json]) -> None:
    workbook = copy.deepcopy(books["in_its_work"])
    place = LAYOUT.place(LAYOUT.form.by_id["ege.bio.total"])
    exams = next(sheet for sheet in workbook["sheets"] if sheet["name"] == place.sheet)
    exams["cells"][place.cell]["value"] = '=HYPERLINK("https://example.org","сюда")'
    cells = {"A1": {"value": "заметка"}}
    name = '<i>\'!A1&cmd("b")'
    extra = {"name": name, "visibility": "Visible", "protection": None, "cells": cells}
    workbook["sheets"].append(extra)
    pane = opening(workbook)
    pane.check()
    said = [line for line in pane.lines() if HURT in line[3]]
    linked = [line for line in pane.lines() if "=HYPERLINK" in line[3]]
    assert len(said) == len(linked) == 1
    assert [line[1] for line in pane.lines() if "<i>" in line[1]] == [name]
    assert pane.page.locator("#outcome").locator("img, a, i, b").count() == 0
    assert pane.host("globalThis.hurt") is None
    protocol = next(s for s in pane.workbook["sheets"] if s["name"] == PROTOCOL)
    formulas = [cell["formula"] for cell in protocol["cells"].values() if "formula" in cell]
    assert all(re.fullmatch(r"""=HYPERLINK\("#'.*'![A-Z0-9:]+",".*"\)""", f) for f in formulas)
    pane.page.locator("#findings .place", has_text="<i>").click()
    pane.page.wait_for_function("(name) => officeHost.workbook.selection[0] === name", arg=name)


@pytest.mark.parametrize("width", [300, 320, 600])
def test_the_pane_needs_no_scrolling_sideways(
    opening: Opening, books: dict[str, Json], width: int
) -> None:
    pane = opening(books["in_its_work"], width)
    pane.check()
    assert pane.host("document.documentElement.scrollWidth") <= width


def test_the_page_is_in_russian(opening: Opening, books: dict[str, Json]) -> None:
    pane = opening(books["real"])
    texts = pane.host(
        """[document.title, ...[...document.body.querySelectorAll("*")].flatMap((element) =>
             element.tagName === "SCRIPT" ? [] : [...element.childNodes]
               .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data)
               .concat(element.title, element.ariaLabel ?? ""))]"""
    )
    words = {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words <= {"Excel", "Microsoft"}
    assert pane.host("document.documentElement.lang") == "ru"


# Protection ------------------------------------------------------------------------------------


def test_protection_is_lifted_for_the_writes_and_put_back(
    opening: Opening, books: dict[str, Json]
) -> None:
    protected = [name for name, options in protections(books["real"]).items() if options]
    assert len(protected) >= 7, "the sheets of the form"
    pane = opening(books["real"])
    pane.check()
    log = pane.host("officeHost.protection")
    assert log == [["unprotect", n] for n in protected] + [["protect", n] for n in protected]
    assert protections(pane.workbook) == {**protections(books["real"]), PROTOCOL: None}


@pytest.mark.parametrize(
    ("step", "code", "said"),
    [
        ("color", "GeneralException", "не дал выполнить действие до конца"),
        ("values", "InvalidOperationInCellEditMode", "Закончите ввод в ячейке"),
        ("add", "AccessDenied", "книга или лист защищены"),
        ("select", "GeneralException", "не дал выполнить действие до конца"),
    ],
)
def test_protection_is_put_back_when_something_fails(
    opening: Opening, books: dict[str, Json], step: str, code: str, said: str
) -> None:
    pane = opening(books["real"])
    pane.host(f"officeHost.fails = {{ step: '{step}', code: '{code}' }}; null")
    pane.check()
    assert said in pane.failure
    assert pane.failure.endswith("Введённые данные не изменены.")
    assert pane.status == ""
    after = protections(pane.workbook)
    assert {n: after[n] for n in protections(books["real"])} == protections(books["real"])
    typed_after = typed(pane.workbook)
    assert {c: typed_after[c] for c in typed_after if c[0] != PROTOCOL} == typed(books["real"])


def test_a_sheet_with_a_password_is_left_protected(
    opening: Opening, files: dict[str, Path], books: dict[str, Json]
) -> None:
    workbook = copy.deepcopy(books["real"])
    workbook["sheets"][2]["password"] = "секрет"
    pane = opening(workbook)
    pane.check()
    assert pane.lines() == expected_lines(files["real"]), "its protection lets cells be coloured"
    assert ["unprotect", workbook["sheets"][2]["name"]] not in pane.host("officeHost.protection")


def test_protection_that_cannot_be_put_back_is_told(
    opening: Opening, books: dict[str, Json]
) -> None:
    pane = opening(books["real"])
    pane.host("officeHost.fails = { step: 'protect', code: 'GeneralException' }; null")
    pane.check()
    assert "Не удалось вернуть защиту листов: «Титул», «Паспорт»" in pane.failure


# What can go wrong -----------------------------------------------------------------------------


def other_workbook(workbook: Json) -> None:
    sheet = {"name": "Лист1", "visibility": "Visible", "protection": None, "cells": {}}
    workbook["sheets"] = [sheet]
    workbook["selection"], workbook["active"] = ["Лист1", "A1"], 0


def other_edition(workbook: Json) -> None:
    meta = next(sheet for sheet in workbook["sheets"] if sheet["name"] == "_meta")
    (cell,) = [cell for cell in meta["cells"].values() if str(cell["value"]) == "2020"]
    cell["value"] = "2031"


def sheet_missing(workbook: Json) -> None:
    del workbook["sheets"][2]


def foreign_protocol(workbook: Json) -> None:
    cells = {"A1": {"value": "Протокол педсовета"}}
    sheet = {"name": PROTOCOL, "visibility": "Visible", "protection": None, "cells": cells}
    workbook["sheets"].append(sheet)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_workbook, "не бланк дорожной карты"),
        (other_edition, "2031"),
        (sheet_missing, "нет листов бланка: «ЕГЭ»"),
        (foreign_protocol, "записала не эта программа"),
    ],
)
def test_a_workbook_that_cannot_be_checked_is_left_alone(
    opening: Opening, books: dict[str, Json], change: Callable[[Json], None], said: str
) -> None:
    workbook = copy.deepcopy(books["real"])
    change(workbook)
    pane = opening(workbook)
    pane.check()
    assert said in pane.failure
    assert (pane.lines(), pane.status) == ([], "")
    assert pane.workbook == workbook
    assert pane.host("officeHost.protection") == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "Сервер надстройки не отвечает"),
        ((400, "Couldn't find an xlwings license key."), "нет действующего ключа лицензии"),
        ((401, "Unauthorized"), "не узнал вас"),
        ((413, "<h1>Too large</h1>"), "слишком большая"),
        ((503, "Busy"), "сейчас занят"),
        ((404, "Not found"), "новый манифест"),
        ((500, "An error occurred."), "ошибкой (код 500)"),
        ((502, "<html>Bad gateway</html>"), "ошибкой (код 502)"),
        ((200, "<html>Вход в сеть</html>"), "ошибкой (код 200)"),
    ],
)
def test_a_server_that_does_not_check_is_told_in_russian(
    opening: Opening, books: dict[str, Json], answer: tuple[int, str] | None, said: str
) -> None:
    def reply(route: Any) -> None:
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], body=answer[1])

    pane = opening(books["real"])
    pane.page.route("**/custom-scripts-call/check", reply)
    pane.check()
    assert said in pane.failure
    assert not re.search("[A-Za-z<>]{3,}", pane.failure.replace("xlwings", "").replace("Excel", ""))
    assert pane.workbook == books["real"]
    pane.page.unroute("**/custom-scripts-call/check")
    pane.check()
    assert (pane.failure, pane.status[:16]) == ("", "Осталось ошибок:")


# The server ------------------------------------------------------------------------------------


def test_the_bundled_office_js_comes_from_this_server(browser: Any, address: str) -> None:
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(f"{address}/taskpane.html")
    page.wait_for_function("() => Boolean(globalThis.Office?.onReady && globalThis.xlwings)")
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/office.js") for url in asked)
    assert {url for url in asked if not url.startswith(address)} == set()
    page.close()


def test_only_this_servers_scripts_may_run(address: str) -> None:
    policy = urlopen(f"{address}/taskpane.html").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert "script-src" not in rules
    assert rules["object-src"] == rules["base-uri"] == "'none'"


OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVER = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
BT = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"
ORDER = [
    "Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl",
    "HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements",
    "DefaultSettings", "Permissions",
]  # fmt: skip
"""The schema of Office takes them in this order only."""
LONGEST = {"ShortStrings": 125, "LongStrings": 250, "Urls": 255, "Images": 255}


@pytest.fixture(scope="module")
def manifest(address: str) -> ElementTree.Element:
    behind_https = Request(f"{address}/manifest", headers={"X-Forwarded-Proto": "https"})
    return ElementTree.fromstring(urlopen(behind_https).read())


def values_of(manifest: ElementTree.Element) -> dict[str, str]:
    return {
        element.attrib["id"]: element.attrib["DefaultValue"]
        for element in manifest.iter()
        if element.tag.startswith(BT) and "id" in element.attrib
    }


def test_the_manifest_is_built_as_office_wants_it(manifest: ElementTree.Element) -> None:
    tags = [child.tag for child in manifest]
    assert tags == [*(OFFICE + name for name in ORDER), f"{OVER}VersionOverrides"]
    values = values_of(manifest)
    used = {e.attrib["resid"] for e in manifest.iter() if "resid" in e.attrib}
    assert used == set(values)
    assert all(len(name) <= 32 for name in values)
    for kind, longest in LONGEST.items():
        for element in manifest.iter(BT + kind):
            assert all(len(child.attrib["DefaultValue"]) <= longest for child in element)
    links = [
        v for e in manifest.iter() for v in e.attrib.values() if "://" in v and "schemas" not in v
    ]
    assert links
    assert all(link.startswith("https://127.0.0.1:") for link in links)


def test_the_manifest_says_the_add_ins_names(manifest: ElementTree.Element) -> None:
    values = values_of(manifest)
    assert values["Tab.Label"] == "Дорожная карта"
    assert values["Check.Label"] == "Проверить"
    assert values["Functions.Namespace"] == "ROADMAP"
    (identity,) = [e.text for e in manifest.iter(f"{OFFICE}Id")]
    assert identity == "a475a439-c0bb-4363-8738-01ff7a446aaa", "another one is another add-in"


def test_what_the_manifest_points_to_is_there(manifest: ElementTree.Element) -> None:
    links = {v for v in values_of(manifest).values() if v.startswith("https://")}
    for link in links:
        content = urlopen(link.replace("https://", "http://")).read()
        if size := re.search(r"-(\d+)\.png$", link):
            assert content[:8] == b"\x89PNG\r\n\x1a\n"
            assert [int.from_bytes(content[n : n + 4]) for n in (16, 20)] == [int(size[1])] * 2
        else:
            assert content


def test_the_functions_of_the_catalogue_are_served(address: str) -> None:
    served_here = json.load(urlopen(f"{address}/xlwings/custom-functions-meta.json"))["functions"]
    assert {(f["name"], f["description"]) for f in served_here} == {
        (entry.name, entry.help) for entry in FUNCTIONS
    }


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("SHARE([[57]], [[200]])", [[0.29]]),
        ("SHARE([['18 чел.']], [['много']])", [["не число: много"]]),
        ("SHARE([[1], ['']], [[8], [8]])", [[0.13], [""]]),
        ("SHARE([[1], [1]], [[8], ['']])", [[0.13], [""]]),
    ],
)
def test_a_function_in_a_cell_is_answered_by_the_server(
    opening: Opening, books: dict[str, Json], call: str, result: object
) -> None:
    pane = opening(books["real"])
    invocation = "{ address: 'ЕГЭ!Z1', parameterAddresses: ['ЕГЭ!A1', 'ЕГЭ!B1'] }"
    asked = call.replace(")", f", {invocation})")
    assert pane.host(f"officeHost.functions.{asked}") == result


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine's own, and its key."""
    paths = folder / "сервер.pem", folder / "ключ.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    names = ["/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    outputs = ["-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run([*command, *names, *outputs], check=True, capture_output=True)
    return paths


def test_with_a_certificate_all_is_https(tmp_path: Path) -> None:
    public, private = certificate(tmp_path)
    options = ("--certificate", str(public), "--private-key", str(private))
    with served(*options, "--public-name", "roadmap.example.org") as address:
        trusting = ssl.create_default_context(cafile=str(public))
        text = urlopen(f"{address}/manifest/download", context=trusting).read().decode()
    assert address.startswith("https://127.0.0.1:")
    secret = address.rpartition("/")[2]
    public_address = f"https://roadmap.example.org/{secret}/taskpane.html"
    assert f'SourceLocation DefaultValue="{public_address}"' in text


def asked_to_serve(**options: Any) -> None:
    serve(say=lambda line: None, **{"licence_key": "noncommercial", **options})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"certificate": Path("нет.pem")}, "нужны оба файла"),
        ({"certificate": Path("нет.pem"), "private_key": Path("нет.key")}, "«нет.pem» не найден"),
        ({"certificate": Path(__file__), "private_key": Path(__file__)}, "не подошёл"),
        ({"host": "192.0.2.1"}, "занять нельзя"),
        ({"port": 99999}, "занять нельзя"),
    ],
)
def test_what_keeps_the_server_from_starting_is_one_sentence(
    options: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLWINGS_PROJECT_DIR", str(PROJECT))
    with pytest.raises(ServingError, match=said):
        asked_to_serve(**{"port": 0, **options})


def test_a_port_that_is_taken_is_told() -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    with taken, pytest.raises(ServingError, match="уже запущен"):
        asked_to_serve(port=taken.getsockname()[1])


def test_the_licence_is_the_operators_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XLWINGS_LICENSE_KEY", raising=False)
    with pytest.raises(ServingError, match="--licence-key noncommercial"):
        asked_to_serve(licence_key="")


def test_a_wrong_key_is_told() -> None:
    code = (
        "from roadmap_xl.addin.serving import *\n"
        "try: serve(port=0, licence_key='нет такого', say=print)\n"
        "except ServingError as fault: print(fault)"
    )
    command = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.stdout.startswith("Ключ лицензии xlwings не подошёл"), done.stderr


def test_without_the_extra_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    with pytest.raises(ServingError, match=r'pip install "roadmap_xl\[server\]"'):
        asked_to_serve()


def test_every_file_of_the_project_goes_into_the_wheel() -> None:
    declared = (PROJECT.parents[2] / "pyproject.toml").read_text("utf-8")
    shipped = set(re.findall(r'"\*(\.\w+)"', declared)) | {".py"}
    files = [path for path in PROJECT.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {path.suffix for path in files} <= shipped
