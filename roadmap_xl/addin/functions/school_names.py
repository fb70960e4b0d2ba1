"""A function on a school's name: the registry's own, or a key that all spellings share."""

from __future__ import annotations

from ...district.journal import Journal
from ...district.matching import NAME_FIELD, RegistryMatcher
from ...district.names import as_chosen, school_name
from ...district.received import received_of
from ...district.registry import Registry, SchoolEntry
from ...form.fields import form_of
from ...submission import blank
from . import arguments
from .ranges import ArgumentError, on_each

_SAYS_NOTHING = "в названии нет ни номера, ни имени школы"


def canonical_name(school: object, registry: object = None) -> object:
    """For each name the one of the registry's that it means; without a registry its key.

    The key is the same for every way of writing the kind, the number or name, the settlement.
    """
    known = list(dict.fromkeys(as_chosen(name) for name in arguments.texts(registry)))
    if not known:
        return on_each(_key)(school)
    entries = [SchoolEntry(code=str(number), name=name) for number, name in enumerate(known)]
    matcher = RegistryMatcher(Registry(entries), Journal())
    return on_each(lambda one: _registered(one, matcher))(school)


def _key(school: object) -> str | None:
    if not (said := arguments.text(school)):
        return None
    name = school_name(said)
    if not name.is_usable:
        raise ArgumentError(_SAYS_NOTHING)
    return name.key


def _registered(school: object, matcher: RegistryMatcher) -> str | None:
    if not (said := arguments.text(school)):
        return None
    submission = blank(form_of(arguments.newest_edition().key), {NAME_FIELD: said})
    match = matcher.match(received_of("", "", "", submission, ()))
    if match.school is None:
        reasons = [finding.message for finding in match.findings]
        raise ArgumentError(reasons[0] if reasons else _SAYS_NOTHING)
    return match.school.name
