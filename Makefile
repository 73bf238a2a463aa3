# Every command a person runs; `make` alone lists them.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= 2
N ?= 1000
SEED ?= 1
EVERY ?= 10
NEED_TENSORFLOW = $(shell grep -rlE --include='test_*.py' 'importorskip|^import (keras|tensorflow)' tests)
# What is run with TensorFlow's own kernels too, as CPUs without AVX-512 have them; the layers, by
# pairs of arguments, and random networks run in both worlds by themselves.
WITHOUT_ONEDNN := tests/zoo/test_equality.py tests/layers/test_values.py \
	tests/layers/test_values_of_small_layers.py

# The first Python that TensorFlow has wheels for and that can make environments.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2> /dev/null && echo "$$name" && break; done)

.DEFAULT_GOAL := help
.PHONY: help demo install test test-fast fmt lint type arch oracle fuzz update gen gen-check schema-ajv bench bench-train kills zoo zoo-scripts zoo-v1 zoo-keras targets-table equality lock clean

help: ## list the tasks
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(STAMP) ## check, summarise, compile and train a network on real scanned digits
	$(BIN)/speccnn check specs/digits_cnn.toml
	$(BIN)/speccnn summary specs/digits_cnn.toml
	$(BIN)/speccnn train specs/digits_cnn.toml

install: $(STAMP) ## make the environment in .venv from the pinned versions

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11, 3.12 or 3.13 with venv and ensurepip was found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

test: lint type arch gen-check ## everything: style, types, structure, generated files, all tests
	TF_ENABLE_ONEDNN_OPTS=1 $(BIN)/pytest -n $(JOBS) --dist loadfile
	TF_ENABLE_ONEDNN_OPTS=0 $(BIN)/pytest -n $(JOBS) --dist load $(WITHOUT_ONEDNN)

test-fast: $(STAMP) ## the tests that need no TensorFlow
	$(BIN)/pytest -q -n $(JOBS) $(addprefix --ignore=,$(NEED_TENSORFLOW))

fmt: $(STAMP) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(STAMP) ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: $(STAMP) ## check types
	$(BIN)/basedpyright

arch: $(STAMP) ## check who imports whom
	$(BIN)/lint-imports

oracle: $(STAMP) ## compare layers with Keras, at length: thousands of random cases, and all arguments by pairs
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -q -n $(JOBS) tests/layers

fuzz: $(STAMP) ## compare random networks with TensorFlow: make fuzz N=100000 SEED=1 JOBS=2
	@PYTHONPATH=tests $(BIN)/python tests/fuzz/run.py $(N) --seed $(SEED) --jobs $(JOBS) --run-every $(EVERY)

update: $(STAMP) ## rewrite the expected files of the cases; then read the diff
	$(BIN)/pytest -q tests/test_cases.py tests/test_mistakes.py --update

gen: $(STAMP) ## rewrite the generated files
	$(BIN)/speccnn schema -o schemas/spec-v1.schema.json

gen-check: $(STAMP) ## say whether the generated files are current
	$(BIN)/speccnn schema --check

schema-ajv: $(STAMP) ## check the published schema in ajv's strict mode (needs npm)
	npm install --silent --no-save --prefix .ajv ajv@8
	$(BIN)/pytest -q tests/document/test_published_schema.py

bench: $(STAMP) ## time `speccnn check` beside others, with the limits
	@PYTHONPATH=tests $(BIN)/python tests/bench/check_speed.py

kills: N = 200
kills: $(STAMP) ## kill training scripts N times at random moments, and compare with one left alone
	$(BIN)/python tests/kills/killing.py $(N)

bench-train: $(STAMP) ## race the training loop against Keras's `fit` and loops written by hand
	$(BIN)/python tests/bench/train_speed.py

equality: $(STAMP) ## compare all networks of the zoo in all targets: outputs, loss, gradients
	@PYTHONPATH=tests $(BIN)/python tests/zoo/equality.py

zoo: $(STAMP) ## print the table of the zoo, each network compared with its reference
	@PYTHONPATH=tests $(BIN)/python tests/zoo/table.py

zoo-scripts: $(STAMP) ## train each network of the zoo by its script: two steps, and a third after a restart
	@PYTHONPATH=tests $(BIN)/python tests/zoo/scripts.py

zoo-v1: $(STAMP) ## compare the graph of each zoo network's v1 script with that of the graph target
	@PYTHONPATH=tests:tests/backends $(BIN)/python tests/zoo/v1_graphs.py

zoo-keras: $(STAMP) ## load the `.keras` file of each zoo network where there is no speccnn, and compare
	@PYTHONPATH=tests $(BIN)/python -m zoo.keras_files

targets-table: $(STAMP) ## convert each layer and activation for each target, run it, and write the table
	@PYTHONPATH=tests $(BIN)/python -m targets.table --write

lock: ## pin the newest versions that fit (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --extra tf --extra digits \
		--extra plots --extra onnx --extra litert --group dev --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --upgrade -o requirements.lock

clean: ## remove the environment and what runs have left
	rm -rf $(VENV) runs .pytest_cache .ruff_cache .hypothesis .import_linter_cache
