# Needs Python 3.11 or newer with its venv module, and make. Everything else is installed into .tools/ and .venv/.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PORT ?= 5000
WORKERS ?= 2
THREADS ?= 4
BIND ?= 127.0.0.1:$(PORT)
# The first that is new enough, so that a machine whose `python3` is old still works.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

UV := .tools/bin/uv
BIN := .venv/bin
# gunicorn would open a control socket in the home folder of whoever starts it.
GUNICORN := $(BIN)/gunicorn --no-control-socket
# The interpreter is the one above: uv would otherwise download one from elsewhere.
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(PYTHON)
export UV_SYSTEM_CERTS := 1
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV
# Where it is set, every process compiles the whole program anew: 5 s each time.
unexport PYTHONDONTWRITEBYTECODE
export FLASK_APP := wsgi.py

CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)

# A word that changed is translated anew: a fuzzy guess would be shown to nobody and would look done.
POT := app/translations/messages.pot
EXTRACT = $(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keywords '_l lazy_gettext lazy_ngettext:1,2' \
	--sort-output --add-location=file --no-wrap --project Tryeza --output-file $(POT) .
UPDATE = $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date \
	--input-file $(POT) --output-dir app/translations

.PHONY: help install install-runtime check check-messages test another-day soak demo run worker bench messages clean compiled

help:  ## Say what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(UV):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python lacks its venv module (Debian: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
	@touch $@

.venv/installed-all: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --locked --all-extras --all-groups
	@touch $@ .venv/installed-runtime

# --inexact: a developer's environment keeps its tools when the demonstration is started from it.
.venv/installed-runtime: $(UV) pyproject.toml uv.lock
	$(UV) sync --quiet --locked --inexact --no-default-groups --extra postgres --extra pdf
	@touch $@

# Only the readable catalogues are committed; what gettext reads is made from them here.
%.mo: %.po
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

compiled: $(COMPILED)

install: .venv/installed-all  ## Install everything from uv.lock into .venv.
	@$(MAKE) --no-print-directory compiled

install-runtime: .venv/installed-runtime  ## Install what serving needs, without the developers' tools.
	@$(MAKE) --no-print-directory compiled

check: install  ## Lint, types, import rules, freshness of the catalogues.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory check-messages

# Three processes on two cores: browsers and servers are waited for. The order is that of tests/conftest.py.
PYTEST := pytest -n 3 --dist loadfile --no-loadscope-reorder --durations 20
DAY ?= today
DATABASES ?= turns
test: check  ## Check, then run every test (PostgreSQL and browser where present; with CI=true both must be).
	$(BIN)/$(PYTEST) --day $(DAY) --databases $(DATABASES)

# What counts days, on the day whose turn it is: a whole run of each of them would take CI an hour and more.
COUNTING := $(addprefix tests/,concerns dashboards deadlines formal_letters ical notifications process)
another-day: check  ## Run the tests that count days on one of the days below by turns (DAY=sunday: on that one).
	$(BIN)/$(PYTEST) --day $(if $(filter today,$(DAY)),turn,$(DAY)) --databases turns $(COUNTING) \
		--ignore=tests/deadlines/year  # it lives through every day of a year by itself

DAYS := saturday sunday holiday new-year spring autumn leap-day
soak: check  ## Run every test on both databases, then once more on each day on which programs that count days go wrong (hours).
	for day in today $(DAYS); do echo "== $$day"; $(BIN)/$(PYTEST) --rounds 50 --day $$day || failed="$$failed $$day"; done; \
		test -z "$$failed" || { echo "failed on:$$failed" >&2; exit 1; }

demo: export TRYEZA_DEMO := on
demo: export TRYEZA_TLS := off
demo: export TRYEZA_BASE_URL := http://127.0.0.1:$(PORT)
demo: install-runtime  ## Load the demonstration once and serve it on 127.0.0.1:PORT (5000).
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo
	@echo "Serving on $(TRYEZA_BASE_URL) until Ctrl-C."
	@$(BIN)/flask worker & mail=$$!; \
		$(GUNICORN) --bind 127.0.0.1:$(PORT) --threads 8 --log-level warning wsgi:app & web=$$!; \
		trap 'kill $$mail $$web 2>/dev/null' INT TERM EXIT; wait $$web

run: install-runtime  ## Serve with gunicorn from the settings TRYEZA_…, as production would.
	$(GUNICORN) --bind $(BIND) --workers $(WORKERS) --threads $(THREADS) --access-logfile - 'wsgi:production()'

worker: install-runtime  ## Send the notices that wait, beside the web server.
	$(BIN)/flask worker

bench: install  ## Measure pages against the floor (bench/).
	$(BIN)/python -m bench

messages: install  ## Take the words from code and templates into the catalogues, then compile them.
	$(EXTRACT)
	$(UPDATE)
	@$(MAKE) --no-print-directory compiled

check-messages: install
	@test -z "$(CATALOGUES)" || { $(EXTRACT) && $(UPDATE) --check; } || \
		{ echo "The catalogues do not hold today's words: run 'make messages'." >&2; exit 1; }

clean:  ## Remove what was installed and made; the database under instance/ stays.
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find app tests workflows -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(COMPILED) $(POT)
