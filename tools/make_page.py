"""The check as a page for any browser: a folder for a host, and one file that opens from a disk.

    python tools/make_page.py -o dist

Python for WebAssembly comes from npm, pinned in page/package-lock.json; packages from the index of
Python packages, by the hashes of locks/users.txt. Both are kept in build/page and never committed.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import html
import json
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.message import Message
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

PROJECT = Path(__file__).parents[1]
PAGE, BUILD = PROJECT / "page", PROJECT / "build" / "page"
USERS_LOCK = PROJECT / "locks" / "users.txt"
PACKAGES = ("olefile", "python-calamine", "xlrd", "xlsxwriter")
"""What a check, a copy and a blank import; no processes, no Word, no ciphers, and no pydantic:
editions of districts' own are validated without it."""
PLATFORM = ("pyemscripten_2026_0_wasm32", "314", "cp314")
"""As pip names the platform, Python and ABI of this Pyodide."""
LIBRARY = "/lib/python3.14/site-packages"
DATA = ("form/editions/*.toml", "reader/structure/imprints/*.json")
"""What the package reads beside its modules, on the way that a page goes."""
FOLDER, SINGLE, ENGINE, BUILT_FROM = "page", "roadmap_xl.html", "engine.bin", "built_from.txt"
_A_DAY = (1980, 1, 1, 0, 0, 0)
_PYODIDE = (
    ("Pyodide {version}", "MPL-2.0", "github.com/pyodide/pyodide"),
    ("CPython 3.14", "PSF-2.0", "python.org"),
    ("Emscripten 5.0", "MIT", "emscripten.org"),
)
"""What npm's package is made of, and where its sources are."""


def main(target: Path) -> None:
    """Builds both forms of the page into a folder and says what they weigh."""
    pyodide, wheels = fetched()
    sources = BUILD / "sources"
    libraries(pyodide, wheels, sources)
    parts = engine_parts(pyodide, wheels, sources)
    write_page(target, parts, licences(pyodide, wheels))
    (target / FOLDER / BUILT_FROM).write_text(sources_digest(), encoding="utf-8")
    for path in (target / FOLDER / ENGINE, target / SINGLE):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def sources_digest() -> str:
    """Of all that the page is made from: whether one that is there is of this very project."""
    made_from = [USERS_LOCK, Path(__file__), *PAGE.iterdir(), *(PROJECT / "roadmap_xl").rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in made_from if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


# --- what others made ---


def fetched() -> tuple[Path, list[Path]]:
    """The folder of Pyodide and the wheels, as they are locked; fetched if not here yet."""
    lock = PAGE / "package-lock.json"
    pinned = lock.read_text(encoding="utf-8") + "".join(_locked())
    folder = BUILD / hashlib.sha256(pinned.encode()).hexdigest()[:16]
    if not folder.exists():
        passing = BUILD / "fetching"
        shutil.rmtree(passing, ignore_errors=True)
        passing.mkdir(parents=True)
        for file in (PAGE / "package.json", lock):
            shutil.copy(file, passing)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=passing, check=True)
        _fetch_wheels(passing / "wheels")
        passing.rename(folder)
    return folder / "node_modules" / "pyodide", sorted((folder / "wheels").glob("*.whl"))


def _fetch_wheels(folder: Path) -> None:
    platform, python, abi = PLATFORM
    folder.mkdir()
    locked = folder / "locked.txt"
    locked.write_text("".join(_locked()), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    for_page = ("--platform", platform, "--python-version", python, "--abi", abi)
    as_locked = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", locked)
    subprocess.run([*pip, *for_page, *as_locked, "-d", folder], check=True)


def _locked() -> list[str]:
    """The lines of the users' lock for these packages, with their hashes."""
    lines, is_wanted = [], False
    for line in USERS_LOCK.read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith(" "):
            is_wanted = line.partition("==")[0] in PACKAGES
        if is_wanted:
            lines.append(line)
    return lines


# --- what runs in the browser ---


def libraries(pyodide: Path, wheels: list[Path], target: Path) -> None:
    """Lays out all modules, then leaves those that are needed, and what they read beside them."""
    library, packages = target / "stdlib", target / "site-packages"
    archives = {pyodide / "python_stdlib.zip": library, **dict.fromkeys(wheels, packages)}
    shutil.rmtree(target, ignore_errors=True)
    for archive, folder in archives.items():
        with ZipFile(archive) as opened:
            opened.extractall(folder)
    own = packages / "roadmap_xl"
    shutil.copytree(PROJECT / "roadmap_xl", own, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(["node", PAGE / "compile.mjs", pyodide, target], check=True)
    data = {path for pattern in DATA for path in own.glob(pattern)}
    for path in target.rglob("*"):
        if path.is_file() and path not in data and path.suffix not in (".pyc", ".so"):
            path.unlink()


def engine_parts(pyodide: Path, wheels: list[Path], sources: Path) -> dict[str, bytes]:
    """By name everything the worker is given; a name from / on is a file of its disk."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    parts = {
        "worker.js": (PAGE / "worker.js").read_bytes(),
        "pyodide-lock.json": json.dumps({"info": lock["info"], "packages": {}}).encode(),
        "licences.txt": licence_texts(wheels).encode(),
        "python_stdlib.zip": _stored(sources / "stdlib", BUILD / "python_stdlib.zip"),
    }
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        parts[name] = (pyodide / name).read_bytes()
    packages = sources / "site-packages"
    for path in sorted(path for path in packages.rglob("*") if path.is_file()):
        parts[f"{LIBRARY}/{path.relative_to(packages).as_posix()}"] = path.read_bytes()
    return parts


def _stored(folder: Path, target: Path) -> bytes:
    """The standard library as Python reads it from an archive; the engine is packed as a whole."""
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = ZipInfo(path.relative_to(folder).as_posix(), _A_DAY)
            archive.writestr(info, path.read_bytes())
    return target.read_bytes()


def packed(parts: dict[str, bytes]) -> bytes:
    """One file: eight digits with the length of a list, the list of what begins and ends where,
    then the parts."""
    places, at = {}, 0
    for name, data in parts.items():
        places[name] = (at, at + len(data))
        at += len(data)
    listed = json.dumps(places, separators=(",", ":")).encode()
    whole = b"%8d" % len(listed) + listed + b"".join(parts.values())
    return gzip.compress(whole, compresslevel=9, mtime=0)


# --- the page ---


def write_page(target: Path, parts: dict[str, bytes], shown_licences: str) -> None:
    """The folder and the single file; both are the same page around the same engine."""
    engine = packed(parts)
    style, script = ((PAGE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    words = {"{version}": metadata.version("roadmap_xl"), "{licences}": shown_licences}
    folder = target / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ENGINE).write_bytes(engine)
    (folder / "page.css").write_text(style, encoding="utf-8")
    (folder / "page.js").write_text(script, encoding="utf-8")
    source = f'<script type="text/plain" id="engine" data-size="{len(engine)}"'
    apart = {
        "{policy}": _policy("'self'", "'self'", "'self' "),
        "{style}": '<link rel="stylesheet" href="page.css">',
        "{script}": '<script src="page.js"></script>',
        "{engine}": f'{source} data-source="{ENGINE}"></script>',
    }
    (folder / "index.html").write_text(_filled(words | apart), encoding="utf-8")
    inside = {
        "{policy}": _policy(_hash(script), _hash(style), ""),
        "{style}": f"<style>{style}</style>",
        "{script}": f"<script>{script}</script>",
        "{engine}": f"{source}>{base64.b64encode(engine).decode()}</script>",
    }
    (target / SINGLE).write_text(_filled(words | inside), encoding="utf-8")


def _filled(words: dict[str, str]) -> str:
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(name, word, 1)
    return text


def _policy(script: str, style: str, engine: str) -> str:
    """What a browser lets the page do: its own script and style, no request but for the engine."""
    return (
        f"default-src 'none'; script-src {script} blob: 'wasm-unsafe-eval'; style-src {style}; "
        f"worker-src blob:; connect-src {engine}blob:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# --- licences ---


def licences(pyodide: Path, wheels: list[Path]) -> str:
    """Everything the page is made of, each with its licence, as items of a list."""
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    items = [(name.format(version=version), which, where) for name, which, where in _PYODIDE]
    for wheel in wheels:
        told = _metadata(wheel)
        which = told["License-Expression"] or told["License"] or told["Classifier"]
        items.append((f"{told['Name']} {told['Version']}", which, ""))
    lines = (" — ".join(filter(None, item)) for item in items)
    return "".join(f"<li>{html.escape(line)}</li>" for line in lines)


def licence_texts(wheels: list[Path]) -> str:
    """The texts that come with the project and the wheels, one after the other."""
    texts = [f"roadmap_xl\n\n{(PROJECT / 'LICENSE').read_text(encoding='utf-8')}"]
    for wheel in wheels:
        with ZipFile(wheel) as opened:
            for name in sorted(opened.namelist()):
                if ".dist-info/" in name and "licen" in name.rpartition(".dist-info/")[2].lower():
                    text = opened.read(name).decode("utf-8", "replace")
                    texts.append(f"{wheel.name.split('-')[0]}\n\n{text}")
    texts += [f"{name.format(version='')}: {which}, {where}" for name, which, where in _PYODIDE]
    return f"\n\n{'-' * 72}\n\n".join(texts)


def _metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(opened.read(name))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-o", "--output", type=Path, default=PROJECT / "dist")
    main(arguments.parse_args().output)
