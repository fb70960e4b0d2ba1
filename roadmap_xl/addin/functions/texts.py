"""Functions on words: when a term of the plan ends and what it means, the name of a school."""

from __future__ import annotations

from datetime import date

from ...district.journal import Journal
from ...district.matching import NAME_FIELD, RegistryMatcher
from ...district.names import as_chosen, school_name
from ...district.received import received_of
from ...district.registry import Registry, SchoolEntry
from ...form.submission import blank
from ...texts.days import day_text
from ...texts.marks import parse_mark
from ...texts.term import Every, Term, TermKind
from ...texts.terms import parse_term
from . import arguments
from .arguments import ArgumentError, on_each

_FIRST_YEAR_OF_EXCEL = 1900
_EVERY = {
    Every.WEEK: "каждую неделю",
    Every.MONTH: "каждый месяц",
    Every.QUARTER: "каждый квартал или четверть",
    Every.HALF_YEAR: "каждое полугодие",
    Every.YEAR: "каждый год",
}
_WITHOUT_DAYS = {
    TermKind.OPEN: "срок без даты",
    TermKind.IMPOSSIBLE: "такой даты нет в календаре",
    TermKind.UNKNOWN: "срок не понят",
}
NOT_UNDERSTOOD = "отметка не понята"
_SEE_ABOVE = "как в строке выше"
_SAYS_NOTHING = "в названии нет ни номера, ни имени школы"


@on_each
def term_end(term: object, first_year: object, last_year: object) -> date | str | None:
    """The last day of a term; None where it names no time (`term_meaning` says why).

    A day before 1900 is a text, because Excel has no such dates.
    """
    end = _term(term, first_year, last_year).end
    too_early = end is not None and end.year < _FIRST_YEAR_OF_EXCEL
    return day_text(end) if end is not None and too_early else end


@on_each
def term_meaning(term: object, first_year: object, last_year: object) -> str | None:
    """How a term was understood, in words, with what had to be assumed; None for a blank."""
    found = _term(term, first_year, last_year)
    if not found.source:
        return None
    if found.source == arguments.DITTO:
        return _SEE_ABOVE
    assumed = f" ({found.assumed})" if found.assumed else ""
    return _meaning(found) + assumed


@on_each
def mark_state(mark: object, first_year: object = None, last_year: object = None) -> str | None:
    """The state a mark of execution means, in the form's words; None for a blank.

    Without years a mark that moves the term is read inside the newest edition's plan.
    """
    words = arguments.plan_text(mark, "mark")
    if not words:
        return None
    has_years = not (first_year is None and last_year is None)
    plan = arguments.plan(first_year, last_year) if has_years else arguments.newest_plan()
    state = parse_mark(words, plan).state
    return NOT_UNDERSTOOD if state is None else state.value


def _term(term: object, first_year: object, last_year: object) -> Term:
    plan = arguments.plan(first_year, last_year)
    words = arguments.plan_text(term, "term")
    return parse_term(words, plan) if words else Term(TermKind.UNKNOWN, "")


def _meaning(term: Term) -> str:
    if term.start is None or term.end is None:
        return _WITHOUT_DAYS[term.kind]
    if term.kind is TermKind.POINT:
        return day_text(term.end)
    days = f"с {day_text(term.start)} по {day_text(term.end)}"
    return days if term.every is None else f"{_EVERY[term.every]}, {days}"


def canonical_name(school: object, registry: object = None) -> object:
    """For each name the one of the registry's that it means; without a registry its key.

    The key is the same for every way of writing the kind, the number or name, the settlement.
    """
    known = list(dict.fromkeys(as_chosen(name) for name in arguments.texts(registry)))
    if not known:
        return on_each(_key)(school)
    entries = [SchoolEntry(code=str(number), name=name) for number, name in enumerate(known)]
    matcher = RegistryMatcher(Registry(entries), Journal())
    return on_each(lambda one: _find_registered(one, matcher))(school)


def _key(school: object) -> str | None:
    if not (typed := arguments.text(school)):
        return None
    name = school_name(typed)
    if not name.is_usable:
        raise ArgumentError(_SAYS_NOTHING)
    return name.key


def _find_registered(school: object, matcher: RegistryMatcher) -> str | None:
    if not (typed := arguments.text(school)):
        return None
    submission = blank(arguments.newest_form(), {NAME_FIELD: typed})
    match = matcher.match(received_of("", "", "", submission, ()))
    if match.school is None:
        reasons = [finding.message for finding in match.findings]
        raise ArgumentError(reasons[0] if reasons else _SAYS_NOTHING)
    return match.school.name
