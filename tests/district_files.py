"""Invented schools for the tests of the district, as tables of numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from roadmap_xl.district.journal import Journal
from roadmap_xl.district.official import OfficialTable
from roadmap_xl.district.received import Contents, Received, contents_of, received_of
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.edition import Edition
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Submission, Value, blank
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.findings import Excludes, Finding, Severity
from roadmap_xl.summary.consolidation import consolidate as consolidate_files
from roadmap_xl.summary.numbers.summary import DistrictSummary

FORM = form_of("2020")
EDITION = FORM.edition
BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")
SUBMITTING = "На сдачу"


@dataclass(frozen=True)
class Invented:
    """A school: persons, and by subject the numbers in the seven bands."""

    name: str
    persons: int | None
    ege: Mapping[str, Sequence[int]]
    n80: Mapping[str, int] = field(default_factory=dict)
    code: str = ""

    def values(self) -> dict[str, Value]:
        found: dict[str, Value] = {
            "meta.school_name": self.name,
            "meta.school_id": self.code or None,
            "meta.results_year": EDITION.results_year,
            "meta.stage": SUBMITTING,
            "meta.grade11": "есть",
            "meta.contact": "Петрова А. А., тел. 2-22-22",
            "org.participants_persons": self.persons,
        }
        for subject, numbers in self.ege.items():
            found[f"ege.{subject}.total"] = sum(numbers)
            for band, number in zip(BANDS, numbers, strict=True):
                found[f"ege.{subject}.{band}"] = number
        for column, number in self.n80.items():
            found[f"org.{column}.n80_plus"] = number
        return found


CITY = Invented(
    "МБОУ СОШ № 1 г. Степной",
    8,
    {
        "rus": (1, 1, 1, 1, 3, 1, 0),
        "phys": (0, 2, 1, 0, 0, 0, 0),
        "eng": (0, 0, 1, 0, 1, 0, 1),
        "deu": (0, 1, 0, 0, 0, 0, 0),
    },
    {"rus": 2, "phys": 0, "foreign": 1},
)
VILLAGE = Invented(
    "СОШ с. Ивановка", 1, {"rus": (1, 0, 0, 0, 0, 0, 0), "eng": (0, 0, 0, 1, 0, 0, 0)}, {"rus": 0}
)
STATION = Invented(
    "СОШ № 5 ст. Раздольная",
    5,
    {"rus": (0, 0, 2, 1, 2, 0, 0), "phys": (0, 1, 1, 1, 0, 0, 0), "lit": (0, 0, 0, 0, 1, 0, 0)},
    {"rus": 1, "phys": 0, "lit": 0},
)
SCHOOLS = (CITY, VILLAGE, STATION)

REGISTRY = Registry(
    [
        SchoolEntry(code="101", name=CITY.name, settlement="г. Степной", contact="тел. 2-11-01"),
        SchoolEntry(code="102", name=VILLAGE.name, settlement="с. Ивановка"),
        SchoolEntry(code="103", name=STATION.name, settlement="ст. Раздольная"),
        SchoolEntry(code="104", name="ООШ х. Дальний", settlement="х. Дальний"),
    ]
)


@dataclass(frozen=True)
class Sent:
    """A file as a school sent it, read and checked."""

    file: str
    sha256: str
    template_version: str
    submission: Submission | None
    findings: tuple[Finding, ...] = ()

    @property
    def received(self) -> Received:
        return received_of(
            self.file, self.sha256, self.template_version, self.submission, self.findings
        )


class SentFiles:
    """Files that lie nowhere, as consolidation sees them."""

    def __init__(self, files: Iterable[Sent]) -> None:
        self._by_file = {one.file: one for one in files}

    def __iter__(self) -> Iterator[Received]:
        return (one.received for one in self._by_file.values())

    def contents(self, received: Received) -> Contents:
        one = self._by_file[received.file]
        assert one.submission is not None
        return contents_of(one.submission, one.findings)

    def findings(self, received: Received) -> Sequence[Finding]:
        return self._by_file[received.file].findings

    def close(self) -> None:
        pass


def consolidate(
    files: Iterable[Sent],
    edition: Edition,
    registry: Registry | None = None,
    journal: Journal | None = None,
    district: str = "",
    settings: Settings | None = None,
    today: date | None = None,
    previous: DistrictSummary | None = None,
    official: OfficialTable | None = None,
) -> DistrictSummary:
    """The summary of these files."""
    sent_files, decided = SentFiles(files), settings or Settings(district)
    return consolidate_files(
        sent_files, form_of(edition.key), registry, journal, decided, today, previous, official
    )


def sha256_of(file: str) -> str:
    return hashlib.sha256(file.encode()).hexdigest()


def sent(
    school: Invented,
    file: str = "",
    changes: Mapping[str, Value] | None = None,
    more: Sequence[Finding] = (),
) -> Sent:
    """The school's file, checked as the district does."""
    submission = blank(FORM, {**school.values(), **(changes or {})})
    findings = check_submission(submission, Occasion(SUBMITTING, audience=None))
    name = file or f"{school.name}.xlsx"
    return Sent(name, sha256_of(name), "2020.1", submission, (*findings, *more))


def error(field_id: str, excludes: Excludes) -> Finding:
    """An error in a field that leaves this much out."""
    return Finding(
        "TST-001",
        Severity.ERROR,
        "Ошибка для проверки.",
        "Исправьте.",
        "ЕГЭ",
        "C7",
        field_id,
        excludes=excludes,
    )
