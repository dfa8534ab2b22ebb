# Needs Python 3.11 or later, git and make; everything else is put into .venv/ once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# `make test TRAIN=1` also runs the tests of kg/train, which need PyTorch. The version is pinned so that a set-up is the same everywhere.
TRAIN ?=
TORCH := torch==2.13.0

.PHONY: demo test check check-train setup clean ontology
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed ## read the example articles, print what they say, draw it
	$(BIN)/kg demo -o demo

test: check $(if $(TRAIN),check-train) ## every check, as in CI
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-train: check $(VENV)/.train ## after `check`: types must be right without PyTorch too
	$(BIN)/mypy

ontology: $(VENV)/.dev ## the ontology's files in their one form, its documentation and picture
	$(BIN)/python tests/making/documentation.py

setup: $(VENV)/.dev

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("kg needs Python 3.11 or later: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --upgrade 'pip>=25.1' # the first that knows dependency groups
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(INSTALL) --group dev
	@touch $@

$(VENV)/.train: $(VENV)/.dev
	$(INSTALL) '$(TORCH)' --editable '.[train]'
	@touch $@

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
