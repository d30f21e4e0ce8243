# Pulang: every target explains itself by its comment; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CATALOGUES := $(wildcard src/pulang/locale/*/LC_MESSAGES/django.po)
WORDS := $(VENV)/.catalogues
# Containers often forbid it; then each of hundreds of processes would compile every module anew.
export PYTHONDONTWRITEBYTECODE :=

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

$(STAMP): pyproject.toml requirements/dev.txt
	@echo "Installing what Pulang needs into $(VENV) (a minute or two the first time) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(WORDS): $(STAMP) $(CATALOGUES)
	@$(BIN)/pulang translations compile
	@touch $(WORDS)

install: $(WORDS)  ## Install Pulang and its tools into .venv

demo: $(WORDS)  ## Two nodes with a synthetic world on this machine
	@$(BIN)/pulang demo

test: $(WORDS)  ## The whole suite, browser journeys included, on two cores
	@sh tests/chromium.sh
	@sh tests/spin.sh
	@sh tests/softhsm.sh
	@$(BIN)/python -m pytest tests --numprocesses 2 --dist loadgroup

check: $(STAMP)  ## Lint, types, layers, catalogues
	@$(BIN)/ruff check src tests bench
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pulang translations check

nightly: $(WORDS)  ## The long drills
	@$(BIN)/python -m pytest tests -m nightly

mutation: $(STAMP)  ## Change every line of the cryptography; the tests must notice each (`mutmut browse`)
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

# What truly exercises the exchange, without drills that change it themselves or play it in other processes.
EXERCISING := tests/exchange tests/contract/test_protocol.py tests/contract/test_vectors.py \
	tests/cases/test_deadlines.py tests/cases/test_messages.py tests/cases/test_ownership.py tests/cases/test_written.py \
	tests/api/test_links.py tests/api/test_messages.py tests/identification/summaries tests/matching/inquiries \
	tests/web/copies tests/web/messages tests/web/test_agreements.py tests/web/test_partners.py \
	--ignore tests/exchange/crashes --ignore tests/exchange/federation \
	--ignore tests/exchange/test_false_receipts.py --ignore tests/exchange/test_planted_bugs.py \
	--deselect tests/exchange/test_keys_in_token.py::test_a_node_starts_by_its_token_and_says_what_is_wrong

mutation-sample: $(WORDS)  ## Change 300 places of the exchange and 300 of the cryptography, drawn by chance
	@$(BIN)/python -m pytest -n 0 -p tests.mutating --mutate src/pulang/crypto tests/crypto tests/contract/test_vectors.py
	@$(BIN)/python -m pytest -n 0 -m 'not nightly and not browser' -p tests.mutating --mutate src/pulang/exchange $(EXERCISING)

lock:  ## Write the lock files anew from pyproject.toml
	@uv pip compile --quiet --generate-hashes --no-emit-index-url pyproject.toml -o requirements/base.txt
	@uv pip compile --quiet --generate-hashes --no-emit-index-url --extra dev --extra build pyproject.toml -o requirements/dev.txt

.PHONY: help install demo test check nightly mutation mutation-sample lock
