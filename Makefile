# Two commands on a fresh Debian 12 machine: `make demo` and `make test`. Each sets up what it needs, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What the product needs, and what only its tests need.
RUN_PACKAGES := libportaudio2 libasound2-plugins libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 \
  fonts-dejavu-core libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
TEST_PACKAGES := flite xvfb openbox picom trayer xdotool x11-xserver-utils xdg-utils dbus pulseaudio pulseaudio-utils

.PHONY: demo run test format bench screens clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.ready $(VENV)/.system-run
	@$(BIN)/assist demo $(ARGS)

run: $(VENV)/.ready $(VENV)/.system-run
	@$(BIN)/assist run $(ARGS)

test: $(VENV)/.ready $(VENV)/.system-run $(VENV)/.system-test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/phrasebank check
	@$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/.ready $(VENV)/.system-run $(VENV)/.system-test
	@$(BIN)/assist bench $(ARGS)
	@$(BIN)/python -m tests.bench.overlay --call

screens: $(VENV)/.ready $(VENV)/.system-run
	@$(BIN)/python -m tests.gallery $(ARGS)

format: $(VENV)/.ready
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# torch goes first, at the version of constraints.txt, so that its CPU build is taken where the registry offers one.
$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Attune needs Python 3.11 or newer; set PYTHON=..."; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "The virtual environment cannot be made; install python3-venv."; exit 2; }
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -c constraints.txt torch
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.system-run: Makefile | $(VENV)/.ready
	@scripts/system-packages $(RUN_PACKAGES)
	@touch $@

$(VENV)/.system-test: Makefile | $(VENV)/.ready
	@scripts/system-packages $(TEST_PACKAGES)
	@touch $@
