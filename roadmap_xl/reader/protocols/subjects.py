"""The subject and the day of an exam, as protocols and people write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ...form.edition import Edition
from ...form.results import BASE_MATH, BASE_MATH_NAMES
from ...form.rows import Subject
from ...texts.squeezing import Pattern, normalize, squeeze

_PROFILE_MATH = "math_prof"
_PROFILE_MATH_NAMES = (
    "Математика профильного уровня",
    "Математика профильный уровень",
    "Математика (профильный уровень)",
)
_SHORT = 4
"""Names of so many letters may stand in other words' company by chance."""
_ANY_MATH = frozenset({"математика", "мат", "матем"})
_BY_CODE = {
    "1": "rus", "2": _PROFILE_MATH, "4": "chem", "9": "eng", "12": "soc", "22": BASE_MATH,
    "25": "inf",
}  # fmt: skip
"""The codes of РЦОИ that were seen beside their names; what others mean is not guessed."""
_DAY = Pattern(r"(?<!\d)(?:(\d{4})[.-](\d{1,2})[.-](\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?!\d)")
_CODE = Pattern(r"^(\d{1,2}) ?- ?|^(\d{2})(?:\. ?| )(?=[а-яё])")
_CODE_ALONE = Pattern(r"^\d{1,2}$")
_PREFIX = Pattern(r"^(?:наименование |учебный )?(?:предмета?|экзамен)\b ?:? ?")
_NOT_THE_NAME = Pattern(
    r"\((?:е?кегэ|егэ|кегэ|устно|письменно|устная часть|письменная часть)\)|\bк?егэ\b"
    r"|\((?:основн|резервн|досрочн|дополнительн)[^)]*\)|\bрезерв\w*(?: день)?"
    r"|[;,]? ?\b[пу]:|\bустн\w*(?: часть)?|\bписьм\w*(?: часть)?|\(\)|[;:]"
)
_ORAL, _WRITTEN = Pattern(r"\bустн|\bу:"), Pattern(r"\bписьм|\bп:")
_OTHER_EXAM = Pattern(r"\bогэ\b|\bгвэ\b|\bоснов\w+ государственн\w+ экзамен")


class ExamTitle(NamedTuple):
    """What a line above a table says."""

    subjects: tuple[str, ...]
    """The keys it may mean: one, or several where it does not say which; none if unknown."""
    day: date | None
    is_oral: bool
    """The oral part alone, whose points are a part of the score."""
    has_code: bool


class SubjectNames:
    """The subjects of an edition by what they are called."""

    def __init__(self, edition: Edition) -> None:
        self._keys = {name: one.key for one in edition.subjects for name in names_of(one)}
        self._keys |= dict.fromkeys(map(normalize, BASE_MATH_NAMES), BASE_MATH)
        if any(one.key == _PROFILE_MATH for one in edition.subjects):
            self._keys |= dict.fromkeys(map(normalize, _PROFILE_MATH_NAMES), _PROFILE_MATH)

        self._known = frozenset(self._keys.values())

    def in_column(self, text: str) -> ExamTitle:
        """What a cell of the column with subjects says; there a code may stand alone."""
        code = squeeze(text)
        found = _BY_CODE.get(code.lstrip("0")) if _CODE_ALONE.match(code) else None
        if found in self._known and found is not None:
            return ExamTitle((found,), None, is_oral=False, has_code=True)
        return self.title(text)

    def may_be(self, text: str) -> bool:
        """Whether words that name no subject may mean one: a code, or its name among others."""
        words = f" {normalize(text)} "
        return not any(sign.isalpha() for sign in words) or any(
            f" {name} " in words for name in self._keys if len(name) > _SHORT
        )

    def get(self, name: str) -> str | None:
        """The key of the subject, `BASE_MATH` for base mathematics; None for any other words."""
        return self._keys.get(normalize(name))

    def title(self, text: str) -> ExamTitle:
        """The line with what it says of subject, day and part."""
        words = normalize(text.replace("_", " "))
        is_oral = _ORAL.search(words) is not None and _WRITTEN.search(words) is None
        name = _PREFIX.sub("", _DAY.sub(" ", words).strip())
        code = _CODE.match(name)
        name = _NOT_THE_NAME.sub(" ", name[code.end() :] if code else name)
        name = " ".join(name.replace("( )", " ").split()).strip(" -.,()")
        number = (code[1] or code[2]).lstrip("0") if code else ""
        is_oral = is_oral or number in _ORAL_CODES
        return ExamTitle(self._meant(name, number), day_in(words), is_oral, bool(code))

    def _meant(self, name: str, code: str) -> tuple[str, ...]:
        found = self.get(name) or self.get(f"{name})")  # «математика (база» without its end
        if name in _ANY_MATH:
            found = _BY_CODE.get(code)
            return (found,) if found else (_PROFILE_MATH, BASE_MATH)
        if found and _BY_CODE.get(code, found) != found:
            return (found, _BY_CODE[code])  # the code says another exam than the name
        return (found,) if found else ()


_ORAL_CODES = ("29", "30", "31", "33", "34")
"""Codes of the oral parts of foreign languages."""


def day_in(text: str) -> date | None:
    """The last of the days that a text names."""
    return max(_days(text), default=None)


def is_other_exam(text: str) -> bool:
    """Whether these words speak of an exam of grade 9, or of one that is no ЕГЭ."""
    return _OTHER_EXAM.search(normalize(text)) is not None


def names_of(subject: Subject) -> Iterator[str]:
    """What a subject of the edition is called, to be normalize with."""
    return map(normalize, (subject.label, subject.average_label, *subject.aliases))


def _days(text: str) -> Iterator[date]:
    for found in _DAY.finditer(text):
        year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
