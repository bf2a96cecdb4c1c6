# Two commands, each of which sets up what it needs in .venv: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: demo test

demo: .venv/demo.stamp
	@$(BIN)/dragoman code examples --format table

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

.venv/demo.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dragoman needs Python 3.11 or newer as $(PYTHON); name another with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) pip hatchling editables
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/demo.stamp
	@echo "Installing the test tools (once) ..."
	@$(PIP) --group test
	@touch $@
