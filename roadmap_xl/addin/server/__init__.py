"""A project folder of xlwings-server: its settings, scripts, functions, pages and manifest.

xlwings-server puts this folder on `sys.path` and imports `custom_scripts` and `custom_functions`
from it by these names; what it finds in `templates/` and `static/` stands over its own files.
"""
