"""Several protocols as one list of results: what replaces what, and what stays unclear.

After appeals a score is another, on a reserve day an exam is sat again, and the same protocol may
lie in a folder twice. Of the results of one participant in one subject the newest counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...form.edition import Edition
from ...form.results import BASE_MATH, Result
from .reading import Protocol
from .rows import ANNULLED, Outcome, State

REPLACED, REPEATED, ORAL = (
    "есть более новый результат",
    "тот же результат ещё раз",
    "устная часть: балл стоит в протоколе письменной",
)
NAMESAKES, TWO_SCORES, ONLY_ORAL, NOBODY, ONLY_APPEALS, TWICE = (
    "однофамильцы: не ясно, чей это балл",
    "два разных балла одного дня",
    "есть только устная часть",
    "апелляция того, кого нет в протоколах",
    "есть только список апелляций",
    "не ясно, один ли это протокол дважды: в нём нет ни имён, ни номеров",
)
EARLIEST = date.min
MOST_NAMED = 20
"""Of the rows that are not understood, as many are named."""
RUSSIAN, MATHS = "rus", frozenset({"math_prof", BASE_MATH})
"""What every graduate sits: the language, and one of two levels of mathematics."""
_Identity = tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """What all protocols together say: each of their rows once."""

    outcomes: tuple[Outcome, ...]
    persons: tuple[_Identity, ...]
    """For each row, what tells its participant from others; empty where nothing does."""

    def count(self, state: State) -> int:
        return sum(one.state is state for one in self.outcomes)

    @cached_property
    def reasons(self) -> dict[State, Counter[str]]:
        """How many rows were not counted, by the reason."""
        found: dict[State, Counter[str]] = {state: Counter() for state in State}
        for one in self.outcomes:
            found[one.state][one.reason] += 1
        return found

    @property
    def unclear(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.state is State.UNCLEAR)

    @property
    def undated(self) -> list[str]:
        """The files whose results do not say the day of the exam."""
        results = (one for one in self.outcomes if one.state is State.RESULT)
        return list(dict.fromkeys(_file(one) for one in results if one.day is None))

    @property
    def codes(self) -> list[str]:
        """The codes of schools that its results bear."""
        results = (one for one in self.outcomes if one.state is State.RESULT)
        return list(dict.fromkeys(one.school for one in results if one.school))

    def by_school(self) -> dict[str, Results]:
        """By comparable code the rows of each school, with those that may be any school's."""
        rows: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.outcomes):
            rows[comparable_code(one.school)].append(at)
        anybodys = rows.pop("", [])
        return {
            code: Results(
                tuple(self.outcomes[at] for at in [*mine, *anybodys]),
                tuple(self.persons[at] for at in [*mine, *anybodys]),
            )
            for code, mine in rows.items()
        }

    def has_mandatory(self, edition: Edition) -> bool:
        """Whether there are results of all that a graduate has to sit: who sat anything is here."""
        sat = {one.subjects[0] for one in self.outcomes if one.state is State.RESULT}
        two_levels = edition.exam_year in edition.base_math_held
        return RUSSIAN in sat and (not two_levels or bool(sat & MATHS))

    def in_words(self) -> Iterator[str]:
        """How many rows were counted, left out and not understood, with the reasons."""
        yield f"  учтено: {self.count(State.RESULT)}"
        for state, words in ((State.LEFT, "не учтено"), (State.UNCLEAR, "не понято")):
            reasons = self.reasons[state].most_common()
            listed = "; ".join(f"{reason} — {number}" for reason, number in reasons)
            yield f"  {words}: {self.count(state)}" + (f" ({listed})" if listed else "")
        for one in self.unclear[:MOST_NAMED]:
            yield f"    {one.place}: {one.reason}"
        if self.undated:
            files = ", ".join(f"«{file}»" for file in self.undated[:MOST_NAMED])
            yield f"  Дня экзамена нет, поэтому год не проверен: {files}."

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The subjects with a row that is unclear: what their tables would say is not known."""
        return frozenset(key for one in self.unclear for key in one.subjects)

    @cached_property
    def is_doubtful(self) -> bool:
        """A row is unclear whose subject is not known at all."""
        return any(not one.subjects for one in self.unclear)

    def usable(self) -> list[Result]:
        """The results of the subjects whose every row is understood."""
        return [
            Result(one.subjects[0], one.score, person or None)
            for one, person in zip(self.outcomes, self.persons, strict=True)
            if one.state is State.RESULT
            and one.subjects[0] not in self.doubtful
            and not self.is_doubtful
        ]


def comparable_code(code: str) -> str:
    """A code as two are normalize: Excel takes zeros at the beginning away."""
    letters = code.replace(" ", "").casefold().lstrip("0")
    return letters.removesuffix(".0").removesuffix(",0")


def newest_of(protocols: Iterable[Protocol]) -> Results:
    """The rows of all protocols, of each participant's results in a subject the newest."""
    outcomes = [one for protocol in protocols for one in protocol.outcomes]
    persons = _persons(outcomes)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(outcomes):
        if one.state is State.RESULT or (one.reason == ANNULLED and len(one.subjects) == 1):
            groups[comparable_code(one.school), one.subjects[0]].append(at)
    for rows in groups.values():
        for at, state, reason in _Group(outcomes, persons, rows).changed():
            outcomes[at] = outcomes[at]._replace(state=state, reason=reason)
    return Results(tuple(outcomes), tuple(persons))


def _persons(outcomes: Sequence[Outcome]) -> list[_Identity]:
    """By name within a school; by document where two bear one name, or where there is no name."""
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in outcomes:
        if one.name and one.document:
            documents[comparable_code(one.school), one.name].add(one.document)

    def person(one: Outcome) -> _Identity:
        school = comparable_code(one.school)
        if not one.name:
            return (school, one.document) if one.document else ()
        if len(documents[school, one.name]) > 1:
            return (school, one.name, one.document)
        return (school, one.name)

    return list(map(person, outcomes))


@dataclass(frozen=True)
class _Group:
    """The rows of one school in one subject."""

    outcomes: Sequence[Outcome]
    persons: Sequence[_Identity]
    rows: Sequence[int]

    def changed(self) -> Iterator[tuple[int, State, str]]:
        """The rows that are no result after all, or unclear."""
        by_person: dict[_Identity, list[int]] = defaultdict(list)
        for at in self.rows:
            by_person[self.persons[at]].append(at)
        nameless = by_person.pop((), [])
        yield from self._nameless(nameless)
        is_known = {person for person in by_person if len(person) < 3 or person[2]}
        for person, rows in by_person.items():
            if person not in is_known:
                yield from ((at, State.UNCLEAR, NAMESAKES) for at in rows)
            else:
                yield from self._one_person(rows)

    def _nameless(self, rows: Sequence[int]) -> Iterator[tuple[int, State, str]]:
        """Nobody can tell whose they are; two protocols of one day may be the same."""
        files: dict[date | None, set[str]] = defaultdict(set)
        for at in rows:
            files[self.outcomes[at].day].add(_file(self.outcomes[at]))
        is_whole = len({*files}) < 2 or None not in files
        for at in rows:
            one = self.outcomes[at]
            if one.state is not State.RESULT:
                continue
            if one.is_after_appeals or len(files[one.day]) > 1 or not is_whole:
                yield at, State.UNCLEAR, NOBODY if one.is_after_appeals else TWICE
            elif one.is_oral:
                yield at, State.UNCLEAR, ONLY_ORAL

    def _one_person(self, rows: Sequence[int]) -> Iterator[tuple[int, State, str]]:
        written = [at for at in rows if not self.outcomes[at].is_oral]
        for at in set(rows) - set(written):
            if self.outcomes[at].state is State.RESULT:
                yield (at, State.LEFT, ORAL) if written else (at, State.UNCLEAR, ONLY_ORAL)
        if not written:
            return
        if all(self.outcomes[at].is_appealed for at in written):
            reason = NOBODY if self._has_plain_rows else ONLY_APPEALS
            yield from ((at, State.UNCLEAR, reason) for at in self._results(written))
            return
        yield from self._replaced(written)

    @property
    def _has_plain_rows(self) -> bool:
        return any(not self.outcomes[at].is_appealed for at in self.rows)

    def _results(self, rows: Iterable[int]) -> list[int]:
        return [at for at in rows if self.outcomes[at].state is State.RESULT]

    def _replaced(self, rows: Sequence[int]) -> Iterator[tuple[int, State, str]]:
        last = max(map(self._age, rows))
        newest = [at for at in rows if self._age(at) == last]
        results = self._results(newest)
        scores = {self.outcomes[at].score for at in results}
        older = [at for at in rows if at not in newest]
        replaced = REPLACED if results else ANNULLED
        yield from ((at, State.LEFT, replaced) for at in self._results(older))
        if self._are_namesakes(newest):
            yield from ((at, State.UNCLEAR, NAMESAKES) for at in results)
        elif len(scores) > 1 or len(results) not in (0, len(newest)):
            yield from ((at, State.UNCLEAR, TWO_SCORES) for at in results)
        else:
            yield from ((at, State.LEFT, REPEATED) for at in results[1:])

    def _are_namesakes(self, rows: Sequence[int]) -> bool:
        """One table has the name twice, and no document tells whether that is one person."""
        named = [self.outcomes[at] for at in rows if not self.outcomes[at].document]
        return len({_file(one) for one in named}) < len(named)

    @cached_property
    def _is_dated(self) -> bool:
        """Where one protocol does not say its day, no day tells which of two is newer."""
        return all(self.outcomes[at].day for at in self.rows)

    def _age(self, at: int) -> tuple[date, bool]:
        one = self.outcomes[at]
        day = one.day if one.day and self._is_dated else EARLIEST
        return (day, one.is_after_appeals)


def _file(one: Outcome) -> str:
    return one.place.partition("», ")[0].removeprefix("«")
