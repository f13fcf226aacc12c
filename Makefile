# What a newcomer and a developer run. `make` alone lists the targets.
#
# Variables, given as `make TARGET NAME=value`:
#   PORT             port of `make demo` and `make serve` (8000)
#   ONCE             1 makes `make demo` stop the service after the print
#   PYTHON_COMMAND   the Python 3.11 to build .venv with, where it has another name
#   PIP_ARGS         more arguments for every `pip install`
#   TORCH_INDEX_URL  where pip finds torch, for machines whose package index offers
#                    only the CUDA build: the address of an index of CPU wheels
#   TORCH_ARGS       arguments for installing torch (--no-deps: the rest of what it needs
#                    is in the lock; leave empty to accept the CUDA build and its libraries)
#   TESTS            what `make test` and `make test-fast` run (tests)
#   DATA             folder of the annotated data (gold/ and eval/) of `make eval` and training
#   JOBS             processes that share the tests of `make test` (2)
#   WORK             where training keeps what it has finished (var/training)
#   TASK             what `make eval` measures (all tasks)
#   FOLD             which articles: validation, training or all (validation)
#   LIMIT            at most so many articles a task; then nothing is recorded
#   PREDICTIONS      claims in a JSON Lines file, scored in place of the pipeline's
#   LABEL            name of this run in benchmarks/RESULTS.md
#   SECONDS          how long `make fuzz` takes on each database (600)
#   ROUNDS           how often `make faults` kills on each database (50), or how often
#                    `make bench` races (3)
#   STORE            folder in which `make bench-desk` keeps what it seeds for the next run (var/desk)
#   DATABASE         what `make scenario` plays on alone, sqlite or postgresql (both)

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
PORT ?= 8000
ONCE ?=
PYTHON_COMMAND ?=
PIP_ARGS ?=
TORCH_INDEX_URL ?=
TORCH_ARGS ?= --no-deps
TESTS ?= tests
DATA ?=
WORK ?= var/training
JOBS ?= 2
TASK ?=
FOLD ?=
LIMIT ?=
PREDICTIONS ?=
LABEL ?=
SECONDS ?= 600
ROUNDS ?= 50
DATABASE ?=

# Where llama.cpp is built, apart from all else.
LLAMA := var/llama-cpp
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
TORCH := torch==2.13.0
PIP_INSTALL := $(PYTHON) -m pip install --disable-pip-version-check $(PIP_ARGS)
# --unsafe-package takes torch out of the lock: which of its builds fits is the machine's
# business, and the CUDA build would pull gigabytes in.
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-allow-unsafe \
	--unsafe-package torch --strip-extras --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options $(LOCK_ARGS)
AUDIT := $(BIN)/pip-audit --strict --disable-pip --progress-spinner=off
export CUSTOM_COMPILE_COMMAND := make lock

##: Use it

.PHONY: demo
demo: models ## Analyse a sample article on a running service and print the result (ONCE=1 stops after)
	@PORT="$(PORT)" ONCE="$(ONCE)" $(PYTHON) -m service.demo

.PHONY: serve
serve: models ## Serve the API on 127.0.0.1:PORT until Ctrl-C
	@$(BIN)/claimdesk serve --migrate --port $(PORT)

.PHONY: install
install: $(VENV)/.runtime ## Create .venv and install what the service needs, as locked

.PHONY: models
models: $(VENV)/.runtime ## Fetch the weights and verify them (about 0.6 GB, once a user)
	@$(BIN)/claimdesk models fetch

##: Work on it

.PHONY: install-dev
install-dev: $(VENV)/.dev $(VENV)/.client-generator ## Also install what tests, linters and training need, as locked

.PHONY: test
test: $(VENV)/.dev $(VENV)/.client-generator models ## Run all tests, with real weights, PostgreSQL and a browser, and report coverage
	@mkdir -p test-artifacts
	@# One thread a process, or their threads would wait for one another's cores.
	OMP_NUM_THREADS=1 $(PYTHON) -m pytest --numprocesses=$(JOBS) --dist=loadfile \
		--cov --cov-report=term-missing:skip-covered \
		--cov-report=xml:test-artifacts/coverage.xml --junit-xml=test-artifacts/junit.xml $(TESTS)

.PHONY: test-fast
test-fast: $(VENV)/.dev $(VENV)/.client-generator ## Run the tests that need neither weights nor a browser
	$(PYTHON) -m pytest -m "not weights and not browser" $(TESTS)

.PHONY: fuzz
fuzz: $(VENV)/.dev ## Let Schemathesis look for answers outside of openapi.yaml, on SQLite and PostgreSQL (SECONDS=600 each)
	CLAIMDESK_TEST_FUZZ_SECONDS="$(SECONDS)" $(PYTHON) -m pytest tests/api/test_fuzzing.py

.PHONY: faults
faults: $(VENV)/.dev ## Kill processes and PostgreSQL at random points, ROUNDS times on each database, fill the disk, set the clock back, and check what is left
	$(PYTHON) -m benchmarks.faults.run --rounds "$(ROUNDS)"

.PHONY: bench
bench: $(VENV)/.dev $(LLAMA)/.built models ## Race an article's analysis against llama.cpp on the same tokens (ROUNDS=n; 3)
	$(PYTHON) -m benchmarks.race.run --llama $(LLAMA)/bin/python --write \
		$(if $(filter command line,$(origin ROUNDS)),--rounds $(ROUNDS))

.PHONY: bench-desk
bench-desk: $(VENV)/.dev models ## Measure lists, matching and changes over a million generated claims (CLAIMS=n, ONLY=sqlite|postgresql, STORE=folder)
	$(PYTHON) -m benchmarks.desk.run --write $(if $(CLAIMS),--claims $(CLAIMS)) $(if $(ONLY),--only $(ONLY)) \
		$(if $(STORE),--folder "$(STORE)")

.PHONY: load
load: $(VENV)/.dev ## Offer 20 times what the service can analyse for five minutes, and check how it comes through (SECONDS=n)
	$(PYTHON) -m benchmarks.faults.overload $(if $(SECONDS),--seconds $(SECONDS))

.PHONY: scenario
scenario: $(VENV)/.dev models ## Play a newsroom's day against the service, killed twice, on SQLite and PostgreSQL
	@$(PYTHON) -m benchmarks.scenario $(if $(DATABASE),--database $(DATABASE))

.PHONY: lint
lint: $(VENV)/.dev ## Check style (ruff), unsafe code (bandit) and the Dockerfile (hadolint)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive service
	$(BIN)/hadolint Dockerfile

.PHONY: format
format: $(VENV)/.dev ## Rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/.dev ## Check types (mypy, strict)
	$(BIN)/mypy

.PHONY: openapi
openapi: $(VENV)/.runtime ## Write openapi.yaml anew from the application
	$(BIN)/claimdesk openapi

.PHONY: openapi-check
openapi-check: $(VENV)/.runtime ## Fail where openapi.yaml differs from the application
	$(BIN)/claimdesk openapi --check

.PHONY: check
check: lint types openapi-check test ## All of the above checks, as the continuous integration runs them

.PHONY: audit
audit: $(VENV)/.dev ## Ask PyPI's advisory database about all locked packages (needs the network, so not part of `check`)
	@# Strict, or a network that lacks the database would pass as one without a finding.
	$(AUDIT) --requirement requirements-dev.lock
	printf '%s\n' '$(TORCH)' | $(AUDIT) --no-deps --requirement /dev/stdin

.PHONY: hooks
hooks: $(VENV)/.dev ## Run ruff and mypy before every commit of this checkout
	$(BIN)/pre-commit install

.PHONY: lock
lock: $(VENV)/.dev ## Renew requirements.lock, requirements-dev.lock and requirements-client.lock (LOCK_ARGS=--upgrade for newer versions)
	$(COMPILE) --output-file=requirements.lock pyproject.toml
	$(COMPILE) --extra=dev --constraint=requirements.lock \
		--output-file=requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --no-emit-options $(LOCK_ARGS) \
		--output-file=requirements-client.lock requirements-client.in
	@# The warning that torch is missing does not hold here: it is installed on its own.
	@for file in requirements.lock requirements-dev.lock; do \
		sed '/^# WARNING: The following/,$$d' $$file | sed -e '$${/^$$/d;}' > $$file.tmp && mv $$file.tmp $$file; done

.PHONY: eval
eval: $(if $(DATA),$(VENV)/.dev models,$(PYTHON)) ## Measure quality and speed on the annotated data in DATA (TASK=name for one task)
	@$(PYTHON) -m benchmarks.evaluate $(if $(DATA),--data "$(DATA)") $(if $(TASK),--task $(TASK)) \
		$(if $(FOLD),--fold "$(FOLD)") $(if $(LIMIT),--limit "$(LIMIT)") \
		$(if $(PREDICTIONS),--predictions "$(PREDICTIONS)") $(if $(LABEL),--label "$(LABEL)")

.PHONY: train-check-worthiness
train-check-worthiness: $(VENV)/.dev models ## Train the sentence reader again from DATA (keeps finished networks in WORK)
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) training/train_check_worthiness.py "$(DATA)" --work "$(WORK)"

.PHONY: train-news-adapter
train-news-adapter: $(VENV)/.dev models ## Train the adapter that writes claims and summaries again from DATA (hours; goes on from WORK)
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) training/train_news_adapter.py "$(DATA)" --work "$(WORK)/news_adapter" --ship 2

.PHONY: train-larger-news-adapter
train-larger-news-adapter: $(VENV)/.dev models ## Train the adapter of the larger generator again from DATA (an hour; goes on from WORK)
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	@$(BIN)/claimdesk models fetch qwen2.5-coder-1.5b-instruct
	$(PYTHON) training/train_news_adapter.py "$(DATA)" --work "$(WORK)/news_adapter_1_5b" \
		--generator qwen2.5-coder-1.5b-instruct --first-layer 13 --peak-rate 2e-4 --epochs 1 --ship 1

.PHONY: train-support
train-support: $(VENV)/.dev models ## Train the support checker again from DATA (keeps finished stages in WORK)
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) -m training.train_support "$(DATA)" --work "$(WORK)/support"

.PHONY: train-clarity
train-clarity: $(VENV)/.dev models ## Train the clarity checker again from DATA
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) -m training.train_clarity "$(DATA)" --work "$(WORK)/clarity"

.PHONY: train-pronouns
train-pronouns: $(VENV)/.dev ## Estimate again from DATA whom an opening pronoun stands for
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) -m training.train_pronouns "$(DATA)"

.PHONY: train-order-recogniser
train-order-recogniser: $(VENV)/.dev models ## Train the recogniser of orders to a machine again from DATA
	@test -n "$(DATA)" || { echo "Say where the data is: make $@ DATA=folder" >&2; exit 2; }
	$(PYTHON) -m training.train_order_recogniser "$(DATA)"

.PHONY: clean
clean: ## Remove .venv and what tools left behind; databases in var/ and weights stay
	rm -rf $(VENV) build dist ./*.egg-info test-artifacts .coverage .mypy_cache .pytest_cache .ruff_cache

.PHONY: help
help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##:/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-23s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(PYTHON):
	@python=""; \
	for candidate in $(PYTHON_COMMAND) python3.11 python3 python; do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; \
		then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 was not found as python3.11 or python3. Install it, or say where it is:" >&2; \
		echo "  make $(MAKECMDGOALS) PYTHON_COMMAND=/path/to/python3.11" >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The virtual environment could not be made. On Debian and Ubuntu: apt install python3.11-venv" >&2; \
		exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(PYTHON)
	@echo "Installing torch (CPU build) …"
	@$(PIP_INSTALL) $(TORCH_ARGS) $(if $(TORCH_INDEX_URL),--index-url "$(TORCH_INDEX_URL)") "$(TORCH)"
	@echo "Installing the locked packages …"
	@$(PIP_INSTALL) --quiet --no-deps --require-hashes -r requirements.lock
	@# Twice quiet: setuptools warns of every editable installation.
	@$(PIP_INSTALL) --quiet --quiet --no-deps --no-build-isolation -e .
	@$(PYTHON) -m pip check --disable-pip-version-check
	@$(PYTHON) -c 'import torch' 2>/dev/null || { \
		echo "torch does not start: most likely the package index gave its CUDA build, whose libraries are not installed." >&2; \
		echo "Point pip at an index of CPU wheels:  make $(MAKECMDGOALS) TORCH_INDEX_URL=address" >&2; \
		echo "or accept the CUDA libraries as well: make $(MAKECMDGOALS) TORCH_ARGS=" >&2; \
		$(PYTHON) -m pip uninstall --quiet --yes torch; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing the locked tools …"
	@$(PIP_INSTALL) --quiet --no-deps --require-hashes -r requirements-dev.lock
	@$(PYTHON) -m pip check --disable-pip-version-check
	@touch $@

# Apart, since no part of the service needs it. --no-binary builds it for this very processor.
$(LLAMA)/.built: benchmarks/race/requirements.txt | $(PYTHON)
	@echo "Building llama.cpp from source (minutes; needs cmake and a C++ compiler) …"
	@$(PYTHON) -m venv $(LLAMA)
	@CMAKE_ARGS="-DGGML_NATIVE=ON" $(LLAMA)/bin/python -m pip install --disable-pip-version-check \
		$(PIP_ARGS) --quiet --no-deps --no-binary llama-cpp-python -r benchmarks/race/requirements.txt
	@touch $@

# Apart, since the generator needs an older typer than the service.
$(VENV)/.client-generator: requirements-client.lock | $(PYTHON)
	@echo "Installing the client generator …"
	@$(PYTHON) -m venv $(VENV)/client-generator
	@$(VENV)/client-generator/bin/python -m pip install --disable-pip-version-check $(PIP_ARGS) \
		--quiet --no-deps --require-hashes -r requirements-client.lock
	@touch $@
