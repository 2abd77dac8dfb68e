VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.ready: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

demo: $(VENV)/.ready ## read our example reports and show their record
	$(BIN)/onrecord read examples --text
	@echo; echo 'Read, check and judge a record in a browser: $(BIN)/onrecord add examples --db demo.db && $(BIN)/onrecord run --db demo.db && $(BIN)/onrecord serve --db demo.db --judge'

test: $(VENV)/.ready ## lint, types, import rules, tests with the accuracy floors
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

lint: $(VENV)/.ready ## only lint, types and import rules
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: ## install Debian's Chromium, with which the pages are tested
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

screenshots: $(VENV)/.ready ## write the pictures of the pages into docs/screenshots
	ONRECORD_SCREENSHOTS=1 $(BIN)/python -m pytest tests/test_browser.py -k pictures

reference: $(VENV)/.ready ## write docs/reference.md from the docstrings
	$(BIN)/python tools/reference.py

lock: $(VENV)/.ready ## pin all packages again, with hashes, in requirements.lock
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o requirements.lock

lexicons: $(VENV)/.ready ## make the tables from the YAML lexicons
	$(BIN)/python -m onrecord.lexicons

.PHONY: help demo test lint browser screenshots reference lock lexicons
