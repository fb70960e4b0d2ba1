"""The files of a campaign on an edition of its own, with protocols and a list of scores."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from edition_book.real_roadmaps import ROADMAPS, built
from protocol_files import csv_in, pupils, report

from roadmap_xl.district.registry_edits import edit_school, edit_settings

Run = Callable[..., None]
CODES = ("301", "302")
DAY = ("--date", "2026-11-02")
ROADMAP = ROADMAPS[1]
"""With a control of its own."""


def write_kinds_of_own(run: Run, folder: Path) -> None:
    """The edition's own workbooks, its blanks, and what a district makes of two schools."""
    protocols = folder / "Протоколы"
    protocols.mkdir(parents=True)
    for code, first in zip(CODES, (0, 20), strict=True):
        scores = list(zip(pupils(3, code, first), (30, 60, 90), strict=True))
        rows = report(scores, "01 - Русский язык 2026.06.04")
        csv_in("utf-8-sig")(protocols / f"{code}.csv", rows)
    campaign, edition = _campaign(run, folder)
    _blanks(run, folder, edition, protocols)
    run("template", "--all", campaign, "--results", protocols, *DAY)
    _returned(run, folder, campaign, protocols)
    _district(run, folder, campaign)


def _campaign(run: Run, folder: Path) -> tuple[Path, Path]:
    """A campaign whose registry was filled in on the pages; with it the file of its edition."""
    campaign = folder / "Свой сбор"
    run("init", campaign, *DAY)
    registry = next(campaign.glob("Реестр*.xlsx"))
    for code in CODES:
        named = {"code": code, "name": f"СОШ № {code}", "settlement": "с. Ивановка"}
        edit_school(registry, "", named)
    edit_school(registry, CODES[0], {"contact": "8 (000) 000-00-00"})
    run("edition", "export", "2026", "-o", folder / "Издание.xlsx", *DAY)
    run("edition", "next", "2026", "-o", folder / "Издание на год.xlsx", *DAY)
    with TemporaryDirectory() as edited:  # edited by another program, so no file of the product
        built(ROADMAP, Path(edited))
        run("edition", "build", Path(edited, "Издание.xlsx"), "--campaign", campaign, *DAY)
    (edition,) = campaign.rglob(f"{ROADMAP.key}.toml")
    run("edition", "export", edition, "-o", folder / "Своё издание.xlsx", *DAY)
    edit_settings(registry, {"edition": ROADMAP.key, "send_to": "edu@example.org"})
    return campaign, edition


def _blanks(run: Run, folder: Path, edition: Path, protocols: Path) -> None:
    own = ("--edition", edition)
    run("template", *own, "-o", folder / "Свой.xlsm", *DAY)
    run("template", *own, "--scores", "-o", folder / "Свой с баллами.xlsx", *DAY)
    run("template", *own, "--district", "-o", folder / "Свой района.xlsx", *DAY)
    run("template", "--scores", "--proposals", "-o", folder / "С баллами.xlsx", *DAY)
    run("template", "--edition", "2026", "-o", folder / "Пустой.xlsx", *DAY)
    run("fill", folder / "Пустой.xlsx", protocols, "--school", CODES[0],
        "-o", folder / "По протоколам.xlsx", *DAY)  # fmt: skip


def _returned(run: Run, folder: Path, campaign: Path, protocols: Path) -> None:
    """What two schools send back, one of them on the blank of another edition of the year."""
    blank = next(campaign.rglob(f"{CODES[0]} *.xlsx"))
    incoming = campaign / "Книги школ"
    shutil.copy(blank, incoming / "Своя.xlsx")
    shutil.copy(folder / "По протоколам.xlsx", incoming / "Другого издания.xlsx")
    run("repair", blank, "-o", folder / "Своя копия.xlsx", *DAY)
    run("document", blank, "-o", folder / "Своя карта.docx", *DAY)


def _district(run: Run, folder: Path, campaign: Path) -> None:
    run("consolidate", campaign, "-o", folder / "Своя сводка.xlsx",
        "--publish", folder / "Своё для публикации.xlsx",
        "--feedback", folder / "Свои письма", *DAY)  # fmt: skip
