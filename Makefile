# Everything starts from a bare python3 (3.11 or newer); tools/bootstrap.py does the rest.
PYTHON ?= python3

.PHONY: run test check bench lock clean

run:    ## the whole portal on http://127.0.0.1:8000 (PORT=, DATA_DIR=)
	@$(PYTHON) tools/bootstrap.py run

test:   ## every test; ARGS="-k word" chooses
	@$(PYTHON) tools/bootstrap.py test $(ARGS)

check:  ## format, lint, import directions, migrations
	@$(PYTHON) tools/bootstrap.py check

bench:  ## measured figures against their floors
	@$(PYTHON) tools/bootstrap.py bench $(ARGS)

lock:   ## resolve the dependencies anew
	@$(PYTHON) tools/bootstrap.py lock

clean:  ## remove environment and build, keep the data
	@$(PYTHON) tools/bootstrap.py clean
