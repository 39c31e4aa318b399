# Dampingi. `make run` on a fresh machine needs python3 (3.11), make and the network.
.DEFAULT_GOAL := help
.PHONY: run test test-long check bench messages help clean dev ready
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n auto --maxprocesses=4
# Where root ran the tests in a closed folder, their database lies elsewhere; a pointer says where.
TESTED := .cache/test-cluster/cluster-is-at

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "make %-10s %s\n", $$1, $$2}'

ready:
	@python3 tools/bootstrap.py run

dev:
	@python3 tools/bootstrap.py dev

run: ready ## Start a practice installation with invented data; Ctrl-C ends it
	@exec $(BIN)/dampingi run

check: dev ## Style, borders between the rooms, types, templates, scripts, migrations
	$(BIN)/ruff check dampingi tests tools
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint dampingi --lint --quiet
	$(BIN)/python tools/messages.py check
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npx --no-install --loglevel=error tsc --noEmit -p frontend
	PYTHONWARNINGS=ignore::RuntimeWarning $(BIN)/dampingi manage makemigrations --check --dry-run

test: check ## Everything that must hold before a change goes in
	@python3 tools/browser.py >/dev/null || true
	$(PYTEST) -m "not long"

test-long: dev ## The tests that take minutes
	@python3 tools/browser.py >/dev/null || true
	$(PYTEST)

bench: dev ## Measure; results in bench/out
	$(BIN)/python -m bench $(BENCH)

messages: dev ## Gather the words of the pages and compile them
	@if [ -f tools/messages.py ]; then $(BIN)/python tools/messages.py; else echo "No messages yet."; fi

clean: ## Remove what was fetched and built; your data stay
	@if [ -f $(TESTED) ]; then case "$$(cat $(TESTED))" in /var/lib/dampingi/?*) rm -rf "$$(cat $(TESTED))";; esac; fi
	rm -rf .venv node_modules .cache dampingi/web/static/built dampingi/press/built .pytest_cache .ruff_cache .mypy_cache
