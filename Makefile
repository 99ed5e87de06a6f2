# Two commands do everything on a fresh machine: `make run` and `make test`.
.DEFAULT_GOAL := help
PY := .venv/bin/python
export FLASK_APP := app:create_app

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*?## ' $(MAKEFILE_LIST) | awk -F':.*?## ' '{printf "  %-14s %s\n", $$1, $$2}'

.venv/installed: requirements.lock
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

translations/zh/LC_MESSAGES/messages.mo: translations/zh/LC_MESSAGES/messages.po .venv/installed
	@.venv/bin/pybabel --quiet compile -d translations

ready: .venv/installed translations/zh/LC_MESSAGES/messages.mo

run: ready ## Database, demo data, web server and worker on http://127.0.0.1:8080
	$(PY) run.py

test: ready ## All tests that need neither services nor a browser, on every core
	$(PY) -m pytest -n auto

test-services: ready ## Tests that need PostgreSQL, and the programs of Redis and RabbitMQ
	$(PY) -m pytest -m "services and not proofs" -n 2 --dist loadfile

e2e: ready ## The walk-throughs in Chromium, the crawl beside the others; screenshots go to artefacts/
	$(PY) -m pytest -m "e2e and not proofs" -n 2 --dist loadgroup --no-loadscope-reorder

pictures: ready ## A picture of every page in artefacts/, wide and narrow, for eyes
	PICTURES=1 $(PY) -m pytest -m e2e -n 2 tests/e2e/test_every_page.py

prove-negative: ready ## Plant a fault for each check and see it fail
	$(PY) -m tests.negative faults

prove-jobs: ready ## Kill workers 20 times in an import of 10,000 rows, on every executor; prints a table
	$(PY) -m pytest -m proofs tests/proving tests/databases

prove-import: ready ## 100,000 rows watched, cancelled, imported and taken back in Chromium
	$(PY) -m pytest -m "e2e and proofs" -s tests/e2e/test_hundred_thousand.py

prove-exports: ready ## Open every export with LibreOffice (soffice) and compare its values
	$(PY) -m pytest -m proofs tests/e2e/test_libreoffice.py

prove-recipes: ready ## Follow the recipes of the README in a copy, and see that nothing is missing
	$(PY) -m pytest -m recipes

mutants: ready ## Plant 40 random faults into scope, review and ledger; at least 36 must be noticed
	$(PY) -m tests.negative mutants

bench: ready ## Figures on data that it generates (needs PostgreSQL); never asserted
	$(PY) -m bench.start
	$(PY) -m bench.pages
	$(PY) -m bench.batch
	$(PY) -m bench.claims
	$(PY) -m bench.audit

.venv-beside/installed: bench/beside/requirements.txt
	python3 -m venv .venv-beside
	.venv-beside/bin/pip install --quiet --disable-pip-version-check -r bench/beside/requirements.txt
	@touch $@

bench-pages: ready .venv-beside/installed ## The claim list over a million claims, beside stock FAB and Django admin
	$(PY) -m bench.claim_pages 1000000 .venv-beside/bin/python

bench-export: ready .venv-beside/installed ## 100,000 claims as a workbook, beside the bare writer and django-import-export
	$(PY) -m bench.export 100000 .venv-beside/bin/python

bench-import: ready .venv-beside/installed ## 100,000 claims out of a workbook, beside bare SQL and django-import-export
	$(PY) -m bench.imports 100000 .venv-beside/bin/python

bench-batch: ready ## Ten thousand claims decided at once, beside bare SQL
	$(PY) -m bench.claims

lint: ready ## Ruff, types, import direction
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

format: ready ## Format the code
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

demo: ready ## Migrate and load the demo data without starting the server
	$(PY) -m flask deploy
	$(PY) -m flask demo

verify: ready ## Compare ledger, yearly figures and approved sources
	@$(PY) -m flask verify

migration: ready ## Write a migration of what the models say: make migration WHAT=name
	$(PY) -m flask migration "$(WHAT)"

released: ready ## Keep the demo database of this version for later versions to come up from
	@$(PY) -m tests.released

shell: ready ## A Python shell with the application
	$(PY) -m flask shell

translations: .venv/installed ## Collect messages from the code into translations/
	.venv/bin/pybabel --quiet extract -F translations/babel.cfg -k _l -k lazy_gettext -k ngettext:1,2 --no-location --sort-output --omit-header -o translations/messages.pot .
	.venv/bin/pybabel --quiet update -i translations/messages.pot -d translations -l zh --no-fuzzy-matching --ignore-obsolete
	@sed -i -E '/^"(Project|Report|POT|PO-Rev|Last|Language-Team|Generated)/d' translations/zh/LC_MESSAGES/messages.po
	@rm translations/messages.pot

assets: ## Rebuild app/static/dist from app/assets (needs node)
	cd app/assets && npm ci && npm run build

lock: .venv/installed ## Resolve dependencies again into requirements.lock
	.venv/bin/pip install --quiet uv
	.venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

.PHONY: help ready run test test-services e2e pictures prove-negative prove-jobs prove-import prove-exports prove-recipes mutants bench bench-pages bench-export bench-import bench-batch lint format demo verify migration released shell translations assets lock
