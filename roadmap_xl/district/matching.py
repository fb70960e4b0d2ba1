"""Whose file is it: by the journal, else by the code in it, else by what its name says.

A file that fits no school, or two, is not lost: it waits, in no total, for the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from ..rules.catalogue import RECEIPT_RULES
from ..rules.findings import Finding
from ..texts.squeezing import normalize
from .codes import SchoolCodes, without_zeros
from .journal import Journal
from .names import SchoolName, as_chosen, school_name
from .received import NOT_NAMED, Received
from .registry import Registry, SchoolEntry
from .school import School

NAME_FIELD = "meta.school_name"
_BY_NOTE = {rule.note: rule for rule in RECEIPT_RULES}


@dataclass(frozen=True, slots=True)
class Match:
    """The school of a file, if it is known, and what there is to say about it."""

    school: School | None
    findings: tuple[Finding, ...] = ()
    claimed: School | None = None
    """The school whose code is in the file although it is not known to be its."""


def receipt_finding(note: str, **words: object) -> Finding:
    """The finding on the receipt of a file."""
    rule = _BY_NOTE[note]
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=rule.text(words),
        fix=rule.fix,
        audience=rule.audience,
        excludes=rule.excludes,
    )


def school_of(entry: SchoolEntry) -> School:
    return School(
        entry.code, entry.code, entry.name, entry.settlement, entry.contact, entry.grade11
    )


class RegistryMatcher:
    """Matches files to the schools of a registry."""

    def __init__(self, registry: Registry, journal: Journal) -> None:
        self._registry = registry
        self._journal = journal

    def match(self, received: Received) -> Match:
        name = name_in_file(received)
        noted = self._journal.of(received.sha256)
        if noted is not None and noted.school:
            return self._by_journal(noted.school, name)
        if not received.was_read:
            return Match(None)
        code = received_code(received)
        entry = self._registry.by_code.get(code)
        parsed = parsed_name(received)
        found = self._named(name, parsed)
        if entry is None:
            return self._by_name(name, found, received)
        return _by_code(entry, name, parsed, found)

    def _by_journal(self, code: str, name: str) -> Match:
        entry = self._registry.by_code.get(code)
        if entry is None:
            return Match(None, (receipt_finding("unknown-code", code=code),))
        note = receipt_finding("by-journal", school=entry.name, name=name or "не указана")
        return Match(school_of(entry), (note,))

    def _by_name(self, name: str, found: Sequence[SchoolEntry], received: Received) -> Match:
        parsed = parsed_name(received)
        if len(found) > 1:
            schools = ", ".join(f"«{_name_with_settlement(one)}»" for one in found)
            return Match(None, (receipt_finding("ambiguous", name=name, schools=schools),))
        if found and any(parsed.is_of_kind(known) for known in found[0].known_as):
            return _match_of(found[0], name)
        if not parsed.is_usable:
            return Match(None)  # SCH-001 says so
        return Match(None, (receipt_finding("not-in-registry", name=name),))

    def _named(self, name: str, parsed: SchoolName) -> Sequence[SchoolEntry]:
        """The schools that the name may mean; the one it was chosen as stands alone."""
        chosen = self._registry.by_spelling.get(normalize(name), ())
        if len(chosen) == 1:
            return chosen
        return self._registry.meant_by(parsed) if parsed.is_usable else ()


class NameMatcher:
    """Without a registry: files with one name are one school's, and those with one code and names
    that fit each other."""

    def __init__(self, received: Sequence[Received], journal: Journal) -> None:
        self._journal = journal
        self._coded: dict[str, set[tuple[str, SchoolName]]] = {}
        """By code without zeros, the codes that files give, with the names beside them."""
        for one in received:
            if code := received_code(one):
                self._coded.setdefault(without_zeros(code), set()).add((code, parsed_name(one)))
        coded = {code for pairs in self._coded.values() for code, _ in pairs}
        self._whole_codes = SchoolCodes((code, code) for code in sorted(coded))
        self._codes: dict[str, str] = {}
        self._names: dict[str, list[Received]] = {}
        """By code, the files that give it without the journal."""
        for one in received:
            if code := self._code(one):
                self._codes.setdefault(parsed_name(one).key, code)
            if code := received_code(one):
                self._names.setdefault(code, []).append(one)

    def match(self, received: Received) -> Match:
        name, parsed = name_in_file(received), parsed_name(received)
        noted = self._journal.of(received.sha256)
        code = self._code(received)
        if (noted is None or not noted.school) and (others := self._others(received, parsed)):
            words = {"code": code, "name": name, "others": others}
            return Match(None, (receipt_finding("code-of-several", **words),))
        if not parsed.is_usable and not code:
            return Match(None)
        if not parsed.is_usable:
            school = School(code, code, f"Школа с кодом {code}")
        else:
            code = code or self._codes.get(parsed.key, "")
            school = School(code or parsed.key, code, name)
        if noted is None or not noted.school:
            return Match(school)
        note = receipt_finding("by-journal", school=school.name, name=name or "не указана")
        return Match(school, (note,))

    def _code(self, received: Received) -> str:
        """With the zeros that another file of the school has, where Excel took them away here."""
        noted = self._journal.of(received.sha256)
        if noted is not None and noted.school:
            return self._whole_codes.get(noted.school) or noted.school
        code, name = received_code(received), parsed_name(received)
        others = self._coded.get(without_zeros(code), ())
        return max([code, *(other for other, named in others if named.fits(name))], key=len)

    def _others(self, received: Received, parsed: SchoolName) -> str:
        """The names that stand beside the same code and do not fit this one."""
        names = [
            name_in_file(one)
            for one in self._names.get(received_code(received), ())
            if not parsed.fits(parsed_name(one))
        ]
        return ", ".join(f"«{name}»" for name in sorted(set(names)))


class Likely(NamedTuple):
    """A school that a file may be of, and what speaks for it."""

    school: SchoolEntry
    reasons: tuple[str, ...]


MOST_LIKELY = 5
_BY_CODE, _BY_NAME = "её код в книге", "её название в книге"
_LIKE_NAME, _BY_FILE = "похожее название в книге", "её название в имени файла"


def likely_schools(received: Received, registry: Registry) -> list[Likely]:
    """The schools that a file nobody knows the school of may be of, the likeliest first."""
    code, inside = received_code(received), parsed_name(received)
    outside = school_name(PurePosixPath(received.file).stem.replace("_", " "))
    found: list[Likely] = []
    for school in registry.schools:
        reasons = []
        if code and school.code == registry.full_code(code):
            reasons.append(_BY_CODE)
        if inside.is_usable and any(inside.may_be(known) for known in school.known_as):
            reasons.append(_BY_NAME)
        elif inside.is_usable and any(inside.fits(known) for known in school.known_as):
            reasons.append(_LIKE_NAME)
        if outside.is_usable and any(outside.may_be(known) for known in school.known_as):
            reasons.append(_BY_FILE)
        if reasons:
            found.append(Likely(school, tuple(reasons)))
    return sorted(found, key=lambda one: -len(one.reasons))[:MOST_LIKELY]


def matcher_of(
    received: Sequence[Received], registry: Registry | None, journal: Journal
) -> RegistryMatcher | NameMatcher:
    """How these files find their schools: in the registry or, without one, by what they say."""
    return RegistryMatcher(registry, journal) if registry else NameMatcher(received, journal)


def received_code(received: Received) -> str:
    """The school's code as the file gives it."""
    return received.text("meta.school_id")


def name_in_file(received: Received) -> str:
    """The school's name as the file gives it."""
    return as_chosen(received.text(NAME_FIELD))


def parsed_name(received: Received) -> SchoolName:
    """What the name says; nothing where the file's own check already misses the school in it."""
    if any(finding.code == NOT_NAMED for finding in received.decisive):
        return SchoolName()
    return school_name(name_in_file(received))


def _by_code(
    entry: SchoolEntry, name: str, parsed: SchoolName, named: Sequence[SchoolEntry]
) -> Match:
    """The school with the file's code, if the name fits it too (decision 25)."""
    if entry in named or not (named or parsed.is_usable):
        return _match_of(entry, name)
    words = {"code": entry.code, "school": _name_with_settlement(entry), "name": name}
    if named:
        other = " или ".join(_name_with_settlement(one) for one in named)
        found = receipt_finding("code-of-another", other=other, **words)
    elif _fits(parsed, entry):
        return _match_of(entry, name)
    else:
        found = receipt_finding("code-named-otherwise", **words)
    return Match(None, (found,), school_of(entry))


def _fits(parsed: SchoolName, entry: SchoolEntry) -> bool:
    """One of the school's names may be meant, and none of them has another number alone."""
    numbers = {known.number for known in entry.known_as} - {""}
    if parsed.number and numbers and parsed.number not in numbers:
        return False
    return any(parsed.fits(known) for known in entry.known_as)


def _match_of(entry: SchoolEntry, name: str) -> Match:
    if normalize(name) == normalize(entry.name):
        return Match(school_of(entry))
    note = receipt_finding("named-otherwise", name=name or "без названия", school=entry.name)
    return Match(school_of(entry), (note,))


def _name_with_settlement(entry: SchoolEntry) -> str:
    """The name with the settlement where the name leaves it out."""
    if not entry.settlement or entry.settlement in entry.name:
        return entry.name
    return f"{entry.name}, {entry.settlement}"
