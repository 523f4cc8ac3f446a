# Each target installs what it needs first, so that a fresh Debian with Swift can run any of them.

SWIFT_BUILD = swift build --explicit-target-dependency-import-check error --disable-index-store
STORY = Samples/story
DEMO = .build/demo.db

.PHONY: setup demo test lint format build release bench torture

setup:
	@scripts/setup build

build: setup
	@$(SWIFT_BUILD)

demo: setup
	@scripts/quietly "building isinventory (about a minute, once)" $(SWIFT_BUILD) --product isinventory
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@.build/debug/isinventory import $(STORY) --all-namespaces --cluster sample --db $(DEMO)
	@.build/debug/isinventory report --from 2026-11-23T06:38:00Z --to 2026-11-23T06:52:00Z --db $(DEMO)

test:
	@scripts/setup test
	@scripts/test

lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Plugins Benchmarks migrations

format:
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Plugins Benchmarks migrations

release: setup
	@scripts/release

bench: release
	@scripts/bench

torture:
	@scripts/setup test
	@scripts/torture
