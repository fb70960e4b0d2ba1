"""xlwings' server part as Office.js reaches it: the functions' description, and calls of them.

The calls go through xlwings' own dispatcher with what its JavaScript client sends.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import remote_book  # noqa: F401 - sets the key that xlwings' server part asks for
import xlwings as xw
from xlwings import server
from xlwings.pro import _xlofficejs

if "officejs" not in [engine.name for engine in xw.engines]:
    xw.engines.add(xw.Engine(impl=_xlofficejs.engine))

MODULE = "roadmap_xl.addin.officejs_functions"
NOT_AVAILABLE = {"type": "Error", "errorType": "NotAvailable", "basicValue": "#N/A"}
"""How Office.js gives a cell with an error."""


@contextmanager
def served(folder: Path | None) -> Iterator[ModuleType]:
    """The module of the functions on a server where this folder is open to them."""
    variables = {"ROADMAP_XL_FOLDER": "" if folder is None else str(folder)}
    with patch.dict(os.environ, variables):
        yield importlib.reload(importlib.import_module(MODULE))


def described(module: ModuleType) -> dict[str, dict[str, Any]]:
    """By id, what Excel is told of each function."""
    found = server.custom_functions_meta(module)["functions"]
    return {function["id"]: function for function in found}


def call(module: ModuleType, name: str, *arguments: object) -> Any:
    """A formula is calculated: what the cells get."""
    data = {
        "func_name": name,
        "args": list(arguments),
        "version": xw.__version__,
        "client": "Office.js",
        "runtime": "1.4",
        "date_format": "дд.ММ.гггг",
        "culture_info_name": "ru-RU",
        "caller_address": "[книга.xlsx]Лист1!A1",
    }
    return asyncio.run(server.custom_functions_call(data, module))
