# make site     build the example site into example_site/output
# make serve    build it again at each change, and serve it on http://127.0.0.1:8000
# make check    for daily work: linter, types and the tests that need nothing but Python
# make test     install what the tests need, and run them all; it says first what of a browser, Java, nginx, rsync and
#               systemd is not there, and installs these under CI=true, or with INSTALL_SYSTEM_PACKAGES=yes, only (Debian, as root)
# make test-firefox  the player's promises in Firefox ESR, installed where it may be
# make test-lowest  those of `make check`, on the lowest version of each dependency, in build/lowest
# make audit    known weaknesses of what is installed, by pip-audit (it asks the network)
# make fuzz     random posts, comments, addresses and files; FUZZ="--seed 1 --count 2000"
# make mutants  lines of chosen modules broken one by one by mutmut, and which of them no test has noticed
# make test-themes  of the tests, those on real themes, which are installed into .venv/packages
# make test-neighbours  of the tests, those beside other plugins, installed there as well
# make lighthouse  Lighthouse's four figures for front page, gallery, film page and a post, which must be 100 each
# make screenshots  a sheet of pictures of them, in build/screenshots
# make docs     the documents as a site, in build/docs
# make dist     wheel and source distribution in dist/, the same to the byte for one commit
# make bench    what the plugin costs, as a ratio to plain Pelican
# make assets   the shipped style sheet and script, made from the sources in assets/
# make commands docs/commands.md, the page of all commands, made from the code
# make catalogs the translations, brought up to date with the texts and compiled

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
THEME ?=
# Where `make serve` shows the site, and where the receiver of its comments listens.
PORT ?= 8000
RECEIVER_PORT ?= 8001
# A configuration that a test writes anew within a second would be read as it was, if Python kept what it has compiled.
export PYTHONDONTWRITEBYTECODE = 1
SITE = example_site
PELICAN = $(BIN)/pelican $(SITE)/content -s $(SITE)/pelicanconf.py -o $(SITE)/output $(if $(THEME),-t $(THEME))

.PHONY: site serve check test test-lowest audit fuzz mutants test-firefox test-themes test-neighbours lighthouse screenshots bench docs dist assets catalogs commands clean

site: $(VENV)/site
	$(PELICAN) --fatal warnings
	@echo "Built. Open $(SITE)/output/index.html in a browser. (Its comment form works with \`make serve\`.)"

# Fill in the comment form, and approve what came with
# `.venv/bin/pelican-videopost comments moderate -s example_site/pelicanconf.py`.
serve: $(VENV)/site
	$(BIN)/python -m pip install --quiet --editable ".[comments]"
	@echo "Open http://127.0.0.1:$(PORT) in a browser; press Ctrl+C to end. Each change is built at once."
	export RECEIVER_PORT=$(RECEIVER_PORT); \
	$(BIN)/pelican-videopost comments serve -s $(SITE)/pelicanconf.py --site http://127.0.0.1:$(PORT) & trap "kill $$!" EXIT; \
	$(PELICAN) --autoreload --listen --bind 127.0.0.1 --port $(PORT)

check: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not slow" --dist load

test: $(VENV)/test
	@$(BIN)/python -m tests.system
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python assets/build.py --check
	$(BIN)/python assets/catalogs.py --check
	$(BIN)/python assets/commands.py --check
	$(BIN)/pytest

test-lowest:
	test -x build/lowest/bin/python || $(PYTHON) -m venv build/lowest
	$(PYTHON) -m tests.lowest > build/lowest.txt
	build/lowest/bin/python -m pip install --quiet --constraint build/lowest.txt --editable ".[test]"
	build/lowest/bin/pytest -m "not slow"

audit: $(VENV)/test
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --skip-editable

fuzz: $(VENV)/test
	$(BIN)/python -m tests.fuzz $(FUZZ)

mutants: $(VENV)/test
	$(BIN)/python -m pip install --quiet "mutmut>=3.8"
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

test-themes: $(VENV)/test
	$(BIN)/pytest tests/themes

test-neighbours: $(VENV)/test
	$(BIN)/pytest tests/neighbours

screenshots: $(VENV)/test
	$(BIN)/python -m tests.themes.contact_sheet

test-firefox: site
	sh tests/firefox/run.sh $(SITE)/output

lighthouse: site
	sh tests/lighthouse/run.sh $(SITE)/output

bench: $(VENV)/test
	$(BIN)/python -m tests.bench

dist: $(VENV)/test
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --outdir dist .

docs: $(VENV)/test
	$(BIN)/python -m pip install --quiet --editable ".[docs]"
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs
	@echo "Built. Open build/docs/index.html in a browser."

assets: $(VENV)/test
	$(BIN)/python assets/build.py

catalogs: $(VENV)/test
	$(BIN)/python assets/catalogs.py

commands: $(VENV)/test
	$(BIN)/python assets/commands.py

clean:
	rm -rf $(VENV) $(SITE)/output

$(VENV)/site: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@ $(VENV)/site
