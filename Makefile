# Every command of the house. `make` alone lists them.
SHELL := /usr/bin/env bash
PY := .venv/bin/python
FLASK := .venv/bin/flask --app server

.DEFAULT_GOAL := help
.PHONY: help setup run phone test test-all simulate contract bench-sync bench-crash bench-reconcile bench-phone format clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install both sides (Python into .venv, npm into pwa/node_modules); fast the second time
	@tools/setup

run: ## build, migrate, load the demo district on first start and serve http://localhost:8000
	@tools/run

phone: ## the same, and open it on a real phone: HTTPS on the local network with a QR code, or adb
	@tools/run --phone

test: ## the gate: every check and test that must pass, ending with one summary line
	@tools/test

test-all: ## the gate with its long tests and fresh random seeds
	@tools/test --all

SEED ?= 1
PHONES ?= 50
STEPS ?= 20000

simulate: setup ## many phones against a dying server: SEED=n (or 1-10) PHONES=n STEPS=n
	@$(PY) -m tests.simulator --seed $(SEED) --phones $(PHONES) --steps $(STEPS)

contract: setup ## write pwa/src/contract again from the server's schemas, tables and words
	@$(FLASK) contract
	@cd pwa && npm run --silent contract

bench-sync: setup ## documents per second through the replication endpoint
	@$(PY) -m bench.sync

bench-crash: setup ## kill the follower again and again under load and compare what it wrote
	@$(PY) -m bench.crash

bench-reconcile: setup ## documents per second from store to read models, lag, memory, replay
	@$(PY) -m bench.reconcile

bench-phone: setup ## first load, starts without network and saves on the phone, also on a slow processor
	@tools/build && CHROMIUM="$$(tools/browser)" $(PY) -m bench.phone

format: setup ## put the Python and the TypeScript into their form
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .
	@cd pwa && npm run --silent lint -- --fix

clean: ## remove what the commands above can make again; var/ (your data) stays
	@rm -rf .venv pwa/node_modules pwa/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
