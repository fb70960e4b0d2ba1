"""A document as PDF, made by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ...errors import OutputError
from ...files import temporary_folder

_PLACES = (
    Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "LibreOffice/program/soffice.com"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
"""Where it is put on Windows and macOS, without being named in PATH."""
_SECONDS = 120
_BY_HAND = "Или сделайте документ без PDF, откройте его в Word и выберите «Сохранить как» → «PDF»."


def pdf_of(document: bytes) -> bytes:
    """The PDF of a .docx file; raises `OutputError` where LibreOffice is missing or fails."""
    program = find_libreoffice()
    if program is None:
        raise OutputError(
            "PDF делает LibreOffice, а на этом компьютере он не найден. Установите LibreOffice "
            f"(бесплатно, libreoffice.org) и повторите. {_BY_HAND}"
        )
    with temporary_folder() as folder:
        source = folder / "document.docx"
        source.write_bytes(document)
        try:
            return _convert(program, source)
        except (OSError, subprocess.SubprocessError) as fault:
            raise OutputError(
                "LibreOffice на этом компьютере есть, но PDF не сделал: возможно, не установлена "
                f"его часть Writer. {_BY_HAND}"
            ) from fault


def find_libreoffice() -> Path | None:
    """LibreOffice's program; None where there is none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in _PLACES if place.is_file()), None)


def _convert(program: Path, source: Path) -> bytes:
    """In a profile of its own, so that an open LibreOffice is no hindrance."""
    profile = (source.parent / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    return source.with_suffix(".pdf").read_bytes()
