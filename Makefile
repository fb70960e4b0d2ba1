# What a newcomer types: make demo, make quick, make test. Nothing but pip uses the network.

PYTHON ?= python3
BIN := .venv/bin
QUICK := not libreoffice and not writer and not server and not postgresql and not page and not engines and not validators and not slow
INSTALL := $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check

# Hundreds of processes are started; without bytecode each compiles all modules for itself again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo quick test fuzz kills validate engines lint generate check-generated templates rules functions pictures \
    benchmark frozen wheel locks audit sbom page page-test

demo: .venv/for-users
	$(BIN)/roadmap-xl demo -o demo

# While you work: what needs no other program and no process of its own, with few examples.
quick: .venv/for-tests
	$(BIN)/python -m pytest -n auto --dist loadfile -m "$(QUICK)" --hypothesis-profile quick

test: .venv/for-tests
	$(BIN)/python -m pytest -n auto --dist loadfile

# Files hurt by their structure, each read in a worker of its own: none may cost more than itself.
fuzz: .venv/for-tests
	PYTHONPATH=.:tests $(BIN)/python tests/fuzzing.py 5000

# Every command that writes, killed at each file it opens, moves or removes: some minutes.
kills: .venv/for-tests
	ROADMAP_XL_ALL_KILLS=1 $(BIN)/python -m pytest -s tests/campaign/test_killed_runs.py \
	    tests/intake/test_killed_server.py

# Every kind of file through validators of other people, then in the engines of other programs.
# The first takes eight minutes of a processor, the second three quarters of an hour, most of it
# ONLYOFFICE (4 s a workbook) and formulon; it says how far it is, keeps each answer in build/engines
# and goes on from there. CI asks samples.
validate: .venv/for-engines
	PYTHONPATH=tests $(BIN)/python -m engines.validate

engines: .venv/for-engines
	PYTHONPATH=tests $(BIN)/python -m engines.comparing
	ROADMAP_XL_ALL_FILLS=1 $(BIN)/python -m pytest tests/edition_book/test_real_roadmaps.py

lint: .venv/for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Everything that is committed and made from something else, but the pictures, which depend on fonts.
generate: templates rules functions

GENERATED := workbook_templates roadmap_xl/reader/structure/imprints docs/rules.md docs/functions.md \
    roadmap_xl/addin/vba/addin/xlwings_udfs.bas

# Whether what is committed is what it is made from; what differs is left to be looked at.
check-generated: generate
	git diff --exit-code --stat -- $(GENERATED)

# The committed blanks and what a reader knows of them, made again after a change of the form or of
# a rule.
templates: .venv/for-users
	$(BIN)/python tools/make_templates.py
	$(BIN)/python -m roadmap_xl.addin.building

# The page of the controls, built anew after a change of a rule's words.
rules: .venv/for-users
	$(BIN)/roadmap-xl rules --format markdown > docs/rules.md

# The functions' page and their VBA module, built anew after a change of the catalogue.
functions: .venv/for-tests
	$(BIN)/python -m roadmap_xl.addin.functions.page > docs/functions.md
	$(BIN)/python tests/excel_on_windows.py roadmap_xl/addin/vba/addin/xlwings_udfs.bas

# The program for computers without Python, for the system this runs on: docs/windows_build.md.
frozen: .venv/for-tests
	$(BIN)/python -m roadmap_xl.addin.freezing -o dist

# The check as a page for any browser, in dist/: a folder for a host, one file for a disk. npm and
# the index of packages are asked for what is locked.
page: .venv/for-tests
	$(BIN)/python tools/make_page.py

# All files, some hundreds, through the page and through the program: minutes; CI asks a sample.
page-test: page
	ROADMAP_XL_WHOLE_PAGE=1 $(BIN)/python -m pytest tests/page

# The source distribution and the wheel in dist/, installed into an empty environment and used.
wheel: .venv/for-tests
	$(BIN)/python .ci/check_wheel.py

# Ratios and CPU seconds of one run; what was seen stands in benchmarks/README.md.
benchmark: .venv/for-tools
	$(BIN)/python benchmarks/blank.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/addin.py
	$(BIN)/python benchmarks/region.py 200
	$(BIN)/python benchmarks/hostile.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/protocols.py

# What pyproject.toml asks for, each package with the hashes of its files.
locks: .venv/for-tools
	PATH=$(BIN):$$PATH $(BIN)/python tools/lock.py

# What is known of faults in the locked packages; it asks a database in the network.
audit: .venv/for-tools
	$(BIN)/pip-audit --require-hashes --disable-pip -r locks/users.txt

# What a release is made of, in CycloneDX, beside it.
sbom: .venv/for-tools
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements locks/users.txt --pyproject pyproject.toml \
	    --output-reproducible -o dist/roadmap_xl.cdx.json

# Each mark says that the packages of a lock are installed, none with another hash, and the project.
.venv/for-%: locks/%.txt pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r $<
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Нужен Python 3.11 или новее, а это " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

# The pictures of the documentation, drawn anew after a change of a workbook's looks.
pictures: .venv/for-tools page
	$(BIN)/python docs/pictures.py
