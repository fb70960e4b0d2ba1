"""What is kept with the package is what would be worked out anew, and never stands for more."""

from __future__ import annotations

from datetime import date

import pytest

from roadmap_xl.checking import Occasion, check_submission
from roadmap_xl.checklist import checklist_of
from roadmap_xl.demo.real_school import real_school
from roadmap_xl.expressions import functions
from roadmap_xl.expressions.snapshot import Snapshot
from roadmap_xl.form.checked import FOLDER, checked_before
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions, source_of
from roadmap_xl.form.validating import validated
from roadmap_xl.layout import layout_of
from roadmap_xl.precomputing import FUNCTIONS, editions_text, functions_text

AGAIN = "run `make templates` and commit what it makes"
each_edition = pytest.mark.parametrize("key", editions())


def test_every_function_of_a_rule_is_kept_and_no_other() -> None:
    assert FUNCTIONS.read_text(encoding="utf-8") == functions_text(), AGAIN


def test_every_edition_is_kept_and_no_other() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == editions_text(), AGAIN


class TestEditions:
    @each_edition
    def test_what_is_kept_is_what_validation_gives(self, key: str) -> None:
        fresh, kept = validated(source_of(key), key), checked_before(key, source_of(key))
        assert kept == fresh
        assert repr(kept) == repr(fresh)  # tuples where a model has tuples
        assert kept is not None
        assert kept.model_dump(warnings="error") == fresh.model_dump()
        assert {*map(type, kept.plan_items)} == {*map(type, fresh.plan_items)}

    @each_edition
    def test_a_file_that_says_anything_else_is_read_anew(self, key: str) -> None:
        assert checked_before(key, source_of(key) + b"# changed") is None
        assert checked_before("1999", source_of(key)) is None

    @each_edition
    def test_how_lines_end_says_nothing(self, key: str) -> None:
        assert checked_before(key, source_of(key).replace(b"\n", b"\r\n")) is not None


class TestFunctions:
    @pytest.fixture(autouse=True)
    def _nothing_asked_for_yet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(functions, "_asked_for", {})

    def test_a_check_compiles_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for cached in (form_of, layout_of, checklist_of):
            cached.cache_clear()
        monkeypatch.setattr(functions, "_compiled", None)
        submission = real_school(form_of("2020"))
        assert len(check_submission(submission, Occasion(today=date(2020, 10, 1)))) > 100

    def test_what_is_not_kept_is_compiled(self) -> None:
        doubled = functions.function_of("return rounded(z[s0] * 2.25, 0)", 1)
        assert doubled(Snapshot([None, 2]), (1,)) == 5

    def test_a_change_of_one_sign_is_another_function(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for body, result in (("return (z[s0] + z[s1])", 5), ("return (z[s0] - z[s1])", 1)):
            assert functions.function_of(body, 2)(Snapshot([3, 2]), (0, 1)) == result
