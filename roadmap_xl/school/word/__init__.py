"""A Word document with the form, read into a submission: what each cell and paragraph says.

The XML is read as it is, not through python-docx, which sees neither text boxes nor content
controls, footnotes or tracked changes; nothing that people wrote may be passed over.
"""
