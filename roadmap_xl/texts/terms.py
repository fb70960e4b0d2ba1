"""The column «Сроки»: from what schools write to a term.

Source: domain.md section 6, rows 54 to 65 and 69; section 8.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from . import calendar_terms, joined_terms, school_terms
from .days import without_quotes
from .school_terms import parse_recurring
from .squeezing import Pattern, normalize
from .term import PlanPeriod, Term, TermKind

LONGEST = 200
"""Characters of a term that are looked at; a longer text is no term."""
_SPELLINGS: tuple[tuple[Pattern, str], ...] = (
    (Pattern(r"[«»“”„\"'`]+"), " "),
    (Pattern(r"\s*\(((?:еже|кажд|в теч)[^()]*)\)"), r", \1"),  # «май (ежегодно)»
    (Pattern(r"\bв?\s*теч\.\s*|\bв течении\b|^течение\b|\bна протяжении\b"), "в течение "),
    (Pattern(r"\bуч\.?\s*г(?:г|ода|од)?\b\.?|\bу\.?\s?г\.|\bуч\. "), "учебного года "),
    (Pattern(r"\bучебного года года?\b"), "учебного года"),
    (Pattern(r"\bучебн(?:ый|ые|ых|ом) (?:год|года|годы|годов|году)\b"), "учебного года"),
    (Pattern(r"\b(?:перв|1)(?:ый|ая|ое|ого|ой|ую|-?[а-я]{1,2})\b(?= (?:пол|кв|чет|дек|нед))"), "1"),
    (Pattern(r"\b(?:втор|2)(?:ой|ая|ое|ого|ую|-?[а-я]{1,2})\b(?= (?:пол|кв|чет|дек|нед))"), "2"),
    (Pattern(r"\b(?:трет|3)(?:ий|ья|ье|ьего|ьей|ью|-?[а-я]{1,2})\b(?= (?:кв|чет|дек|нед))"), "3"),
    (Pattern(r"\b(?:четв[её]рт|4)(?:ый|ая|ое|ого|ой|ую|-?[а-я]{1,2})\b(?= (?:кв|чет|нед))"), "4"),
    (Pattern(r"\bотч[её]тн[а-я]+ (?=год)|\bтекущ[а-я]+ (?=год|учебн)|,?\s*включительно\b"), ""),
    (Pattern(r"\b(?:ориентировочно|примерно|предположительно|минимум)\b"), ""),
    (Pattern(r"^(?:постоянно|регулярно|систематически) (?=в течение|на |весь|вс[её] )"), ""),
    (Pattern(r"\bне (?:реже|менее)(?: чем)?\b"), ""),
    (Pattern(r"\bодного раза\b|\bодин раз\b|\b1 р\. ?"), "1 раз "),
    (Pattern(r"\b(?:дважды|два раза|двух раз|2 р\.)(?= |/|$)"), "2 раза"),
    (Pattern(r"\b(?:трижды|три раза|трех раз|3 р\.)(?= |/|$)"), "3 раза"),
    (Pattern(r"(?<=раз)(а?) ?/ ?(?=[а-я])"), r"\1 в "),
    (Pattern(r"(?<=в )мес\.|(?<=в )мес$"), "месяц"),
    (Pattern(r"\b(?:две|два)(?= недел| месяц)"), "2"),
    (Pattern(r"\bтри(?= недел| месяц)"), "3"),
    (Pattern(r"\b(?:в )?осенне-зимн[а-я]+ период[а-я]*"), "осень-зима"),
    (Pattern(r"\b(?:в )?весенне-летн[а-я]+ период[а-я]*"), "весна-лето"),
    (Pattern(r"\b([а-я]{4,7}ие) и ([а-я]{4,7}ие) каникул"), r"\1 каникулы и \2 каникул"),
    (Pattern(r"\b(?:в )?перв[а-я]+ числа[а-я]*(?= [а-я])"), "начало"),
    (Pattern(r"\b(?:в )?последн[а-я]+ числа[а-я]*(?= [а-я])"), "конец"),
    (Pattern(r"\bi(?= (?:дек|нед|полов))"), "1"),
    (Pattern(r"\bii(?= (?:дек|нед|полов))"), "2"),
    (Pattern(r"\biii(?= (?:дек|нед))"), "3"),
    (Pattern(r"\b([а-я]{3,8}), (?=20\d\d\b)"), r"\1 "),
    (Pattern(r"\b(\d{1,2})(?:,| и) (?=\d{1,2} (?!кв|че|по|де|не|чи)([а-я]{3,8}(?: 20\d\d)?))"),
     r"\1 \2 и "),  # «10 и 20 октября»; no month begins so
    (Pattern(r"\b(до|к|со?|по)(?=\d)"), r"\1 "),
    (Pattern(r"(?<![\d.])(\d{1,2})\.? ?- ?(\d{1,2})\.(\d{1,2})\.(20\d\d)\b"),
     r"\1.\3.\4-\2.\3.\4"),  # «15-20.12.2026»
    (Pattern(r"(?<=20\d\d) (?=(?:янв|фев|мар|апр|ма[йя]|ию|авг|сен|окт|ноя|дек)[а-я]* 20\d\d)"),
     ", "),  # one below the other
    (Pattern(r"\bп ?[./] ?г\b\.?"), "полугодие"),
    (Pattern(r"\bчетв\b\.?|\bчет\."), "четверть"),
    (Pattern(r"^срок(?:и)?(?: исполнения| реализации)?\s*[:-]\s*"), ""),
    (Pattern(r",?\s*(?:и )?дал(?:ее|ьше) (?:-\s*)?(?:постоянно|регулярно|систематически)$"), ""),
    (Pattern(r"(?<=[\dга.]) (?:постоянно|бессрочно)$"), ""),
)  # fmt: skip
"""Short forms and words that change nothing, and what is read in their place."""
_BEFORE = Pattern(
    r"^(?:до|к|не позднее(?: чем)?|не позже|в срок(?: до| не позднее)?|срок до"
    r"|по(?: состоянию на)?|в течение|в период|во время|в дни|в|во|на|за)\s+(?=\S)"
)
_BEFORE_A_YEAR = Pattern(r"(?:до|к) 20\d\d(?: г(?:ода|оду|од)?)?")
"""Up to the year's beginning, or to its end: both are usual."""
_YEAR_END = Pattern(r"\s*(?:г(?:ода|оду|од|г)?|гг|годы|годов|года)\.?$")
_OPEN = Pattern(
    r"(?:по|согласно|в соответствии с|согласно с)\s+(?:[а-я-]+\s+){0,3}"
    r"(?:план[а-я-]*|график[а-я]*|мере|приказ[а-я]*|расписани[а-я]*|необходимости|запрос[а-я]*|"
    r"согласовани[а-я]*|договор[а-я]*|положени[а-я]*|итогам|результатам|требовани[а-я]*|факту|"
    r"циклограмм[а-я]*|дорожн[а-я]+ карт[а-я]*)(?:\s[^,;]*)?|"
    r"при (?:необходимости|наличии .+|поступлении.*)|"
    r"план(?:ово)?|срок не определ[её]н|(?:срок |дата )?уточняется|своевременно|незамедлительно|"
    r"(?:(?:до|к|перед|на|в) )?(?:начал|середин)[а-я]+ (?:20\d\d ?)?(?:нового )?(?:учебного )?"
    r"(?:года|г)?|"
    r"(?:до|к) нов[а-я]+ учебн[а-я]+ год[а-я]*|в рабочем порядке|(?:на|к) педсовет[а-я]*|"
    r"в течение (?:дня|недели|месяца|четверти|квартала|полугодия)|после [а-я ]+|"
    r"(?:до|после|перед|к) [а-я ]*"
    r"(?:гиа|егэ|огэ|впр|аттестаци[а-я]+)(?:\s.*)?|в (?:установленные )?сроки,? .+|"
    r"в установленные сроки|(?:за|через|в течение) \S+ (?:рабочих |календарных )?"
    r"(?:дн|ден|недел|месяц)[а-я]* (?:до|после|со дня|с момента) .+|"
    r"(?:в период |во время )?(?:проведения )?(?:гиа|егэ|огэ|впр)"
)

Recogniser = Callable[[str, PlanPeriod, str], Term | None]


@lru_cache(maxsize=4096)
def parse_term(text: str, plan: PlanPeriod) -> Term:
    """The term a text means inside a plan; never raises, whatever the text is."""
    words = normalize(text)
    if not words or len(words) > LONGEST:
        return Term(TermKind.UNKNOWN, text)
    try:
        found = _recognise(_spell_out(words), plan, text)
    except (ValueError, OverflowError):  # 31 September, a year nobody can reach
        return Term(TermKind.IMPOSSIBLE, text)
    return found or Term(TermKind.UNKNOWN, text)


def _spell_out(words: str) -> str:
    words = without_quotes(words)
    for short, long in _SPELLINGS:
        words = short.sub(long, words)
    return " ".join(words.replace("і", "i").split()).strip(" .,;")


def _recognise(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """As one term, else as several in one cell."""
    if _BEFORE_A_YEAR.fullmatch(words):
        return None

    def one_term(part: str) -> Term | None:
        return _one_term(part, plan, source)

    return (
        calendar_terms.parse_deadline(words, plan, source)
        or joined_terms.parse_yearly(words, plan, source, one_term)
        or one_term(words)
        or joined_terms.parse_joined(words, plan, source, one_term)
        or _in_words_only(words.replace(",", " ").replace("  ", " "), plan, source)
    )


def _one_term(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """By the recognisers in turn, on the text as it stands and without what stands around it."""
    bare = _YEAR_END.sub("", re.sub(r"\s*\(.*\)$", "", words)).strip(" .")
    for form in dict.fromkeys((words, bare, _BEFORE.sub("", bare))):
        for recogniser in RECOGNISERS:
            if (found := recogniser(form, plan, source)) is not None:
                return found
    return None


def _in_words_only(words: str, plan: PlanPeriod, source: str) -> Term | None:
    """«по плану», «по мере необходимости»."""
    return Term(TermKind.OPEN, source) if _OPEN.fullmatch(words) else None


RECOGNISERS: tuple[Recogniser, ...] = (
    calendar_terms.parse_day,
    calendar_terms.parse_days,
    calendar_terms.parse_day_of_month,
    calendar_terms.parse_month,
    calendar_terms.parse_part_of_month,
    calendar_terms.parse_months,
    calendar_terms.parse_open_range,
    school_terms.parse_part_of_year,
    school_terms.parse_end_of_part,
    school_terms.parse_parts_of_year,
    school_terms.parse_holidays,
    school_terms.parse_season,
    school_terms.parse_all_year,
    parse_recurring,
    school_terms.parse_school_year,
    _in_words_only,
)
"""From the most exact to the least."""
