# `make` alone lists the tasks. Everything lands in .venv, var/ and node_modules/, nowhere else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.installed

.PHONY: help setup demo serve test test-long test-postgresql torture fuzz check bench geodata assets lock messages browser clean

help:  ## List the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; echo "Python's venv module is missing; asking Debian for it"; \
	  apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; }

$(SETUP): requirements.lock requirements-hashing.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-hashing.lock 2>/dev/null || \
	  echo "pdqhash could not be built: uploads get exact digests only, no perceptual ones (Debian: apt-get install g++ python3-dev)"
	@touch $@

setup: $(SETUP)  ## Prepare .venv with everything that is needed

demo: $(SETUP) assets  ## Play an invented national operation, show its table, then serve the site
	@$(BIN)/nightlight demo $(ARGS)

serve: $(SETUP) assets  ## Serve the site and the API
	@$(BIN)/nightlight serve $(ARGS)

ASSETS := nightlight/web/assets/.collected
assets: $(ASSETS)
$(ASSETS): package-lock.json nightlight/web/assets_list.py | $(SETUP)
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent && $(BIN)/python -m nightlight.web.assets_list && touch $@; \
	  else echo "npm is missing: the pages work without fonts and map (Debian: apt-get install npm)"; fi

SECONDS_EACH ?= 60
fuzz: $(SETUP)  ## Feed every format bytes that grow towards new paths, for SECONDS_EACH seconds each (Linux)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r fuzzing.lock
	@$(BIN)/python -m tests.fuzzing.fuzz --seconds $(SECONDS_EACH)

geodata: $(SETUP)  ## Bring the open data sets that say where addresses point (about 200 MB)
	@$(BIN)/python -m nightlight.geography.fetch --data-dir $${NIGHTLIGHT_DATA_DIR:-var}

WORKERS ?= 2
test: $(SETUP) assets  ## Run the tests on SQLite, those in a browser too where one is installed (see `make browser`)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup -m "not long" $(ARGS)

test-long: $(SETUP) assets  ## Run the tests that take their time: more screens, kills, a watched folder, a served site
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup -m long $(ARGS)

test-postgresql: $(SETUP) assets  ## Run all tests on PostgreSQL, which they start and stop by themselves
	@NIGHTLIGHT_TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup $(ARGS)

KILLS ?= 300
torture: $(SETUP)  ## Kill intake at random moments on both databases and look whether anything was lost (KILLS=300)
	@$(BIN)/python -m tests.torture --kills $(KILLS) --database sqlite
	@$(BIN)/python -m tests.torture --kills $(KILLS) --database postgresql

check: $(SETUP)  ## Lint, types, import floors, missing migrations, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@NIGHTLIGHT_DATA_DIR=$$(mktemp -d) DJANGO_SETTINGS_MODULE=nightlight.settings $(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/djlint nightlight/web --lint --quiet --profile=django --extension=html --ignore=H006,H015,H023,H029,H030,H031

messages: $(SETUP)  ## Compile the Spanish words of the public form; a test says which are missing
	@$(BIN)/python -m tests.web.catalogue

browser:  ## Have the browser that some tests drive: installs Debian's chromium as root, else says how
	@if command -v chromium >/dev/null; then echo "chromium is here"; \
	  elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
	  else echo "Ask for it: apt-get install chromium. Without it, tests in a browser are skipped and say so."; fi

bench: $(SETUP)  ## Measure intake, look-ups, known hashes and pages; see docs/benchmarks.md
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[bench]' || echo "Without the peers, known hashes are measured alone."
	@$(BIN)/python -m bench

lock:  ## Pin every dependency anew, with digests and without addresses
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --extra development --python-version 3.11 pyproject.toml -o requirements.lock --quiet
	@$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['hashing'], sep='\n')" | \
	  $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --constraint requirements.lock --python-version 3.11 - -o requirements-hashing.lock --quiet
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 tests/fuzzing/requirements.in -o fuzzing.lock --quiet

clean:  ## Remove what was installed and built, but never var/
	@rm -rf .venv node_modules nightlight/web/assets
