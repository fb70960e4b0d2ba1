"""The Word document of the form: one module for each part of the paper, `whole.py` for all."""
