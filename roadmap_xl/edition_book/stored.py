"""The files of editions: those of the package, and one's own in a campaign's folder.

What went out to schools stays: a change afterwards is a new version beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomli_w

from ..campaign.folder import CampaignFolder, campaign_at
from ..errors import EditionError, UnreadableWorkbookError, suggest_name
from ..files import make_folder, write_whole
from ..form.edition import Edition
from ..form.fields import Form
from ..form.forms import SUFFIX
from ..form.loading import editions, read_edition, source_of
from ..form.prefilled import prefilled
from ..reader.files.opening import read_bytes
from ..reader.files.package_parts import DamagedPartError
from ..reader.files.sources import cells_of
from ..texts.typed import as_text
from ..workbook.school_workbook import write_school_workbook
from ..workbook.seals import META
from .rows import Raw

_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class StoredEdition:
    """A file of an edition."""

    raw: Raw
    edition: Edition
    path: Path | None = None
    """None for one of the package."""


def stored(name: str, campaign: Path | None = None) -> StoredEdition:
    """The edition that a name means: a year, a key of the campaign's, or a file.

    Raises `EditionError` where there is none.
    """
    if name.lower().endswith(SUFFIX):
        return _of_file(Path(name))
    if name in editions():
        source = source_of(name)
        raw = tomllib.loads(source.decode())
        return StoredEdition(raw, read_packaged(name))
    for one in own_editions(campaign) if campaign else ():
        if one.edition.key == name:
            return one
    known = [*editions(), *(one.edition.key for one in own_editions(campaign))] if campaign else (
        editions()
    )  # fmt: skip
    raise EditionError(
        f"Нет издания «{name}». Есть: {', '.join(known)}. Своё издание назовите файлом .toml или "
        "укажите папку сбора: --campaign."
    )


def read_packaged(key: str) -> Edition:
    """An edition of the package."""
    from ..form.fields import form_of

    return form_of(key).edition


def _of_file(path: Path) -> StoredEdition:
    if not path.is_file():
        raise EditionError(f"Нет файла «{path}»{suggest_name(path)}.")
    edition = read_edition(path)
    return StoredEdition(tomllib.loads(path.read_text(encoding="utf-8")), edition, path)


def own_editions(campaign: Path) -> list[StoredEdition]:
    """The campaign's own editions, of each key the newest version."""
    folder = CampaignFolder(campaign).editions
    found: dict[str, StoredEdition] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        one = _of_file(path)
        other = found.get(one.edition.key)
        if other is None or one.edition.revision > other.edition.revision:
            found[one.edition.key] = one
    return list(found.values())


@dataclass(frozen=True)
class Kept:
    """Where an edition was put, and what is to be done next."""

    edition: Edition
    path: Path
    lines: tuple[str, ...]


def keep_in(campaign: Path, raw: Raw, base_mark: str, *, created: date) -> Kept:
    """Puts an edition into the campaign's folder, and a blank of it beside it.

    Of an edition that went out the former version stays. Raises `EditionError` where that was
    changed by somebody else meanwhile, `OutputError` where it cannot be written.
    """
    folder = CampaignFolder(campaign)
    if campaign_at(campaign) is None:
        raise EditionError(f"«{campaign}» — не папка сбора. Её делает roadmap-xl init.")
    make_folder(folder.editions)
    key = str(raw["key"])
    before = next((one for one in own_editions(campaign) if one.edition.key == key), None)
    path = folder.editions / f"{key}{SUFFIX}"
    if before is not None and _without_revision(before.raw) == _without_revision(raw):
        same = ("Издание такое же, как записанное.", *_blanks(folder, before.edition, created))
        return Kept(before.edition, before.path or path, same)
    revision = _next_revision(folder, before, base_mark)
    source = toml_of({**raw, **({"revision": revision} if revision > 1 else {})})
    lines: list[str] = []
    if before is not None and before.path is not None and revision > before.edition.revision:
        kept = folder.editions / f"{key}.{before.edition.revision}{SUFFIX}"
        write_whole(kept, before.path.read_bytes())
        lines.append(
            f"Бланки версии {before.edition.revision} уже у школ: это версия {revision}. "
            "Заполненные книги перенесёт команда repair."
        )
    write_whole(path, source)
    edition = read_edition(path)
    lines += _blanks(folder, edition, created)
    return Kept(edition, path, tuple(lines))


def _without_revision(raw: Raw) -> Raw:
    return {name: value for name, value in raw.items() if name != "revision"}


def toml_of(raw: Raw) -> bytes:
    """The file of an edition; the same edition gives the same bytes."""
    return tomli_w.dumps(raw, multiline_strings=False).encode("utf-8")


def _next_revision(folder: CampaignFolder, before: StoredEdition | None, base_mark: str) -> int:
    if before is None:
        return 1
    if not _went_out(folder, before.edition):
        return before.edition.revision
    if base_mark != before.edition.mark:
        raise EditionError(
            f"Бланки издания «{before.edition.key}» уже разосланы, а книга издания сделана не по "
            "нему. Сделайте её заново: roadmap-xl edition export "
            f'{before.edition.key} --campaign "{folder.path}" -o Издание.xlsx — и внесите '
            "изменения в неё."
        )
    return before.edition.revision + 1


def _went_out(folder: CampaignFolder, edition: Edition) -> bool:
    """Whether a workbook of this version is among the blanks for schools or what they sent."""
    return any(
        version == edition.template_version
        for place in (folder.blanks, folder.incoming)
        for version in _versions_in(place)
    )


def _versions_in(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _BOOKS:
            continue
        try:
            cells = cells_of(read_bytes(path), path.name)
            rows = cells.rows(META) if META in cells.sheet_names else []
        except (UnreadableWorkbookError, DamagedPartError):
            continue
        values = {as_text(row[0]): as_text(row[1]) for row in rows if len(row) > 1 and row[0]}
        yield values.get("template_version", "")


def _blanks(folder: CampaignFolder, edition: Edition, created: date) -> Iterator[str]:
    """A blank to look at beside the edition; those for schools are made by `template --all`."""
    sample = folder.editions / f"Бланк {edition.key}.xlsx"
    write_school_workbook(sample, prefilled(Form(edition)), created=created)
    yield f"Бланк для просмотра: {sample}"
    yield (
        f"Бланки школам: впишите в «{folder.registry.name}», на листе «Настройки», год бланка "
        f'{edition.key}, затем наберите: roadmap-xl template --all "{folder.path}".'
    )
