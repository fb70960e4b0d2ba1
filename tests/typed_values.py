"""Whatever a person may type into any input of the form, for hypothesis to draw from."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from reading_workbooks import LAYOUT

INPUTS = [field.id for field in LAYOUT.form.fields if field.is_input]
RAW = st.one_of(
    st.text("аб19 %-.,+()/«»", min_size=1, max_size=9),
    st.sampled_from(["-", "то же", "н/д", "86 %", "5 чел.", "#N/A", "да", "не применимо", "1.10"]),
    st.integers(-5, 50_000),
    st.floats(-1, 300, allow_nan=False),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
