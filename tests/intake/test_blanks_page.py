"""Blanks for every school, made in the background, taken one by one or as one archive."""

import io
import zipfile
from urllib.parse import quote

from intake.desk import Desk


def test_blanks_are_made_and_taken(desk: Desk) -> None:
    assert "Бланков ещё нет" in desk.get("/blanks")
    assert desk.client.get(f"{desk.base}/blanks/all.zip").status_code == 404
    desk.post("/blanks/make")
    desk.wait()
    page = desk.get("/blanks")
    assert "Файлов: 13" in page  # twelve schools and the district's own
    told = page.partition('<p class="told">')[2].partition("</p>")[0]
    assert ("Записано бланков: 13" in told, ".xlsx" in told) == (True, False)  # the list is below
    archive = desk.client.get(f"{desk.base}/blanks/all.zip")
    names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert len(names) == 13
    one = desk.client.get(f"{desk.base}/blanks/{quote(names[0])}")
    assert one.content == (desk.folder.blanks / names[0]).read_bytes()
    assert desk.client.get(f"{desk.base}/blanks/99").status_code == 404
    assert desk.client.get(f"{desk.base}/blanks/all.zip").content == archive.content
