# What a newcomer types: make demo, make test. Nothing but pip uses the network.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test lint templates rules functions pictures benchmark frozen wheel

demo: .venv/for-demo
	$(BIN)/roadmap-xl demo -o demo

test: .venv/for-test
	$(BIN)/python -m pytest -n auto

lint: .venv/for-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The committed blanks, what a reader knows of them, made
# again after a change of the form or of a rule.
templates: .venv/for-demo
	$(BIN)/python tools/make_templates.py
	$(BIN)/python -m roadmap_xl.addin.building

# The page of the controls, built anew after a change of a rule's words.
rules: .venv/for-demo
	$(BIN)/roadmap-xl rules --format markdown > docs/rules.md

# The functions' page and their VBA module, built anew after a change of the catalogue.
functions: .venv/for-test
	$(BIN)/python -m roadmap_xl.addin.functions.page > docs/functions.md
	$(BIN)/python tests/excel_on_windows.py roadmap_xl/addin/vba/addin/xlwings_udfs.bas

# The program for computers without Python, for the system this runs on: docs/windows_build.md.
frozen: .venv/for-freeze
	$(BIN)/python -m roadmap_xl.addin.freezing -o dist

# The source distribution and the wheel in dist/, installed into an empty environment and used.
wheel: .venv/for-release
	$(BIN)/python .ci/check_wheel.py

# Ratios and CPU seconds of one run; what was seen stands in benchmarks/README.md.
benchmark: .venv/for-benchmark
	$(BIN)/python benchmarks/blank.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/addin.py
	$(BIN)/python benchmarks/region.py 200
	$(BIN)/python benchmarks/hostile.py

# Each mark says that these parts are installed as pyproject.toml and constraints.txt have them.
.venv/for-demo: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[build]"
	touch $@

.venv/for-test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[test]"
	touch $@

.venv/for-benchmark: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[build,benchmark]"
	touch $@

.venv/for-freeze: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[freeze]"
	touch $@

.venv/for-release: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[release]"
	touch $@

.venv/for-server: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[test,server,browser]"
	touch $@

.venv/for-pictures: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[pictures]"
	touch $@

.venv/for-lint: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) -e ".[lint]"
	touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Нужен Python 3.11 или новее, а это " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

# The pictures of the documentation, drawn anew after a change of a workbook's looks.
pictures: .venv/for-pictures
	$(BIN)/python docs/pictures.py
