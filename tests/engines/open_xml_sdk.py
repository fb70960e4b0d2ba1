"""Microsoft's Open XML SDK as a validator, on the .NET runtime that comes with a wheel.

The wheel is of another purpose, but carries the SDK's assemblies with the runtime that they need.
"""

from __future__ import annotations

import atexit
import importlib
import json
import sys
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .messages import Message

OFFICES = ("Office2010", "Office2019", "Microsoft365")
PAPERS = ("Office2007", *OFFICES)
"""A Word document is read by older programs as well."""
_SDK = ("DocumentFormat.OpenXml.Framework", "DocumentFormat.OpenXml")
_MOST_MESSAGES = 1000


@cache
def missing() -> str:
    """What the tests of the validators lack; empty if nothing."""
    needed = ("python_redlines_docxodus", "pythonnet", "openxml_audit")
    lacking = [name for name in needed if find_spec(name) is None]
    if sys.platform != "linux":
        return "средства проверки файлов собраны для Linux"
    return (
        f"нет средств проверки файлов ({', '.join(lacking)}): make .venv/for-engines"
        if lacking
        else ""
    )


def validated(paths: Iterable[Path]) -> Iterator[Message]:
    """What the SDK says of each file, as each Office that may open it."""
    with _sdk() as sdk:
        for path in paths:
            yield from _of_file(sdk, path)


def _of_file(sdk: Any, path: Path) -> Iterator[Message]:
    is_paper = path.suffix == ".docx"
    kind = sdk.Packaging.WordprocessingDocument if is_paper else sdk.Packaging.SpreadsheetDocument
    document = kind.Open(str(path), False)
    try:
        for office in PAPERS if is_paper else OFFICES:
            version = getattr(sdk.FileFormatVersions, office)
            validator = sdk.Validation.OpenXmlValidator(version)
            validator.MaxNumberOfErrors = _MOST_MESSAGES
            for error in validator.Validate(document):
                part = str(error.Part.Uri) if error.Part else ""
                place = str(error.Path.XPath) if error.Path else ""
                text = str(error.Description)
                yield Message(f"SDK {office}", path.name, part, place, str(error.Id), text)
    finally:
        document.Dispose()


@contextmanager
def _sdk() -> Iterator[Any]:
    """The SDK's namespace `DocumentFormat.OpenXml`; a process loads .NET once."""
    with TemporaryDirectory(prefix="open-xml-sdk-") as folder:
        _load(Path(folder))
        yield importlib.import_module("DocumentFormat.OpenXml")


def _load(folder: Path) -> None:
    import pythonnet
    from clr_loader import get_coreclr

    wheel = files("python_redlines_docxodus") / "_binaries" / "linux-x64.tar.gz"
    with wheel.open("rb") as stream, tarfile.open(fileobj=stream) as archive:
        archive.extractall(folder, filter="data")
    pythonnet.set_runtime(get_coreclr(runtime_config=_as_shared(folder), dotnet_root=folder))
    import clr

    atexit.unregister(pythonnet.unload)  # it collects garbage twenty times: minutes of a processor
    for name in _SDK:
        clr.AddReference(str(folder / name))


def _as_shared(folder: Path) -> Path:
    """Lays the program's own runtime out as an installed one, which a host can be given.

    Returns the configuration that asks for it.
    """
    config = json.loads((folder / "redline.runtimeconfig.json").read_text())["runtimeOptions"]
    (framework,) = config.pop("includedFrameworks")
    name, version = framework["name"], framework["version"]
    shared, host = folder / "shared" / name / version, folder / "host" / "fxr" / version
    for made in (shared, host):
        made.mkdir(parents=True)
    (host / "libhostfxr.so").symlink_to(folder / "libhostfxr.so")
    assemblies, libraries = {}, {}
    for path in folder.glob("*.*"):
        if path.suffix in (".dll", ".so") and not path.stem.startswith(("redline", _SDK[1])):
            (shared / path.name).symlink_to(path)
            (assemblies if path.suffix == ".dll" else libraries)[path.name] = {}
    target, package = f".NETCoreApp,Version=v{version[:2]}.0", f"{name}.Runtime/{version}"
    description = {
        "runtimeTarget": {"name": target, "signature": ""},
        "targets": {target: {package: {"runtime": assemblies, "native": libraries}}},
        "libraries": {package: {"type": "package", "serviceable": False, "sha512": ""}},
    }
    (shared / f"{name}.deps.json").write_text(json.dumps(description))
    wanted = {"tfm": config["tfm"], "framework": framework}
    invariant = {"System.Globalization.Invariant": True}
    asking = folder / "validator.runtimeconfig.json"
    asking.write_text(json.dumps({"runtimeOptions": {**wanted, "configProperties": invariant}}))
    return asking
