"""The same functions for Excel on Windows, Mac and the web, as custom functions of Office.js.

For the server project alone: `from roadmap_xl.addin.officejs_functions import *` in the module that
xlwings serves. It stands on xlwings' part that is free for noncommercial use only and asks for
`XLWINGS_LICENSE_KEY=noncommercial`; no other module of the package imports it.
`ROADMAP_XL_FOLDER` names the folder under which the functions of the district may read, and whose
own editions they know.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xlwings import server

from ..errors import EditionError
from ..form.forms import forms_beside
from .excel_functions import register
from .functions.catalogue import FUNCTIONS
from .functions.district_totals import Folders

FOLDER_VARIABLE = "ROADMAP_XL_FOLDER"
NAMESPACE = "ROADMAP"
"""What the add-in's manifest puts before each name: `=ROADMAP.SHARE(E7; D7)`."""
_NO_FOLDER = "на сервере не указана папка с книгами школ: обратитесь к его администратору"


def _of_district(root: str) -> dict[str, Callable[..., object]]:
    """The functions that read folders: closed where no folder is open for them."""
    if root:
        with suppress(EditionError):  # whose books need it are told that it is not there
            forms_beside([Path(root, "-")])  # from now on the pane and all functions know them
        folders = Folders(Path(root))
        return {"DISTRICT_TOTAL": folders.total, "DISTRICT_COVERAGE": folders.coverage}

    def closed(
        folder: object, field: object, edition: object = None, registry: object = None
    ) -> str:
        return _NO_FOLDER

    return dict.fromkeys(("DISTRICT_TOTAL", "DISTRICT_COVERAGE"), closed)


_OF_SERVER = _of_district(os.environ.get(FOLDER_VARIABLE, ""))
_REGISTERED = {
    entry.name.lower(): register(
        entry, entry.name.lower(), _OF_SERVER.get(entry.name, entry.function), server
    )
    for entry in FUNCTIONS
}
__all__ = list(_REGISTERED)
globals().update(_REGISTERED)
