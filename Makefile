# Everything starts here, on a machine with Python 3.11 or newer and make, and nothing else.
# `make` alone says what there is.

VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes
PYTEST := $(PYTHON) -m pytest -q

.DEFAULT_GOAL := help
.PHONY: help demo run test check migrations soak bench lock format clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    a Slack-like workspace on http://127.0.0.1:8765 with the real bot behind it'
	@echo 'make run     the bot in one process, by Socket Mode; README.md says which tokens it needs'
	@echo 'make test    every test that this machine can run'
	@echo 'make check   format, lint, types, import contracts, migrations, then the tests'
	@echo 'make soak    the long proofs; writes build/soak.json'
	@echo 'make bench   the benchmarks; writes build/bench.json'
	@echo 'make format  put the code into shape'
	@echo 'make lock    pin the newest versions that pyproject.toml allows'

demo: $(VENV)/ready-demo
	@exec $(PYTHON) -m bot demo

run: $(VENV)/ready
	@exec $(PYTHON) -m bot run

test: $(VENV)/ready-dev
	@$(PYTEST) -n 2 --dist worksteal

check: $(VENV)/ready-dev
	@$(PYTHON) -m ruff format --check --quiet . || { echo 'Some files are not in shape: run make format.'; exit 1; }
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy --no-error-summary
	@mkdir -p build; $(VENV)/bin/lint-imports > build/contracts.txt || { cat build/contracts.txt; exit 1; }
	@$(PYTEST) -k in_step tests/migrations
	@echo 'Format, lint, types, import contracts and migrations hold.'
	@$(MAKE) --no-print-directory test

soak: $(VENV)/ready-dev
	@rm -f build/soak.json
	@CANDOR_SOAK=1 $(PYTEST) -m 'soak and not alone' --timeout 1500 -n 2 --dist worksteal
	@CANDOR_SOAK=1 $(PYTEST) -m 'soak and alone' --timeout 1500 || [ $$? -eq 5 ] # 5: none is so marked
	@echo 'Written to build/soak.json.'

bench: $(VENV)/ready-dev
	@$(PYTHON) -m benchmarks

format: $(VENV)/ready-dev
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format --quiet .

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The locks name no host: where packages come from is the machine's own setting (pip config).
# The three agree, since the small ones are held to the large one.
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml

lock: $(VENV)/made
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check 'uv>=0.13'
	@$(COMPILE) --group dev --output-file requirements-dev.txt
	@$(COMPILE) --group demo --constraints requirements-dev.txt --output-file requirements-demo.txt
	@$(COMPILE) --constraints requirements-dev.txt --output-file requirements.txt
	@echo 'Locked; look at what changed, then run make check.'

$(VENV)/ready: requirements.txt $(VENV)/made
	@$(PIP) --requirement $<
	@touch $@

$(VENV)/ready-%: requirements-%.txt $(VENV)/made
	@echo 'Installing what $< pins (once) …'
	@$(PIP) --requirement $<
	@mkdir -p build && touch $@

$(VENV)/made:
	@found=; \
	for name in python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$name; \
			if "$$name" -c 'import ensurepip, venv' 2>/dev/null; then break; fi; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'Candor needs Python 3.11 or newer in PATH, and there is none. Install it, then run make again.' >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found has no venv module. On Debian and Ubuntu: apt install python3-venv. Then run make again." >&2; exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV)
	@mkdir -p build && touch $@
