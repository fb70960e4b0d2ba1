"""Protocols of exam results as the regional centre (РЦОИ) hands them out: from rows to results.

Surnames, first names and documents stand in every row. They become marks that only tell one
participant from another and mean nothing outside the run; nothing else of them is kept.
"""
