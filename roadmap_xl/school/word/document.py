"""From a Word file to a reading, the same as a workbook gives: values, notes, a count of all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ...form.fields import Form
from ...form.forms import PACKAGED, Forms
from ...form.loading import newest
from ...form.prefilled import prefilled
from ...form.submission import Remark
from ...reader.files.faults import Refused
from ...reader.files.opening import name_of, read_bytes
from ...reader.files.package_parts import DamagedPartError
from ...reader.structure.gathering import MOST_NAMED, Gathered
from ...reader.workbook import CellCounts, Reading, interpret
from ...texts.typed import quote_value
from .content import Content, Where, open_document
from .headers import BASE_MATH, EGE, SCHOOL, table_headers
from .reader import DocumentReader
from .rows import CollectedValues
from .walking import NoDocumentError, content_of
from .words import exam_year


def read_document(path: Path, edition: str = "", forms: Forms = PACKAGED) -> Reading:
    """The document at this path: .docx or .docm, whose macros are not even looked at.

    Its year is read from it where no `edition` is given. Never raises for what is in it; raises
    `EditionError` for an edition that does not exist.
    """
    asked = forms.of(edition) if edition else None
    sha256 = ""
    try:
        if path.is_dir():
            raise Refused("folder-not-document", file=name_of(path.name or path))
        data = read_bytes(path, named=lambda _: None)
        sha256 = hashlib.sha256(data).hexdigest()
        reading = _read(data, path.name, asked, forms)
        return replace(reading, file=path.name, sha256=sha256)
    except Refused as refused:
        return Reading(path.name, sha256, fault=refused.fault)


def _read(data: bytes, file: str, asked: Form | None, forms: Forms) -> Reading:
    try:
        parts = open_document(data, file)
        content = content_of(parts)
    except DamagedPartError as fault:
        raise Refused("document-damaged", file=file) from fault
    except NoDocumentError as fault:
        raise Refused("not-this-document", file=file) from fault
    year = exam_year(content)
    form = asked or forms.of_year(year)
    reader = DocumentReader(form or forms.of(newest()), year)
    collected = reader.read(content)
    if not reader.found:
        raise Refused("not-this-document", file=file)
    if form is None:
        shown = f"за {year - 1}/{year} учебный год" if year else "без года"
        raise Refused("document-year", file=file, edition=shown, known=", ".join(forms.keys))
    collected.remarks += _on_the_whole(reader, content, year, has_macros=parts.has_macros)
    return _understood(collected, reader)


def _understood(collected: CollectedValues, reader: DocumentReader) -> Reading:
    """The values cleaned as a workbook's are, with what the document itself does not say."""
    layout = reader.form.layout
    known = prefilled(layout.form)
    beginning = {slot: value for slot, value in enumerate(known.values) if value is not None}
    if BASE_MATH in reader.found:
        beginning = {
            slot: v
            for slot, v in beginning.items()
            if layout.form.fields[slot].table.prefix != "bm"
        }
    found = Gathered(
        raw={**beginning, **collected.raw},
        left=collected.left,
        remarks=[*collected.remarks, *_on_left(collected)],
        percents=collected.percents,
        merged={
            target: at for target, at in collected.merged.items() if target not in collected.raw
        },
    )
    reading = interpret(layout, found)
    submission = reading.submission
    counts = _counts(collected, reading)
    return replace(
        reading,
        edition=layout.edition.key,
        template_version=layout.edition.template_version,
        submission=submission,
        cells=counts,
        places={slot: str(where) for slot, where in collected.places.items()},
    )


def _counts(collected: CollectedValues, reading: Reading) -> CellCounts:
    """Each place that says something of its own, in the worst class of what it says."""
    submission = reading.submission
    if submission is None:
        return CellCounts()
    left = {Where(one.sheet, one.cell) for one in collected.left}
    with_note = {note.slot for note in submission.notes}
    rejected = noted = 0
    for where, slots in collected.slots_at.items():
        if where in left or slots & submission.rejected or not (slots or where in collected.noted):
            rejected += 1
        elif where in collected.noted or slots & with_note:
            noted += 1
    filled = len(collected.slots_at)
    return CellCounts(filled, filled - noted - rejected, noted, rejected)


def _on_left(collected: CollectedValues) -> Iterator[Remark]:
    """One remark for each table, or sort of text, of which something is left."""
    for sheet, group in groupby(
        sorted(collected.left, key=lambda one: one.sheet), lambda x: x.sheet
    ):
        left = list(group)
        named = ", ".join(f"«{quote_value(one.value)}»" for one in left[:MOST_NAMED])
        words = {"number": str(len(left)), "cells": named + " …" * (len(left) > MOST_NAMED)}
        yield Remark("document-left", sheet, words=words)


def _on_the_whole(
    reader: DocumentReader, content: Content, year: int | None, *, has_macros: bool
) -> Iterator[Remark]:
    form = reader.form
    if year is not None and form.edition.exam_year != year:
        words = {"here": f"{year - 1}/{year}", "edition": form.edition.key}
        yield Remark("years-differ", "Документ", words=words)
    unasked = (EGE, BASE_MATH, SCHOOL) if reader.identity.has_no_exams else ()
    known = [one for one in table_headers(form) if one.is_in(form)]
    missing = [one.title for one in known if one.kind not in (*reader.found, *unasked)]
    if missing:
        tables = ", ".join(f"«{quote_value(title)}»" for title in missing)
        yield Remark("tables-missing", "Документ", words={"tables": tables})
    if content.objects:
        yield Remark("pictures", "Документ", words={"number": str(content.objects)})
    if has_macros:
        yield Remark("document-macros", "Документ")
