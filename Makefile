# `make` alone says what can be made. Needs Python 3.11 or newer; uses uv where it finds it.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/made-by-make
NPM := $(shell command -v npm)
JAVASCRIPT := $(if $(NPM),node_modules/.package-lock.json)
LAB_ARGS ?=
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

.DEFAULT_GOAL := help
.PHONY: help lab test lint lessons bench bench-widgets bench-grading profile clean

help:
	@echo 'bpteach: learn how backpropagation works, in Jupyter'
	@echo
	@echo '  make lab       open the course in JupyterLab, with your own copy in ./course'
	@echo '  make test      run every test: code, lessons, exercises, tools'
	@echo '  make lint      only ruff, eslint and the floors (seconds)'
	@echo '  make lessons   build the lessons and student notebooks again from their sources'
	@echo '  make bench     speed beside PyTorch, JAX and others, into docs/speed.md (minutes)'
	@echo '  make bench-widgets   how fast widgets answer a key, as a table (minutes)'
	@echo '  make profile   where the time of a training step goes (SIZES="784 128 10 64")'
	@echo '  make bench-grading   how fast a class is graded, killed and resumed; fuzzing (an hour)'
	@echo '  make nbgrader  an environment with nbgrader, which a test and make bench-grading compare with'
	@echo '  make clean     remove the environment and caches; never your ./course'
	@echo
	@echo 'The first of these makes the environment in $(VENV), with the versions of requirements.txt;'
	@echo 'later ones find it there. Arguments for JupyterLab:'
	@echo
	@echo '  make lab LAB_ARGS="--no-browser --port 8899"'

lab: $(STAMP)
	@$(BIN)/bpteach start course
	@$(BIN)/bpteach lab course $(LAB_ARGS)

test: $(STAMP) $(JAVASCRIPT)
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile --nbval --nbval-current-env \
		--nbval-sanitize-with tests/nbval_sanitize.cfg --nbval-cell-timeout 60 \
		tests bpteach notebooks

lint: $(STAMP) $(JAVASCRIPT)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(if $(NPM),npm run --silent lint,@echo 'npm not found: the JavaScript is not linted')

lessons: $(STAMP)
	$(BIN)/python -m bpteach.authoring

# The peers are large, and have an environment of their own.
bench: $(VENV)-peers/made-by-make
	@$(ONE_THREAD) PYTHONPATH=. $(VENV)-peers/bin/python benchmarks/report.py

$(VENV)-peers/made-by-make: benchmarks/peers.txt
	python3 -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	@touch $@

profile: $(STAMP)
	@$(ONE_THREAD) $(BIN)/python benchmarks/step_profile.py $(SIZES)

bench-widgets: $(STAMP)
	$(BIN)/python benchmarks/widgets.py

nbgrader: $(VENV)-nbgrader/made-by-make

$(VENV)-nbgrader/made-by-make: benchmarks/nbgrader.txt .ci/environment
	@sh .ci/environment $(VENV)-nbgrader $<
	@touch $@

bench-grading: $(STAMP) nbgrader
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/class_of_thousands.py
	$(BIN)/python benchmarks/beside_nbgrader.py

clean:
	rm -rf $(VENV) $(VENV)-peers $(VENV)-nbgrader node_modules build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find bpteach tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# What checks the JavaScript; without npm those tests are skipped, and say so.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

$(STAMP): requirements.txt pyproject.toml .ci/environment
	@sh .ci/environment $(VENV)
	@touch $(STAMP)
