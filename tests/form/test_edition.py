"""An edition holds the whole document of its year, and one that contradicts itself is refused."""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from roadmap_xl import form
from roadmap_xl.errors import EditionError
from roadmap_xl.form.edition import LISTS, Edition, fill_in_words, words_of
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions, load_edition, read_edition, source_of
from roadmap_xl.form.rows import Data
from roadmap_xl.form.validation import FaultyEditionError, edition_as_said, validate_edition

SOURCE = (resources.files(form) / "editions" / "2020.toml").read_text(encoding="utf-8")
EDITION = load_edition("2020")
IDS_OF_THE_ISSUE = (
    *("ege.rus.total", "prob.avg.phys", "bm.1.g4", "org.rus.n80_plus", "psp.goal", "sgn.fio"),
    *("ind.1.2-1.y1.num", "pln.3.1-01.term", "meta.school_id", "meta.grade11"),
)


class TestTheDocumentOf2020:
    def test_subjects(self) -> None:
        assert [subject.key for subject in EDITION.subjects] == [
            *("rus", "math_prof", "phys", "chem", "inf", "bio", "hist", "geo"),
            *("eng", "deu", "fra", "soc", "lit"),
        ]

    def test_the_table_by_school_has_one_column_for_the_languages(self) -> None:
        assert len(EDITION.school_columns) == 11
        languages = [s.key for s in EDITION.subjects if s.school_column == "foreign"]
        assert languages == ["eng", "deu", "fra"]

    def test_the_plan_has_78_activities_by_owner(self) -> None:
        items = [item for item in EDITION.plan_items if item.kind == "item"]
        assert len(items) == 78
        assert Counter(item.owner for item in items) == {"S": 33, "DS": 21, "D": 24}

    def test_the_plan_has_13_sections_and_20_headings(self) -> None:
        assert len(EDITION.plan_headings) == 20
        sections = [heading.key for heading in EDITION.plan_headings if heading.level == 1]
        assert sections == [str(number) for number in range(1, 14)]

    def test_each_section_ends_with_three_spare_rows(self) -> None:
        own = Counter(item.headings[0] for item in EDITION.plan_items if item.kind == "own")
        assert own == {str(number): 3 for number in range(1, 14)}

    def test_the_district_owns_two_indicators(self) -> None:
        assert [row.key for row in EDITION.indicators if row.owner == "D"] == ["1.1-1", "1.1-2"]

    @pytest.mark.parametrize(
        ("rows", "key", "text"),
        [
            ("plan_items", "3.1-01", "О результатах ГИА-2020"),
            ("plan_items", "1-11", "Введение штатных единиц  психологов, соцпедагогов……"),
            ("plan_items", "3.2.1-02", "Роль методической службы \n(из опыта работы СОШ №___)"),
            ("plan_headings", "5", "Работа с родителями (родительские собрания)"),
            ("indicators", "1.2-3", "Доля педагогов имеющих 1 квал. категорию"),
            ("indicators", "1.3-2", "Доля подключений к «сетевому городу»"),
            ("passport", "funding", "Объем финансовой поддержки"),
            ("subjects", "math_prof", "Математика П"),
        ],
    )
    def test_texts_are_the_documents_own(self, rows: str, key: str, text: str) -> None:
        assert [row.label for row in EDITION.rows_of(rows) if row.key == key] == [text]

    @pytest.mark.parametrize("field_id", IDS_OF_THE_ISSUE)
    def test_has_the_field(self, field_id: str) -> None:
        assert field_id in form_of("2020").by_id


class TestEveryEdition:
    @pytest.mark.parametrize("key", editions())
    def test_ids_are_unique(self, key: str) -> None:
        ids = Counter(field.id for field in form_of(key).fields)
        assert [field_id for field_id, n in ids.items() if n > 1] == []

    @pytest.mark.parametrize("key", editions())
    def test_no_text_is_left_with_a_placeholder(self, key: str) -> None:
        edition = replace(load_edition(key), region={}, off={})
        assert "{" not in repr(edition).replace("{'", "").replace("{}", "")

    @pytest.mark.parametrize("key", editions())
    def test_it_is_what_validation_and_pydantic_make_of_its_file(
        self, key: str, referee: TypeAdapter[Edition]
    ) -> None:
        """At the start it is taken as it is."""
        plain, validated = load_edition(key), validate_edition(source_of(key), f"{key}.toml")
        assert plain == validated == referee.validate_json(json.dumps(filled(key)))
        assert repr(plain) == repr(validated)  # no list for a tuple, no 1 for True

    @pytest.mark.parametrize("key", editions())
    def test_every_field_has_words(self, key: str) -> None:
        for field in form_of(key).fields:
            assert field.title.strip(), field.id

    def test_an_unknown_year_is_refused_with_those_that_are_known(self) -> None:
        with pytest.raises(EditionError, match=r"Нет бланка за «1999» год\. Есть: 2020"):
            load_edition("1999")


def filled(key: str) -> dict[str, Any]:
    """An edition's file with its words filled in."""
    data = tomllib.loads(source_of(key).decode())
    found: dict[str, Any] = fill_in_words(data, words_of(data["exam_year"], data.get("region", {})))
    return found


@pytest.fixture(scope="module")
def referee() -> Iterator[TypeAdapter[Edition]]:
    """What pydantic makes of the same declarations; JSON has lists where an edition has tuples."""
    strict = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Data, "__pydantic_config__", strict, raising=False)
        yield TypeAdapter(Edition)


OTHERS = ("x", "", 1, -1, 10**400, True, 1.5, math.inf, [], ["x"], [1], [[]], {}, {"key": "x"})
CONTROL = {"key": "1", "label": "x", "field": "x", "comparison": "between", "low": 1, "fix": "x"}


def of_another_kind() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each value of an edition as a value of other kinds, left out, and with a key beside it."""
    data = filled("2026")
    data = {name: value[:1] if name in LISTS else value for name, value in data.items()}
    data |= {"controls": [CONTROL], "without": ["plan"]}
    for name, value in data.items():
        is_row = name in LISTS
        inside = value[0] if is_row else value if name == "titles" else {}
        for other in OTHERS:
            yield f"{name}={other}", {**data, name: other}
            for one in inside:
                row = {**inside, one: other}
                yield f"{name}.{one}={other}", {**data, name: [row] if is_row else row}
        for one in inside:
            row = {key: value for key, value in inside.items() if key != one}
            yield f"{name} without {one}", {**data, name: [row] if is_row else row}


def test_what_is_of_another_kind_is_refused_where_pydantic_refuses_it(
    referee: TypeAdapter[Edition],
) -> None:
    def is_fit(data: dict[str, Any]) -> bool:
        try:
            referee.validate_json(json.dumps(data))
        except ValidationError:
            return False
        return True

    def is_taken(data: dict[str, Any]) -> bool:
        try:
            edition_as_said(deepcopy(data))
        except FaultyEditionError as faulty:
            return not any(fault.place for fault in faulty.faults)  # of a contradiction: ()
        return True

    tried = [
        (name, data) for name, data in of_another_kind()
        if isinstance(data["exam_year"], int) and isinstance(data.get("region", {}), dict)
    ]  # fmt: skip
    assert len(tried) > 1000
    differing = [name for name, data in tried if is_fit(data) != is_taken(data)]
    # pydantic knows nothing of `Between`
    assert differing == ["passport.height=-1", f"passport.height={10**400}"]


CONTRADICTIONS = {
    "a subject twice": ('key = "phys"\n', 'key = "chem"\n', "subjects: ключ chem"),
    "an activity twice": ('key = "1-02"\n', 'key = "1-01"\n', "plan_items: ключ 1-01"),
    "a heading twice": ('key = "3.2"\n', 'key = "3.1"\n', "plan_headings: ключ 3.1"),
    "an indicator twice": ('key = "1.2-2"\n', 'key = "1.2-1"\n', "indicators: ключ 1.2-1"),
    "a passport field twice": ('key = "goal"\n', 'key = "team"\n', "passport: ключ team"),
    "a number of persons twice": (
        *('key = "n_olymp"\n', 'key = "n80_plus"\n'),
        "problem_counts: ключ n80_plus",
    ),
    "no threshold": ("thresholds = [40]", "thresholds = []", "«Информатика» не задан порог"),
    "a threshold that leaves a band empty": (
        *("thresholds = [40]", "thresholds = [51]"),
        "«Информатика»: при пороге 51 графы не делят баллы",
    ),
    "a band that overlaps the next": (
        *("lowest = 61\nhighest = 70", "lowest = 61\nhighest = 71"),
        "графы не делят баллы",
    ),
    "a band of another name": ('key = "b_51_60"', 'key = "b_51_61"', "графы баллов должны быть"),
    "a column by school that is not there": (
        *('school_column = "phys"', 'school_column = "physics"'),
        "«Физика»: нет графы physics",
    ),
    "a headcount that is not there": (
        *('base = ["heads_total"]', 'base = ["directors_total"]'),
        "показатель 1.2-2",
    ),
    "a group of indicators that is not there": (
        *('group = "1.3"\nbase = ["teachers_total"]\n', 'group = "1.6"\nbase = []\n'),
        "показатель 1.3-1",
    ),
    "a heading that is not there": (
        *('headings = ["3", "3.1"]', 'headings = ["3", "3.9"]'),
        "пункт 3.1-01 стоит под разделом",
    ),
    "one name for two subjects": (
        *('aliases = ["физ."]', 'aliases = ["хим."]'),
        "предмет «хим.» назван дважды",
    ),
    "an exam year that is not shown": ("exam_year = 2020", "exam_year = 2021", "2021"),
    "a year of base maths that is not shown": (
        *("base_math_held = [2019]", "base_math_held = [2015]"),
        "базовая математика",
    ),
    "a key nobody knows": ("revision = ", "revison = ", "revison: неизвестный ключ"),
    "a key left out": ("exam_years_shown = [2020, 2019]\n", "", "exam_years_shown: не указано"),
    "a year in words": ("exam_year = 2020", 'exam_year = "двадцатый"', "exam_year"),
    "an unknown placeholder": ('label = "Физика"', 'label = "Физика {yaer}"', "yaer"),
    "a broken placeholder": ('label = "Физика"', 'label = "Физика {"', "2021.toml"),
    "a number of thousands of digits": (
        "exam_year = 2020",
        f"exam_year = {'9' * 5000}",
        "не читается",
    ),
    "a year beyond all years": ("exam_year = 2020", f"exam_year = 0x{'f' * 5000}", "2021.toml"),
    "no TOML at all": ("[titles]", "[titles", "не читается"),
}


class TestContradictionsAreRefused:
    @pytest.mark.parametrize("name", CONTRADICTIONS)
    def test_with_a_sentence_that_says_where(self, name: str, tmp_path: Path) -> None:
        right, wrong, said = CONTRADICTIONS[name]
        source = f"revision = 1\n{SOURCE}"
        assert right in source
        path = tmp_path / "2021.toml"
        path.write_text(source.replace(right, wrong, 1), encoding="utf-8")
        with pytest.raises(EditionError) as refused:
            read_edition(path)
        assert said in str(refused.value)
        assert "2021.toml" in str(refused.value)

    def test_the_file_is_read_where_nothing_contradicts(self, tmp_path: Path) -> None:
        path = tmp_path / "2021.toml"
        path.write_text(SOURCE, encoding="utf-8")
        marked = read_edition(path)  # its mark tells it from the one of the package
        assert replace(marked, mark=EDITION.mark) == EDITION

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(EditionError, match=r"«2030\.toml» не читается"):
            read_edition(tmp_path / "2030.toml")
