"""Conditions that several rules share: whether there is a grade 11."""

from __future__ import annotations

from ..expressions.write import negated, one_of
from ..form.references import every
from ..form.tables import Identity
from ..form.vocabulary import WITHOUT_EXAMS

_identity = every(Identity)

has_graduates = negated(one_of(_identity.grade11, *WITHOUT_EXAMS))
"""There are graduates of grade 11 this year, so exams are asked for."""
