# make demo | test | check | bench | docs | pins | clean; README.md says more.
# The first of them on a machine brings everything into .tools/ and .venv/, the next ones reuse it.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
COMPILED := .venv/.compiled
PINS := requirements/tools.txt requirements/dev.txt
KERNELS := $(shell find solvers src/visitplan/matrix -name '*.py')

# uv takes the Python it is given and fetches no other.
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test check bench docs format pins install clean distclean help
.DEFAULT_GOAL := help

help:
	@echo "make demo    plan the embedded sample week, check it, draw its maps into out/"
	@echo "make test    run all tests, browser included"
	@echo "make check   format, lint, types, layers, dependencies, documentation"
	@echo "make bench   benchmarks with a report, about a day; BENCH=quick takes under half an hour"
	@echo "make docs    documentation site in site/"
	@echo "make format  mend format and simple lint |  make pins   renew requirements/*.txt"
	@echo "make clean   remove results             |   make distclean   the environment too"

install: $(INSTALLED)

$(INSTALLED): $(PINS) pyproject.toml tools/install.py
	@$(PYTHON) tools/install.py
	@touch $@

$(COMPILED): $(INSTALLED) $(KERNELS)
	@echo "compiling the search kernels; this happens once and may take two minutes ..."
	@$(BIN)/python -m visitplan_solvers.warm_up
	@touch $@

demo: $(COMPILED)
	@$(BIN)/visitplan demo --out out

test: $(COMPILED)
	@$(BIN)/python tools/bring_browser.py
	@status=0; \
	echo "quick tests:"; $(BIN)/python -m pytest -m "not slow" -n auto || status=1; \
	echo "slow tests: browser, processes, kills, real extracts:"; $(BIN)/python -m pytest -m slow || status=1; \
	exit $$status

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/zensical build --strict

# BENCH=quick: under half an hour into out/bench; full: about a day into benchmarks/results and docs.
BENCH ?= full
bench: $(COMPILED)
	$(BIN)/python benchmarks/run.py $(BENCH)

docs: $(INSTALLED)
	$(BIN)/zensical build --clean --strict
	@echo "begin with site/index.html"

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# make pins PINS_FLAGS=--upgrade takes the newest versions; without it only what pyproject.toml asks.
COMPILE := .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(PINS_FLAGS)

pins: $(INSTALLED)
	$(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt

clean:
	rm -rf out site dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .cache
	find src solvers data tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(COMPILED)

distclean: clean
	rm -rf .venv .tools
