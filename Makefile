# Each target installs what it needs first, so that a fresh Debian with Swift can run any of them.

SWIFT_BUILD = swift build --explicit-target-dependency-import-check error --disable-index-store
BUILD_FAKE_CLUSTER = scripts/release fake-cluster
STORY = Samples/story
DEMO = .build/demo.db

.PHONY: setup demo test lint format build release deb image dist try-packages try-image bench bench-live bench-follow soak fuzz crawl torture torture-fleet

setup:
	@scripts/setup build

build: setup
	@$(SWIFT_BUILD)

demo: setup
	@scripts/quietly "building isinventory (five to fifteen minutes, once)" $(SWIFT_BUILD) --product isinventory
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@.build/debug/isinventory import $(STORY) --all-namespaces --cluster sample --db $(DEMO)
	@.build/debug/isinventory report --from 2026-11-23T06:38:00Z --to 2026-11-23T06:52:00Z --db $(DEMO)

test:
	@scripts/setup test
	@scripts/test

lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Plugins Benchmarks Fuzz/Sources Fuzz/Package.swift migrations

format:
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Plugins Benchmarks Fuzz/Sources Fuzz/Package.swift migrations

release: setup
	@scripts/release

# dist/isinventory_VERSION_ARCHITECTURE.deb, for Debian 12 and 13.
deb: release
	@scripts/setup package
	@scripts/packaging/deb .build/release/isinventory dist

# An OCI image archive beside it, made without any engine: skopeo copy oci-archive:dist/….oci.tar docker://…
image: deb
	@scripts/packaging/image dist/isinventory_*.deb dist/isinventory-fleet_*.deb dist

# All that a release is: package, image, bill of materials, sums.
dist: release
	@scripts/setup package
	@scripts/packaging/dist .build/release/isinventory dist

# What `make dist` made, installed in fresh Debians 12 and 13 and used there. Needs root and debootstrap.
try-packages:
	@scripts/setup try
	@scripts/packaging/try dist/isinventory_*.deb dist/isinventory-fleet_*.deb bookworm trixie

# Its image, run as a cluster would: as any user, with a read-only root. Needs root, and no engine.
try-image:
	@scripts/packaging/try-image dist/isinventory_*.oci.tar dist/isinventory_*.deb dist/isinventory-fleet_*.deb

bench: release
	@scripts/setup bench
	@scripts/bench

# A generated cluster on loopback: isinventory beside curl and kubectl.
bench-live: release
	@scripts/setup bench-live
	@$(BUILD_FAKE_CLUSTER)
	@scripts/bench-live

# A collector that follows 30,000 Pods for a quarter of an hour.
bench-follow: release
	@scripts/setup bench-live
	@$(BUILD_FAKE_CLUSTER)
	@scripts/bench-follow

# A thousand snapshots of a cluster that changes and fails at random, and what the released program holds in a thousand more, one
# a second.
soak: release
	@scripts/setup test
	@ISINVENTORY_SOAK=1000 VERBOSE=1 scripts/test --filter SoakTests
	@$(BUILD_FAKE_CLUSTER)
	@scripts/soak

# A minute for each target; FUZZ_SECONDS=600 for longer.
fuzz: setup
	@scripts/fuzz

# A browser on every page of the story and every kind of page of 10,000 workloads, at length; `make test` looks at some of each.
crawl:
	@scripts/setup test
	@scripts/crawl

# Publishers killed, backends ended and networks cut, at length; KILLS says how often.
torture-fleet:
	@scripts/setup test
	@scripts/torture fleet

# Kills, failing disks, power cuts and flipped bits, at length; one table at the end.
torture:
	@scripts/setup test
	@scripts/torture
