"""Functions for Excel's cells: plain Python on plain values, over what the command line calls.

They know nothing of xlwings. `catalogue.FUNCTIONS` lists them with their Russian words;
`addin/excel_functions.py` and `addin/officejs_functions.py` register what stands there.
"""
