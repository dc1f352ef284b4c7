# What there is to do here. `make` alone prints the list.

VENV ?= .venv
BIN := $(VENV)/bin
REPORT ?= --models sgd,rf,svc --format html,pdf

# The folder of MNIST's four IDX files, which benchmarks read: the one named, else `data/mnist` here, in the folder above,
# or in any folder beside this one, so that several checkouts can read one copy.
REPORTGEN_MNIST ?= $(firstword $(wildcard data/mnist ../data/mnist ../*/data/mnist))
MNIST := $(if $(REPORTGEN_MNIST),--mnist $(REPORTGEN_MNIST))

# The newest Python that is here and new enough.
IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c '$(IS_NEW_ENOUGH)' 2>/dev/null && { echo "$$name"; break; }; done)

# As root on Debian and Ubuntu, what the system lacks is installed; elsewhere a message says how.
APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends

.DEFAULT_GOAL := help
.PHONY: help report test quick dev lint types bench published bench-gates bench-looks coverage tables clean python pango mnist bench-labels bench-rows bench-predictions

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

report: pango $(VENV)/.installed  ## Install, and write a report on the built-in digits into output/
	$(BIN)/reportgen build $(REPORT)

test: pango $(VENV)/.installed-dev  ## Install what development needs, and run the tests
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n logical --dist loadfile $(ARGS)

quick: $(VENV)/.installed-dev  ## Run the tests of what changed, and those that are fast, in under half a minute
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n logical --dist loadfile --quick $(ARGS)

dev: pango $(VENV)/.installed-dev  ## Install what development needs

lint: types  ## Check style, formatting, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(VENV)/.installed-dev  ## Check types alone
	$(BIN)/mypy

coverage: $(VENV)/.installed-dev  ## Simulate how often intervals hold the truth, and write docs/statistics.md (a quarter of an hour)
	$(BIN)/python benchmarks/coverage.py $(or $(ARGS),--write docs/statistics.md)

bench: pango $(VENV)/.installed-dev  ## Compare times and memory with bare scikit-learn
	$(BIN)/python benchmarks/run.py $(MNIST) $(ARGS)

bench-rows: $(VENV)/.installed-dev  ## Compare a table of a million rows with bare scikit-learn (a quarter of an hour)
	$(BIN)/python benchmarks/million_rows.py $(ARGS)

bench-predictions: $(VENV)/.installed-dev  ## Compare a report on predictions with scikit-learn's metrics (five minutes)
	$(BIN)/python benchmarks/predictions.py $(ARGS)

published: pango $(VENV)/.installed-dev  ## Compare with what others published on MNIST (about an hour)
	$(BIN)/python benchmarks/published.py $(or $(MNIST),$(error $(NO_MNIST))) $(or $(ARGS),--write docs/published.md)

bench-gates: $(VENV)/.installed-dev  ## Measure false alarms and power of gates (about ten minutes)
	$(BIN)/python benchmarks/gates.py $(MNIST) $(or $(ARGS),--write docs/gates.md)

bench-looks: $(VENV)/.installed-dev  ## Simulate gates that are looked at every week (about ten minutes)
	$(BIN)/python benchmarks/repeated_looks.py $(or $(ARGS),--write docs/gates.md)

bench-labels: $(VENV)/.installed-dev  ## Measure how many labels to check are wrong, by planted errors (three minutes)
	$(BIN)/python benchmarks/label_errors.py $(or $(ARGS),--write docs/errors.md)

tables: $(VENV)/.installed-dev  ## Write the tables of the documentation that are made from the code
	$(BIN)/python -m tests.findings.make_findings_table
	$(BIN)/python -m tests.interface.make_reference

clean:  ## Remove the environment and what tools left behind; reports and finished fits stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find reportgen tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

# --- Steps on the way ---

NO_MNIST := Name the folder of MNIST's IDX files: make $(MAKECMDGOALS) REPORTGEN_MNIST=FOLDER

mnist:
	@echo $(REPORTGEN_MNIST)

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed, and none is on the PATH. Install it:" >&2; \
		echo "  Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv" >&2; \
		echo "  Fedora: dnf install python3" >&2; \
		echo "  macOS: brew install python" >&2; \
		echo "  Windows: winget install Python.Python.3.13" >&2; \
		echo "or name one: make report PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi

pango: python
	@$(PYTHON) -m reportgen.deliver.pango 2>/dev/null \
		|| { $(APT) libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; } \
		|| true
	@$(PYTHON) -m reportgen.deliver.pango

$(BIN)/pip: | python
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(APT) python3-venv; } || true
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all]' --group dev
	@touch $@ $(VENV)/.installed
