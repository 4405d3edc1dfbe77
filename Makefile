# What a developer types. `make run ARGS=--help` and `make test ARGS="-k board"` hand ARGS on.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip -qq --disable-pip-version-check install -c constraints.txt
STAMP := $(VENV)/.installed
ROOMS := core db exports tui
SOURCES := $(ROOMS) tests benchmarks

# An empty HOME would mean "/" to pip; without it the account's own home is found.
ifeq ($(strip $(HOME)),)
unexport HOME
endif

# Dozens of processes would else compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test check bench catalogues clean

setup: $(STAMP)
	@:

$(STAMP): pyproject.toml constraints.txt
	@$(PY) -m pip --version >/dev/null 2>&1 || { $(find-python) && "$$python" -m venv --clear $(VENV); }
	@echo "Installing liaison and its tools into $(VENV) ..."
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation -e '.[dev]'
	@touch $@

# The first interpreter that starts, is new enough and can make a virtual environment.
define find-python
for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
  "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
  python=; \
done; \
[ -n "$$python" ] || { \
  echo "liaison needs Python 3.11 or newer with its venv module, and none was found." >&2; \
  echo "Install it (Debian, Ubuntu: python3 and python3-venv), or name it: make PYTHON=/path/to/python3 setup" >&2; \
  false; }
endef

run: setup
	@$(VENV)/bin/liaison demo $(ARGS)

test: setup check
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

check: setup
	$(PY) -m ruff check $(SOURCES)
	$(PY) -m ruff format --check $(SOURCES)
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

bench: setup
	$(PY) -m benchmarks $(ARGS)

# No line numbers, no dates, no names: a catalogue changes only when a sentence does.
catalogues: setup
	@$(PY) -m tests.catalogues

# The virtual environment stays: `rm -r .venv` starts over.
clean:
	rm -rf build dist reports .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
