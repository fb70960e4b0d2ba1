"""What a school's name says, however it is written: kind, number or own name, settlement.

«МБОУ «СОШ N5» им. А. П. Иванова» and «Школа № 5» say the same; «Ивановская СОШ» and «СОШ с.
Ивановка» do where the registry has one school there.
Source: decision 19, domain.md 6, rows 50 to 53.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ..texts.signs import to_cyrillic
from ..texts.squeezing import squeeze

_IGNORED = re.compile(r"[«»„“”\"'`()_]|\s+")

_KINDS: tuple[tuple[str, str], ...] = (
    (r"школ\w*\s*-\s*интернат\w*|\bинтернат\w*", "интернат"),
    (r"\bцентр\w* образования", "центр образования"),
    (r"\bпрогимнази\w*", "прогимназия"),
    (r"\bгимнази\w*", "гимназия"),
    (r"\bлице\w+", "лицей"),
    (r"\bсредн\w+ (?:общеобразовательн\w+ )?школ\w*|\bсо?ш\b", "сош"),
    (r"\bосновн\w+ (?:общеобразовательн\w+ )?школ\w*|\bоо?ш\b", "оош"),
    (r"\bначальн\w+ (?:общеобразовательн\w+ )?школ\w*|\bно?ш\b", "нош"),
    (r"\bшкол\w*", "школа"),
)
_ANY_SCHOOL = frozenset({"", "школа"})
"""Kinds that say nothing: «Школа № 5» may be a СОШ."""
_PLAIN_SCHOOLS = _ANY_SCHOOL | {"сош", "оош", "нош"}
"""Kinds that people mix up; where two schools differ in nothing else, a person has to choose."""

_DROPPED = re.compile(
    r"\b(?:муниципальн|государственн|бюджетн|казенн|автономн|общеобразовательн|образовательн"
    r"|учреждени|областн|краев)\w*"
    r"|\b(?:м[бкао]?оу|мо[бк]?оу|мобу|мсоу|г[бка]?оу|(?:ог|кг|фг)[бк]оу|[чн]оу|[мг][бка]у|аноо?)\b"
    r"|\b[а-я-]+[ое]го (?:муниципального |городского )?(?:района|р-на|округа|края)\b"
    r"|\b[а-я-]+ой (?:области\b|обл\b\.?)"
    r"|\bс (?:уиоп\b|углубленн\w+ изучени\w+(?: отдельн\w+ предмет\w+)?|дошкольн\w+ \w+)"
)
"""Legal forms, the district and region, what is taught: none of it tells schools apart."""
_NUMBER = re.compile(r"(?:№|#|\bn[oо]?\.?)\s*(\d+[а-я]?)\b")
_TOKEN = re.compile(r"[а-яa-z0-9-]*[а-яa-z0-9]\.?|,")
_PLACE = re.compile(
    r"(?:г|гор|город\w*|с|сел[оае]|п|пос|поселок|поселк\w*|пгт|рп|ст|ст-ц[аы]|станиц\w*|х|хут|хутор\w*"
    r"|д|дер|деревн\w*|аул\w*|сл|слобод\w*)\.?"
)
_NAMED_AFTER = re.compile(r"(?:им\.?|имени)")
_LONG_WORD = 10
"""Letters of a word without its ending; two slips make another word of a shorter one."""
_ENDINGS = re.compile(
    r"(?<=\w{3})(?:ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ой|ый|ий|ую|юю|ые|ие|ых|их|[аяоеыиуюьй])$"
)


@dataclass(frozen=True, slots=True)
class SchoolName:
    """The parts of a name that tell schools apart, words without their endings."""

    kind: str = ""
    number: str = ""
    own: str = ""
    places: frozenset[str] = frozenset()
    is_branch: bool = False

    @property
    def is_usable(self) -> bool:
        """It has a number or a name; «СОШ №» has neither."""
        return bool(self.number or self.own or self.places)

    @property
    def key(self) -> str:
        """The same for every way of writing these parts."""
        parts = (self.kind, self.number, self.own, *sorted(self.places))
        return "|".join((*parts, "филиал" if self.is_branch else ""))

    def may_be(self, other: SchoolName) -> bool:
        """Nothing but a kind that people mix up speaks against the two being one school."""
        if self.number != other.number or self.is_branch != other.is_branch:
            return False
        if not self._of_like_kind(other):
            return False
        if self.places and other.places and not _meet(self.places, other.places):
            return False
        if self.number and not self.is_branch:
            return True
        mine, others = self._called, other._called
        return bool(mine) and all(_meet({word}, others) for word in mine)

    def fits(self, other: SchoolName) -> bool:
        """Whether a code that says `other` may be right although the name is not quite its own.

        A name without number and own words speaks against nothing; one slip of the pen in a word
        does not either. Another number, another settlement or a branch does.
        """
        if not self.is_usable or not other.is_usable or self.may_be(other):
            return True
        if self.is_branch != other.is_branch or (
            self.number and other.number and self.number != other.number
        ):
            return False
        if self.places and other.places and not _nearly_meet(self.places, other.places):
            return False
        if self.number and self.number == other.number:
            return True
        return self._of_like_kind(other) and _nearly_meet(self._called, other._called)

    def is_of_kind(self, other: SchoolName) -> bool:
        """The kinds are the same, or one of them says nothing."""
        return self.kind == other.kind or bool({self.kind, other.kind} & _ANY_SCHOOL)

    def in_settlement(self, settlement: str) -> SchoolName:
        """The name with the settlement that a registry has for it."""
        words = [w for w in _tokens(_plain(settlement)) if not _PLACE.fullmatch(w) and w != ","]
        return replace(self, places=self.places | {_stems(words)} - {""})

    def _of_like_kind(self, other: SchoolName) -> bool:
        return self.is_of_kind(other) or {self.kind, other.kind} <= _PLAIN_SCHOOLS

    @property
    def _called(self) -> frozenset[str]:
        return self.places | ({self.own} - {""})


def school_name(text: str) -> SchoolName:
    """The parts of a school's name."""
    rest = _plain(text)
    kind = ""
    for pattern, name in _KINDS:
        rest, found = re.subn(pattern, f" {name} ", rest, count=1)
        if found:
            kind = name
            break
    rest = _DROPPED.sub(" ", rest)
    number = _NUMBER.search(rest) or re.search(rf"\b{kind}[\s-]+(\d+[а-я]?)\b", rest)
    if number:
        rest = rest[: number.start(1)] + rest[number.end(1) :]
    rest = re.sub(rf"\b{kind}\b|№|#|\bn[oо]?\b\.?", " , ", rest) if kind else rest
    own, place = _own_and_place(_without_honour(_tokens(rest)))
    is_branch = any(word.startswith("филиал") for word in own)
    own = [word for word in own if len(word) > 2 and not word.startswith("филиал")]
    places = frozenset({_stems(place)} - {""})
    return SchoolName(kind, number[1] if number else "", _stems(own), places, is_branch)


def as_chosen(text: str) -> str:
    """The text with spaces put in order: equal to a registry's name where it was chosen there."""
    return squeeze(text)


def _plain(text: str) -> str:
    """Small Cyrillic letters without ё and quotes, letters and digits apart."""
    plain = to_cyrillic(_IGNORED.sub(" ", squeeze(text))).lower().replace("ё", "е")
    return re.sub(r"(?<=[а-я])-?(?=\d)", " ", plain)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _without_honour(words: list[str]) -> list[str]:
    """The words without «им. А. П. Иванова»: up to a comma or the settlement.

    «с.» begins a settlement only between two long words; elsewhere it is an initial.
    """
    kept: list[str] = []
    is_honour = False
    for at, word in enumerate(words):
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if _NAMED_AFTER.fullmatch(word):
            is_honour = True
        elif word == "," or (_is_place(word, after) and len(before) > 2):
            is_honour = False
        if not is_honour:
            kept.append(word)
    return kept


def _own_and_place(words: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    place: list[str] = []
    taken = own
    for at, word in enumerate(words):
        if _is_place(word, words[at + 1] if at + 1 < len(words) else ""):
            taken = place
        elif word == ",":
            taken = own
        else:
            taken.append(word.rstrip("."))
    return own, place


def _is_place(word: str, after: str) -> bool:
    return bool(_PLACE.fullmatch(word)) and (len(after) > 2 or after.isdecimal())


def _stems(words: list[str]) -> str:
    return " ".join(_ENDINGS.sub("", word.rstrip(".")) for word in words)


def _meet(some: frozenset[str] | set[str], others: frozenset[str] | set[str]) -> bool:
    return any(_are_related(one, other) for one in some for other in others)


def _nearly_meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(_are_related(one, other) or _is_typo(one, other) for one in some for other in others)


def _is_typo(one: str, other: str) -> bool:
    """A letter left out, doubled, changed or swapped; in a long word two."""
    longest = max(len(one), len(other))
    alike = sum(
        part.size for part in SequenceMatcher(None, one, other, False).get_matching_blocks()
    )
    return longest - alike <= (2 if longest >= _LONG_WORD else 1) and min(len(one), len(other)) > 3


def _are_related(one: str, other: str) -> bool:
    """Equal, or one is the adjective of the other: «ивановск» (-ая) and «ивановк» (-а)."""
    short, long = sorted((one.removesuffix("ск"), other.removesuffix("ск")), key=len)
    return one == other or (
        len(short) > 2 and long.startswith(short) and len(long) - len(short) < 3
    )
