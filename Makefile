# Each target does the set-up it needs. `make report` and `make test` are all a fresh machine takes.
PYTHON ?= python3
AS_OF ?= 2017-07
BIN = .venv/bin

.PHONY: setup report reports test test-all soak browser review mutants mutation lab app lint clean-data bench notebooks lock
.DEFAULT_GOAL := report

# A Python named by hand is taken even where a set-up is there already.
ifeq ($(origin PYTHON),command line)
setup:
	@PYTHON="$(PYTHON)" sh .ci/setup
else
setup: .venv/set-up
endif

.venv/set-up: requirements.lock pyproject.toml .ci/setup
	@PYTHON="$(PYTHON)" sh .ci/setup

report: .venv/set-up
	@$(BIN)/s3analysis report --as-of $(AS_OF)

# The report, a page for each region and one for each partnership.
reports: report
	@$(BIN)/s3analysis briefs --all --as-of $(AS_OF)
	@$(BIN)/s3analysis status --all --as-of $(AS_OF)

test-all: .venv/set-up browser
	@$(BIN)/python -m pytest -m slow tests
	@$(BIN)/python -m pytest --nbval --nbval-cell-timeout=120 notebooks

soak: .venv/set-up
	@$(BIN)/python -m pytest -m soak -rP tests/faults/test_soak.py

# What the tests in a browser need; who has no npm is told so, and the tests are skipped.
browser:
	@if command -v npm >/dev/null; then npm ci --prefix tests/browser --silent --no-audit --no-fund; \
	else echo "no npm on the PATH: the tests in a browser are skipped (apt install npm chromium)"; fi

# Tests go side by side; those that measure a time go after the others, by themselves.
test: .venv/set-up lint
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not (slow or soak or timed)"
	@$(BIN)/python -m pytest -m "timed and not slow" tests
	@$(MAKE) --no-print-directory review

review: .venv/set-up
	@$(BIN)/python -m pytest --s3-review --s3-record=reports/review notebooks

# Plants the faults of tests/mutants/faults.toml in copies, and says which guard finds each.
mutants: .venv/set-up
	@$(BIN)/python tests/mutants/run.py

# Small wrong changes, made by mutmut (pip install -e .[mutation]): a sample of each module.
mutation: .venv/set-up
	@$(BIN)/python tests/mutants/mutation.py

# LAB may hold more words for JupyterLab: make lab LAB=--no-browser
lab: .venv/set-up
	@PATH="$(abspath $(BIN)):$$PATH" JUPYTER_CONFIG_PATH=.jupyter $(BIN)/jupyter lab --notebook-dir=. $(LAB)

# The same panels as a page without code.
app: .venv/set-up
	@$(BIN)/voila notebooks/explore.ipynb

lint: .venv/set-up
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

clean-data: .venv/set-up
	@$(BIN)/s3analysis clean

# What reports, briefs and the review cost, beside a plain script and a shell loop: bench/README.md.
bench: .venv/set-up
	@$(BIN)/python bench/speed.py

# The notebooks of the repository and your own, run with their own parameters and kept as run.
notebooks: .venv/set-up
	@$(BIN)/jupyter nbconvert --log-level=ERROR --to notebook --execute --inplace \
	    --ExecutePreprocessor.record_timing=False \
	    $(filter-out notebooks/Untitled% notebooks/own/Untitled%,$(wildcard notebooks/*.ipynb notebooks/own/*.ipynb))

# Written anew by hand when a dependency changes; needs uv on the PATH.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --extra test --extra build --extra app \
	    --generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock
