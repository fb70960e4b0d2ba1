"""A complete, consistent school gives no finding and nothing red, in every edition."""

from __future__ import annotations

import pytest

from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.vocabulary import GRADE11_STATES, STAGES
from roadmap_xl.rules.checking import Occasion, check_submission
from roadmap_xl.rules.checklist import checklist_of
from roadmap_xl.workbook.live_state import LiveState

CLEAN = ("230501", "230502", "230503", "230504", "230505", "230506")


def clean_schools() -> list[tuple[str, DemoSchool]]:
    return [
        (edition, school)
        for edition in editions()
        for school in demo_schools(form_of(edition))
        if school.code in CLEAN
    ]


@pytest.mark.parametrize(
    ("edition", "school"), clean_schools(), ids=lambda value: getattr(value, "code", value)
)
class TestCleanSchool:
    @pytest.mark.parametrize("stage", STAGES)
    def test_has_nothing_to_mend(self, edition: str, school: DemoSchool, stage: str) -> None:
        assert check_submission(school.submission(form_of(edition)), Occasion(stage)) == []

    def test_has_nothing_red_and_everything_done(self, edition: str, school: DemoSchool) -> None:
        live = LiveState(checklist_of(form_of(edition)), school.submission(form_of(edition)))
        assert set(live.weights) == {0}
        progress = [live.progress(sheet) for sheet in live.layout.sheets]
        assert {part.value for part in progress if part} == {1}


@pytest.mark.parametrize("edition", editions())
def test_the_three_states_of_grade_11_are_among_them(edition: str) -> None:
    schools = [school for found, school in clean_schools() if found == edition]
    assert {school.raw["meta.grade11"] for school in schools} == set(GRADE11_STATES)
