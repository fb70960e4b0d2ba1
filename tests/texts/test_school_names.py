"""The many ways of writing a school's name. Source: domain.md 6, rows 50 to 53; decision 19."""

from __future__ import annotations

import pytest
from district_files import CITY, EDITION, Invented, consolidate, sent

from roadmap_xl.district.lines import Status, SubmissionLine
from roadmap_xl.district.names import school_name
from roadmap_xl.district.registry import Registry, SchoolEntry

FIFTH = SchoolEntry(code="5", name="МБОУ СОШ № 5")


def line_of(name: str, *schools: SchoolEntry, code: str = "") -> SubmissionLine:
    """What becomes of a file with this name."""
    received = sent(Invented(name, 8, CITY.ege, code=code), "файл.xlsx")
    summary = consolidate([received], EDITION, Registry(schools))
    return next(line for line in summary.lines if line.received is not None)


def codes_of(line: SubmissionLine) -> set[str]:
    return {finding.code for finding in line.added if finding.code.startswith("SCH")}


@pytest.mark.parametrize(
    "written",
    [
        "МБОУ СОШ № 5",
        "СОШ №5",
        "сош 5",
        "Школа №5",
        "МБОУ «СОШ N5»",
        "МБОУ СОШ №5 им. А. П. Иванова",
        "CОШ №5",  # Latin C
        "COШ №5",  # Latin C and O
        "СОШ N 5",
        "СОШ No 5",
        "СОШ No5",
        "СОШ # 5",
        "сош-5",
        "  МБОУ   СОШ № 5 ",
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 5»",
        "МБОУ СОШ № 5 имени Героя Советского Союза П. С. Иванова ст. Раздольной Степного района",
    ],
)
def test_one_school_is_known_by_every_spelling(written: str) -> None:
    other = SchoolEntry(code="6", name="МБОУ СОШ № 6")
    assert line_of(written, FIFTH, other).school.code == "5"


@pytest.mark.parametrize(
    ("written", "registry"),
    [
        ("Ивановская СОШ", "СОШ с. Ивановка"),
        ("СОШ с. Ивановка", "МКОУ Ивановская СОШ"),
        ("СОШ с.Новая Балка", "МБОУ СОШ с. Новая Балка"),
        ("Березовская сош", "МБОУ СОШ п. Берёзовый"),
        ("Гимназия 1", "МБОУ гимназия № 1 г. Степной"),
        ("МБОУ лицей «Перспектива»", "Лицей Перспектива"),
    ],
)
def test_rural_and_own_names(written: str, registry: str) -> None:
    settlement = "с. Ивановка" if "Иванов" in registry else ""
    entry = SchoolEntry(code="1", name=registry, settlement=settlement)
    assert line_of(written, entry).status.counts


@pytest.mark.parametrize(
    ("written", "registry", "settlement"),
    [
        ("СОШ № 6", "СОШ № 5", ""),
        ("ООШ № 5", "СОШ № 5", ""),
        ("Гимназия № 5", "СОШ № 5", ""),
        ("СОШ № 5 с. Ивановка", "СОШ № 5", "ст. Раздольная"),
        ("Петровская СОШ", "Ивановская СОШ", "с. Ивановка"),
        ("Филиал СОШ № 5", "СОШ № 5", ""),
        ("СОШ № 5", "СОШ № 5а", ""),
    ],
)
def test_another_school_is_not_taken_for_it(written: str, registry: str, settlement: str) -> None:
    line = line_of(written, SchoolEntry(code="1", name=registry, settlement=settlement))
    assert line.status is Status.UNKNOWN
    assert codes_of(line) == {"SCH-002"}


@pytest.mark.parametrize(
    "schools",
    [
        (FIFTH, SchoolEntry(code="55", name="МБОУ ООШ № 5")),
        (
            SchoolEntry(code="1", name="МБОУ СОШ № 5", settlement="с. Ивановка"),
            SchoolEntry(code="2", name="МБОУ СОШ № 5", settlement="п. Дальний"),
        ),
    ],
)
def test_a_name_of_two_schools_is_not_guessed(schools: tuple[SchoolEntry, ...]) -> None:
    line = line_of("СОШ №5", *schools)
    assert line.status is Status.UNKNOWN
    (finding,) = [finding for finding in line.added if finding.code == "SCH-004"]
    assert all(school.name in finding.message for school in schools)


def test_a_name_chosen_from_the_list_stands_although_another_is_like_it() -> None:
    line = line_of("МБОУ СОШ № 5", FIFTH, SchoolEntry(code="55", name="МБОУ ООШ № 5"))
    assert line.school.code == "5"
    assert codes_of(line) == set()


def test_the_settlement_tells_two_schools_apart() -> None:
    schools = [
        SchoolEntry(code="1", name="СОШ № 5", settlement="с. Ивановка"),
        SchoolEntry(code="2", name="СОШ № 5", settlement="п. Дальний"),
    ]
    assert line_of("Школа №5 пос. Дальний", *schools).school.code == "2"


def test_another_spelling_is_a_note_and_other_names_are_known() -> None:
    entry = SchoolEntry(code="1", name="СОШ с. Новая Балка", other_names=("Новобалковская СОШ",))
    line = line_of("Новобалковская СОШ", entry)
    (note,) = [finding for finding in line.added if finding.code == "SCH-003"]
    assert note.message == "«Новобалковская СОШ» опознана как «СОШ с. Новая Балка»."


@pytest.mark.parametrize(
    ("written", "registry"),
    [
        ("МБОУ CОШ № 5", "МБОУ СОШ № 5"),  # Latin C
        ("МБОУ СОШ № 5", "МБОУ COШ № 5"),  # Latin C and O, in the registry
        ("МБОУ СОШ № 5 c. Ёлкино", "МБОУ СОШ № 5 с. Елкино"),  # Latin c, and ё
        ("МБОУ СΟШ № 5", "МБОУ СОШ № 5"),  # Greek O
    ],
)
def test_a_name_that_looks_the_same_is_the_same(written: str, registry: str) -> None:
    others = SchoolEntry(code="55", name="МБОУ ООШ № 5"), SchoolEntry(code="6", name="Лицей № 5")
    line = line_of(written, SchoolEntry(code="5", name=registry), *others)
    assert line.school.code == "5"
    assert codes_of(line) == set()


@pytest.mark.parametrize("written", ["СОШ № ____", "СОШ №", "СОШ №  ", "МБОУ СОШ"])
def test_a_name_without_number_or_own_name_says_nothing(written: str) -> None:
    assert not school_name(written).is_usable
    assert line_of(written, FIFTH).status is Status.UNKNOWN


def test_the_code_settles_a_name_that_says_nothing() -> None:
    line = line_of("СОШ №", FIFTH, code="5")
    assert line.school.code == "5"
    assert codes_of(line) == {"SCH-003"}  # and no SCH-001 any more


def test_a_code_and_a_name_of_two_schools_is_a_fault() -> None:
    line = line_of("СОШ № 6", FIFTH, SchoolEntry(code="6", name="СОШ № 6"), code="5")
    assert line.status is Status.UNKNOWN
    assert codes_of(line) == {"SCH-004"}


# --- a code decides only together with a name that fits it (decision 25) ---

SECOND = SchoolEntry(
    code="230502",
    name="МБОУ СОШ № 2 г. Степной",
    settlement="г. Степной",
    other_names=("Вечерняя школа г. Степной",),
)
TWELFTH = SchoolEntry(
    code="230512", name="МБОУ СОШ № 12 с. Верхнереченское", settlement="с. Верхнереченское"
)
RURAL = SchoolEntry(code="230507", name="МКОУ Ивановская СОШ", settlement="с. Ивановка")
ALL = (SECOND, TWELFTH, RURAL)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("МБОУ СОШ № 2 г. Степной", "230502"),
        ("Школа 2", "230502"),
        ("СОШ № 2 г. Степнй", "230502"),
        ("Вечерняя школа г. Степной", "230502"),
        ("МБОУ «СОШ № 2» им. А. П. Иванова", "230502"),
        ("СОШ №", "230502"),
        ("МБОУ СОШ № 12 с. Верхнереченкое", "230512"),
        ("СОШ с. Верхнереченское", "230512"),
        ("Ивановсая СОШ", "230507"),
        ("Иванвоская школа", "230507"),
        ("МКОУ СОШ с. Ивановка", "230507"),
    ],
)
def test_a_code_with_a_name_that_is_near_finds_its_school(written: str, code: str) -> None:
    line = line_of(written, *ALL, code=code)
    assert line.status.counts, line.why_not
    assert line.school is not None
    assert line.school.code == code
    assert codes_of(line) <= {"SCH-003"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("СОШ № 9", "230502"),
        ("СОШ № 22 г. Степной", "230502"),
        ("СОШ № 2а г. Степной", "230502"),
        ("филиал СОШ № 2", "230502"),
        ("Филиал МБОУ СОШ № 2 г. Степной в с. Кузьминка", "230502"),
        ("СОШ № 2 п. Дальний", "230502"),
        ("МКОУ Весёлая СОШ п. Весёлый", "230512"),
        ("МБОУ СОШ № 12 с. Нижнереченское", "230512"),
        ("Лицей «Перспектива»", "230512"),
        ("Петровская СОШ", "230507"),
        ("Ивановская СОШ № 4 п. Дальний", "230507"),
    ],
)
def test_a_code_with_another_name_waits_for_the_district(written: str, code: str) -> None:
    line = line_of(written, *ALL, code=code)
    assert (line.status, line.school) == (Status.UNKNOWN, None)
    assert codes_of(line) == {"SCH-004"}
    assert code in line.why_not
    assert line.claimed is not None
    assert line.claimed.code == code


def test_without_a_registry_one_code_of_two_schools_is_nobodys() -> None:
    files = [
        sent(Invented(name, 8, CITY.ege, code="2"), f"{number}.xlsx")
        for number, name in enumerate(["СОШ № 2", "Школа №2", "СОШ № 9"])
    ]
    lines = consolidate(files, EDITION).lines
    assert [line.status for line in lines] == [Status.UNKNOWN] * 3
    assert all("С кодом 2 пришли книги разных школ" in line.why_not for line in lines)
    fitting = consolidate(files[:2], EDITION).lines
    assert {line.school.code for line in fitting if line.school} == {"2"}


@pytest.mark.parametrize(
    "written",
    ["МБОУ\u200b СОШ № 5", "\u202eМБОУ СОШ № 5\u202c", "МБОУ\u3164СОШ\u2800№ 5"],
)
def test_signs_that_are_not_seen_make_no_other_school(written: str) -> None:
    assert school_name(written) == school_name(FIFTH.name)
    assert codes_of(line_of(written, FIFTH)) == codes_of(line_of(FIFTH.name, FIFTH))


def test_letters_of_two_parts_make_no_other_school() -> None:
    assert school_name("Майская СОШ с. Ёлкино") == school_name("Маи\u0306ская СОШ с. Е\u0308лкино")
