# make run    creates the environment, installs, starts the bot: terminal chat without a token, Telegram with one
# make test   creates the environment, installs, runs linters, type check, import contract and all tests
# make pictures  renews the pictures of chats in docs/pictures/; needs Chromium (on Debian: apt-get install chromium fonts-inter)
# make lock   renews requirements.lock, which the container image is built from
# make audit  looks up known weaknesses of everything that requirements.lock names; needs the internet
# make fuzz   tries twenty thousand odd conversations; takes about an hour
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: run test bench tests lint types contract check pictures lock audit fuzz clean

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[encoder,fast,benchmarks]"
	$(BIN)/python -m tests.benchmarks

check: $(INSTALLED)
	$(BIN)/python -m bot check

pictures: $(INSTALLED)
	$(BIN)/python -m tests.pictures

lock: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra image --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--output-file requirements.lock pyproject.toml

audit: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.lock

fuzz: $(INSTALLED)
	FUZZ_EXAMPLES=20000 $(BIN)/python -m pytest tests/test_hostile.py

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[encoder,fast,documents,dev]"
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
