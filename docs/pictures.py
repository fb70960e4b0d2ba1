"""Draws the pictures of the README from the current workbooks: `make pictures`.

LibreOffice turns a sheet into a page, its check column included, and pdftoppm turns the page into a
picture. Needs libreoffice-calc, libreoffice-writer and poppler-utils.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from roadmap_xl.demo.run import run_demo
from roadmap_xl.documenting import document_file

HERE = Path(__file__).parent / "pictures"
RESOLUTION = 110
TOP = 40
"""The margin of the page above the picture, in pixels."""
PRINT_AREA = re.compile(r'<definedName name="_xlnm.Print_Area".*?</definedName>')


@dataclass(frozen=True)
class Picture:
    """One picture: the sheet's place in the workbook, and how much of its page to keep."""

    name: str
    workbook: str
    text: str
    """Words that stand on the page and on no earlier one."""
    width: int
    height: int
    top: int = TOP


PICTURES = (
    Picture("school.png", "faulty", "Итоги ЕГЭ 2019/2020 учебного года", 1290, 500),
    Picture("title.png", "faulty", "Чья это книга", 1290, 900),
    Picture("review.png", "real", "Что не так", 1290, 640),
    Picture("summary.png", "summary", "Итоги ЕГЭ по предметам", 1290, 900),
    Picture("document.png", "paper", "Итоги ЕГЭ 2019/2020 учебного года", 1290, 910, top=0),
)
FAULTY = "230508"
"""The invented school whose workbook is nearly right."""
CLEAN = "230503"


def without_print_areas(source: Path, target: Path) -> None:
    """A copy whose pages hold everything, also what is not meant for paper."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/workbook.xml":
                data = PRINT_AREA.sub("", data.decode("utf-8")).encode("utf-8")
            new.writestr(entry, data)


def as_pdf(workbook: Path, folder: Path) -> Path:
    copy = folder / f"{workbook.stem}.xlsx"
    without_print_areas(workbook, copy)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(copy)], check=True, capture_output=True)
    return copy.with_suffix(".pdf")


def paper_of(workbook: Path, folder: Path) -> Path:
    """The paper to sign of a faultless workbook."""
    target = folder / "paper.docx"
    document_file(workbook, target, created=date(2020, 10, 1), with_pdf=True)
    return target.with_suffix(".pdf")


def page_with(text: str, pdf: Path) -> int:
    pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    for number, page in enumerate(pages.stdout.decode("utf-8").split("\f"), start=1):
        if text in " ".join(page.split()):
            return number
    raise SystemExit(f"no page of {pdf.name} says «{text}»")


def draw(picture: Picture, pdf: Path) -> None:
    page = str(page_with(picture.text, pdf))
    size = ["-x", "0", "-y", str(picture.top), "-W", str(picture.width), "-H", str(picture.height)]
    target = str(HERE / picture.name.removesuffix(".png"))
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(RESOLUTION), "-f", page, "-l", page]
    subprocess.run([*command, *size, str(pdf), target], check=True)


def main() -> None:
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        sys.exit("LibreOffice and poppler-utils are needed for the pictures")
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = run_demo(folder / "demo", created=date(2020, 10, 1))
        pdfs = {
            "real": as_pdf(result.real_school, folder),
            "faulty": as_pdf(result.workbooks[FAULTY], folder),
            "summary": as_pdf(result.summary, folder),
            "paper": paper_of(result.workbooks[CLEAN], folder),
        }
        for picture in PICTURES:
            draw(picture, pdfs[picture.workbook])


if __name__ == "__main__":
    main()
