"""Workbooks with macros, made without Excel: the same bytes on any system.

A workbook that XlsxWriter has written gets the VBA project made of the sources in `addin/vba`, a
ribbon tab, and the content type of a workbook with macros or of an add-in.
"""
