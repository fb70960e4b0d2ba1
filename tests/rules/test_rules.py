"""The catalogue as a whole: every rule has examples, words, and messages that cannot fail."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from string import Formatter

import pytest

from roadmap_xl.expressions.nodes import FALSE, divisors_in, numbers_in
from roadmap_xl.expressions.python import BROKEN, HOLDS
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.loading import editions
from roadmap_xl.form.submission import blank
from roadmap_xl.rules.catalogue import (
    FILE_RULES,
    FUNCTION_RULES,
    READING_RULES,
    RECEIPT_RULES,
    RULES,
)
from roadmap_xl.rules.checklist import Check, Checklist, checklist_of
from roadmap_xl.rules.findings import Audience, Excludes, Severity
from roadmap_xl.rules.rule import Example, Fault, FunctionRule, ReadingRule, Rule

EDITIONS = [checklist_of(form_of(key)) for key in editions()]
AnyRule = Rule | ReadingRule | FunctionRule
EVERY_RULE: tuple[AnyRule, ...] = (*RULES, *READING_RULES, *FUNCTION_RULES, *FILE_RULES)
CODE = re.compile(r"[A-Z]{2,3}-\d{3}")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LIVE_CODES = Counter(rule.code for rule in RULES)


def checks_of(rule: Rule) -> list[Check]:
    """The rule's checks in every edition."""
    return [check for edition in EDITIONS for check in edition.checks if check.rule is rule]


def where_asked(rule: Rule) -> Checklist:
    """The first edition that asks the rule: some years switch a rule off."""
    return next(
        edition
        for edition in EDITIONS
        if any(check.applies != FALSE for check in edition.checks if check.rule is rule)
    )


def verdicts(rule: Rule, example: Example, *, only_its_own: bool) -> set[str]:
    """The verdicts of the rule on the example; `only_its_own`, of checks that see a cell of it."""
    edition = where_asked(rule)
    form = edition.form
    written = {
        field_id: form.edition_text(value) if isinstance(value, str) else value
        for field_id, value in example.items()
    }
    cell_values = edition.raw_cell_values(blank(form, written).values)  # type: ignore[arg-type]
    slots = {form.by_id[field_id].slot for field_id in example}
    checks = [check for check in edition.checks if check.rule is rule]
    own = [check for check in checks if not check.slots.isdisjoint(slots)]
    return {check.verdict(cell_values) for check in (only_its_own and own) or checks}


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, kind), start=1)
    ]


each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
each_text = pytest.mark.parametrize(
    "rule", EVERY_RULE, ids=lambda rule: f"{rule.code}-{getattr(rule, 'note', 'live')}"
)


class TestExamples:
    @pytest.mark.parametrize(("rule", "example"), examples("holds"))
    def test_holds(self, rule: Rule, example: Example) -> None:
        found = verdicts(rule, example, only_its_own=True)
        assert HOLDS in found
        assert BROKEN not in found

    @pytest.mark.parametrize(("rule", "example"), examples("fails"))
    def test_fails(self, rule: Rule, example: Example) -> None:
        assert BROKEN in verdicts(rule, example, only_its_own=False)

    @each_rule
    def test_there_is_one_of_each(self, rule: Rule) -> None:
        assert rule.holds
        assert rule.fails

    @each_rule
    def test_the_rule_is_asked_of_some_cell(self, rule: Rule) -> None:
        assert where_asked(rule)


TODAY = date(2020, 11, 1)


def faults(rule: FunctionRule, example: Example) -> list[Fault]:
    """What the function finds in the example, on a fixed day, in the edition of 2020."""
    return list(rule.finds(blank(form_of("2020"), dict(example)), TODAY))  # type: ignore[arg-type]


def function_examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in FUNCTION_RULES
        for number, example in enumerate(getattr(rule, kind), start=1)
    ]


each_function = pytest.mark.parametrize("rule", FUNCTION_RULES, ids=lambda rule: rule.code)


class TestFunctions:
    """The rules in Python alone."""

    @pytest.mark.parametrize(("rule", "example"), function_examples("holds"))
    def test_holds(self, rule: FunctionRule, example: Example) -> None:
        assert faults(rule, example) == []

    @pytest.mark.parametrize(("rule", "example"), function_examples("fails"))
    def test_fails(self, rule: FunctionRule, example: Example) -> None:
        assert faults(rule, example)

    @each_function
    def test_there_is_one_of_each(self, rule: FunctionRule) -> None:
        assert rule.holds
        assert rule.fails

    @each_function
    def test_what_depends_on_the_day_says_on_which(self, rule: FunctionRule) -> None:
        """Results are kept for other days: a day that nobody names would be forgotten."""
        for example in (*rule.holds, *rule.fails):
            submission = blank(form_of("2020"), dict(example))  # type: ignore[arg-type]
            days = [date(year, 11, 1) for year in range(2015, 2031)]
            found = {repr(list(rule.finds(submission, day))) for day in days}
            assert len(found) == 1 or rule.turns_on in example

    @each_function
    def test_says_why_it_is_no_formula(self, rule: FunctionRule) -> None:
        assert re.fullmatch("[А-Я].+\\.", rule.not_live)

    @each_function
    def test_a_blank_form_breaks_none(self, rule: FunctionRule) -> None:
        assert faults(rule, {}) == []

    @each_function
    def test_its_message_has_all_its_words(self, rule: FunctionRule) -> None:
        for example in rule.fails:
            for fault in faults(rule, example):
                known = {"label", "column", "code", *fault.words}
                assert names_in(rule.message) <= known

    @each_function
    def test_what_silences_it_is_a_rule(self, rule: FunctionRule) -> None:
        assert set(rule.silenced_by) <= {other.code for other in EVERY_RULE} - {rule.code}


class TestNames:
    def test_codes_are_unique(self) -> None:
        reasons = {rule.code for rule in FILE_RULES}
        for catalogue in (RULES, READING_RULES, FUNCTION_RULES):
            codes = Counter([*(rule.code for rule in catalogue), *reasons])
            assert [code for code, n in codes.items() if n > 1] == []

    def test_a_code_of_both_catalogues_is_one_fault(self) -> None:
        """The workbook tells of it at once, the reader of a file."""
        read: dict[str, AnyRule] = {rule.code: rule for rule in (*READING_RULES, *FUNCTION_RULES)}
        both = [rule for rule in RULES if rule.code in read]
        assert both
        for rule in both:
            assert rule.name == read[rule.code].name
            assert rule.severity is read[rule.code].severity

    def test_what_is_said_on_receipt_has_codes_of_its_own(self) -> None:
        others = {rule.code for rule in (*EVERY_RULE, *FILE_RULES)}
        assert not others & {rule.code for rule in RECEIPT_RULES}
        notes = Counter(rule.note for rule in RECEIPT_RULES)
        assert [note for note, n in notes.items() if n > 1] == []

    def test_each_note_of_a_reader_has_one_rule(self) -> None:
        notes = Counter(rule.note for rule in (*READING_RULES, *FILE_RULES))
        assert [note for note, n in notes.items() if n > 1] == []

    def test_names_are_unique_in_a_family(self) -> None:
        faults = {(rule.code, rule.name) for rule in EVERY_RULE}
        names = Counter((code.split("-")[0], name) for code, name in faults)
        assert [name for name, n in names.items() if n > 1] == []

    @each_text
    def test_code_and_name_are_well_formed(self, rule: AnyRule) -> None:
        assert CODE.fullmatch(rule.code)
        assert KEBAB.fullmatch(rule.name)

    def test_the_first_rules_are_there(self) -> None:
        promised = {
            "EGE": (1, 2, 3, 4, 5, 10),
            "PRB": (1, 4, 5, 9, 10),
            "BM": (1, 2),
            "ORG": (4,),
            "IND": (1, 2, 3, 4),
            "PLN": (1, 2),
            "PSP": (1,),
            "SGN": (1,),
            "SCH": (1,),
        }
        codes = {f"{family}-{n:03}" for family, numbers in promised.items() for n in numbers}
        assert codes <= set(LIVE_CODES)


class TestTexts:
    @each_text
    def test_every_text_is_there(self, rule: AnyRule) -> None:
        for text in (rule.title, rule.message, rule.fix, rule.why, rule.source):
            assert text.strip()
            assert text == text.strip()

    @each_text
    def test_what_a_school_reads_is_russian_and_ends_like_a_sentence(self, rule: AnyRule) -> None:
        for text in (rule.message, rule.fix, rule.why):
            assert re.search("[а-яё]", text)
            assert text[-1] in ".!…»}", text

    @each_rule
    def test_message_names_only_what_the_rule_knows(self, rule: Rule) -> None:
        for check in checks_of(rule):
            known = {"label", "column", "code", *rule.shows, *rule.facts(check.field.row)}
            assert names_in(rule.message) <= known
            assert set(rule.shows) <= names_in(rule.message), "shown nowhere"

    @each_text
    def test_a_group_is_a_sentence_with_a_number_and_its_places(self, rule: AnyRule) -> None:
        if rule.grouped:
            line = rule.grouped.line(54, "1-01", "13-07")
            assert re.fullmatch(r"[А-Я][^:]+: 54 [а-я]+ \(1-01 … 13-07\)[.;].*", line)
            assert line.endswith(".")

    @pytest.mark.parametrize("rule", READING_RULES, ids=lambda rule: rule.code)
    def test_message_on_a_cell_names_only_what_the_reader_says(self, rule: ReadingRule) -> None:
        assert names_in(rule.message) <= {"raw", "value", "meant", "label", "column"}

    @pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.note)
    def test_message_on_a_file_names_only_what_is_known(self, rule: ReadingRule) -> None:
        assert names_in(rule.message) <= {"file", "ext", "reason", "edition", "known"}


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class TestMessagesCannotFail:
    """A message is asked only behind ✗, so what the condition guards is a number there."""

    @each_rule
    def test_every_number_it_shows_is_guarded(self, rule: Rule) -> None:
        for check in checks_of(rule):
            guarded = set(numbers_in(check.holds))
            for name, term in check.shows.items():
                shown = [cell for cell in numbers_in(term) if not cell.is_text]
                assert guarded.issuperset(shown), (check.field.id, name)

    @each_rule
    def test_every_divisor_it_shows_is_guarded(self, rule: Rule) -> None:
        for check in checks_of(rule):
            for name, term in check.shows.items():
                assert set(divisors_in(term)) <= set(divisors_in(check.holds)), name

    @each_rule
    def test_asking_needs_no_number(self, rule: Rule) -> None:
        """The guards stand behind `applies_when`: it may only ask what is filled or chosen."""
        for check in checks_of(rule):
            assert numbers_in(check.applies) == [], check.field.id
            assert numbers_in(check.unfinished) == [], check.field.id

    @each_rule
    def test_no_text_is_taken_for_a_number(self, rule: Rule) -> None:
        for check in checks_of(rule):
            assert not any(cell.is_text for cell in numbers_in(check.holds)), check.field.id


class TestSeverity:
    @each_rule
    def test_a_wrong_number_leaves_something_out_and_a_note_nothing(self, rule: Rule) -> None:
        marks_numbers = any(check.field.kind.is_number for check in checks_of(rule))
        if rule.severity is Severity.ERROR and marks_numbers and rule.required is False:
            assert rule.excludes is not Excludes.NOTHING
        if rule.severity is Severity.NOTE:
            assert rule.excludes is Excludes.NOTHING

    @each_rule
    def test_silencers_are_other_rules_of_the_catalogue(self, rule: Rule) -> None:
        assert set(rule.silenced_by) <= set(LIVE_CODES)
        assert rule.code not in rule.silenced_by

    @each_rule
    def test_the_school_sees_what_silences_its_findings(self, rule: Rule) -> None:
        if rule.audience is Audience.SCHOOL:
            silencers = [other for other in RULES if other.code in rule.silenced_by]
            assert all(other.audience is Audience.SCHOOL for other in silencers)

    @each_rule
    def test_each_silencer_shares_a_cell_with_the_rule(self, rule: Rule) -> None:
        slots = {slot for check in checks_of(rule) for slot in check.slots}
        for other in RULES:
            if other.code in rule.silenced_by:
                theirs = {slot for check in checks_of(other) for slot in check.slots}
                assert slots & theirs, other.code

    def test_no_two_rules_silence_each_other(self) -> None:
        silenced_by = {rule.code: set(rule.silenced_by) for rule in RULES}
        for code in silenced_by:
            above, seen = set(silenced_by[code]), set()
            while above:
                seen |= above
                above = {c for found in above for c in silenced_by[found]} - seen
            assert code not in seen
