# make run    creates the environment, installs, starts the bot: terminal chat without a token, Telegram with one
# make test   creates the environment, installs, runs linters, type check, import contract and all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: run test bench tests lint types contract check clean

run: $(INSTALLED)
	@$(BIN)/python -m bot

test: $(INSTALLED) lint types contract tests

tests: $(INSTALLED)
	$(BIN)/python -m pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

contract: $(INSTALLED)
	$(BIN)/lint-imports

# Measures beside other bots and matchers and writes docs/performance.md; nlp.js is measured if NODE_PATH holds node-nlp.
bench: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[encoder,benchmarks]"
	$(BIN)/python -m tests.benchmarks

check: $(INSTALLED)
	$(BIN)/python -m bot check

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[encoder,dev]"
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
