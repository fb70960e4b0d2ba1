"""What the real school's document is told."""

from __future__ import annotations

from roadmap_xl.rules.findings import Severity

# The document read cell by cell, checked at the stage «на сдачу», without a registry: how many
# findings of each code, before grouping, and one of the fields.
REAL = (
    ("SCH-001", Severity.ERROR, 1, "meta.school_name"),
    ("YR-002", Severity.WARNING, 2, "bm.1.year"),
    ("EGE-005", Severity.NOTE, 1, "ege.phys.total"),
    ("BM-001", Severity.ERROR, 1, "bm.2.total"),
    ("BM-005", Severity.NOTE, 1, "bm.1.year"),
    ("PSP-001", Severity.ERROR, 1, "psp.developer"),
    ("PSP-002", Severity.WARNING, 5, "psp.directions"),
    ("PSP-003", Severity.NOTE, 1, "psp.directions"),
    ("PSP-004", Severity.WARNING, 1, "psp.funding"),
    ("IND-001", Severity.ERROR, 11, "ind.1.2-1.unit"),
    ("IND-002", Severity.ERROR, 3, "ind.1.3-1.y1"),
    ("IND-004", Severity.ERROR, 6, "ind.1.3-2.y1"),
    ("IND-006", Severity.WARNING, 1, None),
    ("IND-009", Severity.NOTE, 2, None),
    ("PLN-001", Severity.ERROR, 54, "pln.1-01.term"),
    ("PLN-002", Severity.ERROR, 54, "pln.1-01.responsible"),
    ("PLN-003", Severity.WARNING, 54, "pln.9-03.result"),
    ("PLN-021", Severity.NOTE, 1, "pln.3.1-01.result"),
    ("PLN-022", Severity.NOTE, 1, "pln.9-03.result"),
    ("SGN-001", Severity.ERROR, 1, "sgn.position"),
    ("SGN-002", Severity.WARNING, 1, "sgn.date"),
)
