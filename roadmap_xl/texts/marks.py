"""The column «Отметка об исполнении»: from what schools write to a mark.

Source: domain.md section 6, rows 68 to 70.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from .days import days_in
from .signs import TICKS, WINGDINGS_TICKS, to_cyrillic
from .squeezing import Pattern, normalize, squeeze
from .term import PlanPeriod, Term, TermKind
from .terms import parse_term


class State(StrEnum):
    """How far an activity is."""

    DONE = "выполнено"
    IN_PROGRESS = "выполняется"
    PARTLY = "частично"
    NOT_DONE = "не выполнено"
    NOT_APPLICABLE = "не применимо"


class Mark(NamedTuple):
    """A mark as it was understood; `source` is the text as it was typed."""

    source: str
    state: State | None = None
    """None where the text was not understood."""
    day: date | None = None
    """The day of execution the mark names; the last of several."""
    document: str = ""
    """The document it names: «протокол № 3»."""
    reason: str = ""
    """Why it is not done, where the mark says so."""
    moved_to: Term | None = None
    """The new term of an activity that was put off."""

    @property
    def is_bare(self) -> bool:
        """Done, and nothing that shows it."""
        return self.state is State.DONE and self.day is None and not self.document


LONGEST = 500
"""Characters of a mark that are looked at."""
_NUMBER = r"(?:№|n|no)\s*[\w/-]+"
_DOCUMENT = Pattern(
    rf"\b(?:(?:(?:протокол|приказ|справк|отч[её]т|распоряжени|договор|сертификат|удостоверени|"
    rf"решени|аналитическ\w+ записк|информационн\w+ справк)[а-яё]*|"
    rf"(?:акт|план)(?:[ауеы]|ом|ов|ами?|ах)?)\b(?!\s+нет\b)|пр\.)(?:\s*(?:от\s+[\d.]+(?:\s*г(?:ода|\.)?)?|{_NUMBER}))*",
    re.IGNORECASE,
)
_DENIES = Pattern(r"\bне\b|^нет\b|\bбуд[еу]т\b")
_MOVED = Pattern(
    r"(?:перенес[а-я]*|перенос|отложен[а-я]*|срок перенесен)\s+(?:на|до)\s+(.+)",
    needs=("перенес", "перенос", "отложен"),
)
_REASON = Pattern(
    r"\(([^()]+)\)|\s-\s(.+)$|(?:из-за|в связи с|по причине)\s+(.+)$",
    needs=("(", "-", "связи", "причине"),
)
_OUT_OF = Pattern(r"\b(\d{1,6}) из (\d{1,6})\b", needs=(" из ",))
_PERCENT = Pattern(r"(?:(?:вы|ис)полнено )?(?:на )?(\d{1,3}) ?%", needs=("%",))
_DONE = (
    r"(?:вы|ис)полн(?!ени|им\b|ят\b|ит|ю\b)|провед(?!ени|ем\b|ет|ут|у\b|ите)|провел[аи]?\b|сделан"
    r"|состоял|разработан|принят(?!ь|и)|утвержд(?!ени|а[ею])|подготовл(?!ени|ю\b)|заверш(?!ени|им|ит|ат\b|а[ею]|у\b)"
    r"|организован|(?:издан|составлен|обучен|рассмотрен|направлен|представлен|изучен|создан"
    r"|реализован)(?!и)|прошл[иао]\b|размещ(?!ени|а[ею]|у\b)|посещ(?!ени|а[ею]|у)|посетил"
    r"|проанализ(?!иру)|сформир(?!у)"
)
"""Not what will be done («проведем»), nor what it is called («обучение», «на утверждении»)."""
_GOING = r"выполняет|исполняет|ведет|осуществляет|проводит|реализует"
_STATES: tuple[tuple[State, Pattern], ...] = (
    (State.NOT_APPLICABLE, Pattern(
        r"не ?применим|не применяется|^н/п$|не требуется|не актуальн|неактуальн|не предусмотрен"
        r"|не относится|нет необходимости")),
    (State.PARTLY, Pattern(
        r"^\+ ?/? ?-$|^±$|частичн|не в полном объеме|не полностью|не до конца|\bне вс[еёя]\b"
        r"|наполовину|недовыполн|\bпочти\b|\bкроме (?!того)|за исключением")),
    (State.NOT_DONE, Pattern(
        r"не ?(?:вы|ис|про|с|под|раз|о|за)?(?:полнен|полнял|веден|вод|делан|готовлен|работан"
        rf"|состоял|вершен|тверж)|\bне [{TICKS}]|отмен[еия]|^нет$|не был|не начат|заплан"
        r"|^(?:ложь|false)$|^планир"
        r"|срок (?:еще )?не (?:наступил|подошел|настал)|не наступил срок|^предстоит|^перенес"
        r"|^перенос|^отложен"
        # «обучены все, не посещали двое», «по плану проведено» are done
        rf"|^(?:(?!{_DONE}).)*\b(?:не|буд[еу]т|долж(?:ен|на|но|ны)(?: быть)?)"
        rf" ?(?:{_DONE}|{_GOING})")),
    (State.IN_PROGRESS, Pattern(
        rf"{_GOING}|в работе|в процессе|начат"
        rf"|^(?:по|согласно|в соответствии с) план(?:(?!{_DONE}).)*$"
        r"|продолжа|^постоянно$|^регулярно$|^систематически$|в стадии|готовит|на контроле"
        r"|по мере|^ежемесячно$|^ежеквартально$")),
    (State.DONE, Pattern(
        rf"{_DONE}|[{TICKS}]|^[{WINGDINGS_TICKS}v]$|^вып$|^исп$|^да$|^\++$|^ок$|^готово$"
        r"|^(?:истина|true)$|^v (?=[\d(])|^(?:полностью|в полном объеме)$")),
)  # fmt: skip
"""From what excludes the others to what is left: «не выполнено» is found before «выполнено»."""


@lru_cache(maxsize=4096)
def parse_mark(text: str, plan: PlanPeriod) -> Mark:
    """The mark a text means; never raises, whatever the text is."""
    words = normalize(text[:LONGEST])
    day = max(days_in(words), default=None)
    document = _document(to_cyrillic(squeeze(text[:LONGEST])))
    moved_to = _moved_to(words, plan)
    state = State.IN_PROGRESS if moved_to else _state(words)
    is_asked = words.endswith("?")
    if state is None and (day or document) and not is_asked and not _DENIES.search(words):
        state = State.DONE  # a day or a document alone stands for «выполнено»
    reason = _reason(words) if state in (State.NOT_DONE, State.PARTLY) else ""
    return Mark(text, state, day, document, reason, moved_to)


def _state(words: str) -> State | None:
    if percent := _PERCENT.fullmatch(words):
        return _state_of_percent(int(percent[1]))
    state = next((state for state, pattern in _STATES if pattern.search(words)), None)
    if state is State.DONE and words.endswith("?"):
        return None  # whoever asks has not said
    if state is State.DONE and (out_of := _OUT_OF.search(words)):
        return State.PARTLY if int(out_of[1]) < int(out_of[2]) else State.DONE
    return state


def _state_of_percent(percent: int) -> State | None:
    if percent > 100:
        return None
    return State.DONE if percent == 100 else State.PARTLY if percent else State.NOT_DONE


def _document(text: str) -> str:
    found = _DOCUMENT.search(text)
    return found[0].strip(" ,.;") if found else ""


def _moved_to(words: str, plan: PlanPeriod) -> Term | None:
    found = _MOVED.search(words)
    term = parse_term(found[1], plan) if found else None
    return term if term and term.kind in (TermKind.POINT, TermKind.RANGE) else None


def _reason(words: str) -> str:
    found = _REASON.search(words)
    return next((part.strip() for part in found.groups() if part), "") if found else ""
