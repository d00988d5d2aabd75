# gridlock.  `make help` lists the targets; README.md says what they are for.
#
# Which program a source belongs to follows from its folder; nothing is listed by hand.  Targets
# that a person types install what is missing first and then run make again, so that the new
# make sees what was installed.

BUILD   ?= build
MACHINE ?= $(shell uname -m)
CLANG   := $(or $(CLANG),$(shell ci/newest-clang))
# What compiles everything but the ThreadSanitizer builds.
CC_PLAIN := $(or $(CC_PLAIN),$(CLANG))
export BUILD

WARN    = -Wall -Wextra -Wundef -Wshadow -Wvla -Werror
CFLAGS  = -std=c17 -D_GNU_SOURCE -O2 -g -fPIE -fno-omit-frame-pointer \
	  -fno-optimize-sibling-calls -I. $(WARN)
LDFLAGS = -pie -rdynamic -pthread $(COVERAGE_LINK)
# Dynamic allocas stay as they are: the heap's stacks are burnt down by them to the byte.
ASAN_LDFLAGS = -fsanitize=address,undefined
ASAN_CFLAGS  = $(ASAN_LDFLAGS) -fno-sanitize-recover=all -mllvm -asan-instrument-dynamic-allocas=0
# Counters in a file that every process maps, one file a program: what is killed has counted.
COUNTERS       = -fprofile-instr-generate=$(abspath $(BUILD))/coverage/profiles/%m%c.profraw
COVERAGE_FLAGS = $(COUNTERS) -fcoverage-mapping -fprofile-update=atomic \
		 -mllvm -runtime-counter-relocation
FRONT_MODULES = jansson libxml-2.0 libdw
FRONT_CFLAGS := $(shell pkg-config --cflags $(FRONT_MODULES) 2>/dev/null)
FRONT_LIBS   := $(shell pkg-config --libs $(FRONT_MODULES) 2>/dev/null)

# ---- which source belongs to which program ------------------------------------------------------

HARNESS_SRC = $(wildcard stress/*.c stress/sync/*.c stress/sched/*.c)
TSAN_SRC    = stress/tsan_on.c stress/tsan_report.c
NO_TSAN_SRC = stress/tsan_off.c
ASAN_SRC    = stress/asan_options.c
CHILD_SRC   = $(wildcard stress/child/*.c)
FRONT_SRC   = $(wildcard stress/front/*.c stress/keeper/*.c stress/judge/*.c)
PAYLOAD_SRC = $(wildcard fixtures/heap/*.c fixtures/allocators/*.c fixtures/bugs/*.c \
		suites/*.c suites/selfcheck/*.c)
PAYLOAD_ASM = $(wildcard fixtures/heap/switch_$(MACHINE).S)
DROPIN_SRC  = $(wildcard fixtures/dropin/*.c)
TRIAL_SRC   = $(wildcard fixtures/dropin/trial/*.c)
BARE_SRC    = $(wildcard stress/sync/bare/*.c)
BENCH_SRC   = $(wildcard suites/bench/*.c)
BENCH_SHIM  = $(wildcard suites/bench/*.cc)
MALLOC_SRC  = $(wildcard suites/bench/malloc/*.c)
GROWTH_SRC  = $(wildcard suites/bench/growth/*.c)
SOURCES     = $(HARNESS_SRC) $(BARE_SRC) $(CHILD_SRC) $(FRONT_SRC) $(PAYLOAD_SRC) $(DROPIN_SRC) \
	      $(TRIAL_SRC) $(BENCH_SRC) $(MALLOC_SRC) $(GROWTH_SRC)

TEST_SRC = $(filter %_test.c,$(SOURCES))
MAINS    = stress/front/main.c stress/child/main.c

only    = $(filter-out $(TEST_SRC) $(MAINS) $(TSAN_SRC) $(NO_TSAN_SRC) $(ASAN_SRC),$(1))
objects = $(patsubst %,$(BUILD)/$(1)/%.o,$(basename $(2)))
payload = $(call objects,$(1),$(call only,$(PAYLOAD_SRC)) $(PAYLOAD_ASM))

HARNESS_OBJ = $(call objects,harness,$(call only,$(HARNESS_SRC)))
TSAN_OBJ    = $(call objects,harness,$(wildcard $(TSAN_SRC)))
NO_TSAN_OBJ = $(call objects,harness,$(NO_TSAN_SRC))
CHILD_OBJ   = $(call objects,harness,$(call only,$(CHILD_SRC)) stress/child/main.c)
FRONT_OBJ   = $(call objects,front,$(call only,$(FRONT_SRC)))
ALL_BUT_MAIN = $(FRONT_OBJ) $(HARNESS_OBJ) $(NO_TSAN_OBJ) $(call payload,plain)

CHILDREN = $(BUILD)/plain/child $(BUILD)/tsan/child $(BUILD)/tsan-locks/child
DROPIN   = $(BUILD)/libgridlock-heap.so
PROGRAMS = $(BUILD)/gridlock $(CHILDREN) $(DROPIN)
TESTS    = $(patsubst %.c,$(BUILD)/test/%,$(TEST_SRC))

# Everything again with AddressSanitizer: a child, and the unit tests of heap and harness.
ASAN_PART  = $(call objects,asan,$(call only,$(HARNESS_SRC)) $(NO_TSAN_SRC) $(ASAN_SRC)) \
	     $(call payload,asan)
ASAN_CHILD = $(call objects,asan,$(call only,$(CHILD_SRC)) stress/child/main.c) $(ASAN_PART)
ASAN_FRONT = $(call objects,asan,$(call only,$(FRONT_SRC))) $(ASAN_PART)
ASAN_TESTS = $(patsubst %.c,$(BUILD)/asan/test/%,$(filter stress/% fixtures/heap/%,$(TEST_SRC)))

# ---- what a person types ------------------------------------------------------------------------

again = +@$(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | expand -t 2 | \
		awk -F@ '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo 'Variables: BUDGET=120s  SEED=…  BUILD=build  CLANG=…  CC_PLAIN=…  V=1'

stress: ## the main job: every scenario on the reference heap, TSan and plain, for BUDGET (120s)
	@ci/install-deps build
	$(again) $(PROGRAMS)
	@$(BUILD)/gridlock run --budget $${BUDGET:-120s} $(if $(SEED),--seed $(SEED))

test: ## unit tests, self-checks, a short scenario run, tidy; the last line counts them
	@ci/install-deps build test
	$(again) $(PROGRAMS) $(TESTS)
	@ci/test

all: ## build everything that runs
	@ci/install-deps build
	$(again) $(PROGRAMS)

unit: ## the unit tests alone
	@ci/install-deps build test
	$(again) $(PROGRAMS) $(TESTS)
	@ci/test unit

selfcheck: ## scenarios that must be found, and their twins that must not
	@ci/install-deps build
	$(again) $(PROGRAMS)
	@ci/test selfcheck

reproduce: ## the two Go deadlocks, 7099 and 8407: found, witnessed, with the line to replay them
	@ci/install-deps build
	$(again) $(PROGRAMS)
	@$(BUILD)/gridlock reproduce 7099 8407

nightly: ## what runs every night; evidence in one folder
	@ci/install-deps build test
	$(again) $(PROGRAMS)
	@ci/nightly

tidy: ## the house rules, in seconds
	@ci/install-deps build test
	$(again) $(PROGRAMS)
	@ci/tidy

lint: ## clang-tidy and cppcheck
	@ci/install-deps build test lint
	@ci/lint $(SOURCES)

format: ## clang-format everything
	@ci/install-deps test
	@clang-format-14 -i $$(git ls-files -co --exclude-standard '*.c' '*.h' '*.cc')

asan: ## unit tests and a short scenario run under AddressSanitizer and UBSan
	@ci/install-deps build test
	$(again) $(PROGRAMS) $(BUILD)/asan/child $(ASAN_TESTS)
	@ci/test asan

# In a build of its own, the same programs with counters that a killed process keeps too.
coverage: ## line coverage of heap and harness, as HTML in BUILD/coverage/html; fails below the goal
	@ci/install-deps build test coverage
	$(again) BUILD=$(BUILD)/coverage CC_PLAIN=$(CLANG) COVERAGE='$(COVERAGE_FLAGS)' \
		COVERAGE_LINK='$(COUNTERS)' \
		$(patsubst $(BUILD)/%,$(BUILD)/coverage/%,$(PROGRAMS) $(TESTS))
	@BUILD=$(BUILD)/coverage ci/coverage

bench: ## what the harness costs; the heap as a malloc beside five others and glibc's
	@ci/install-deps build bench
	$(again) $(PROGRAMS) $(BUILD)/plain/bench $(BUILD)/tsan/bench $(BUILD)/bench/malloc \
		$(BUILD)/bench/growth
	@ci/bench

locks: ## draw the order of the reference heap's locks anew, as the README shows it (graphviz)
	$(again) $(BUILD)/gridlock
	@$(BUILD)/gridlock list locks --dot | dot -Tsvg >fixtures/heap/locks.svg

gcc: ## the plain build again, with gcc and the same warnings
	@ci/install-deps build
	$(again) BUILD=$(BUILD)/gcc CC_PLAIN=gcc $(BUILD)/gcc/gridlock $(BUILD)/gcc/plain/child

aarch64: ## cross-compile the child for aarch64; it is not run
	@ci/install-deps build aarch64
	$(again) BUILD=$(BUILD)/aarch64 MACHINE=aarch64 CC_PLAIN=aarch64-linux-gnu-gcc \
		$(BUILD)/aarch64/plain/child
	@echo 'built $(BUILD)/aarch64/plain/child; not run'

install-deps: ## install everything that any target needs
	@ci/install-deps build test lint bench aarch64 coverage

clean: ## remove what was built
	rm -rf $(BUILD)

sources:
	@printf '%s\n' $(SOURCES) $(BENCH_SHIM)

.PHONY: help stress test all unit selfcheck reproduce nightly tidy lint locks format bench gcc aarch64 asan \
	coverage install-deps clean sources

# ---- how it is built ----------------------------------------------------------------------------

# One short line for each command; V=1 shows them whole.
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2);)

$(BUILD)/gridlock: $(call objects,front,stress/front/main.c) $(ALL_BUT_MAIN)
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(FRONT_LIBS) -ldl
$(BUILD)/plain/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(NO_TSAN_OBJ) $(call payload,plain)
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ -ldl
$(BUILD)/tsan/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(TSAN_OBJ) $(call payload,tsan)
	$(call say,LINK,$@) $(CLANG) $(LDFLAGS) -fsanitize=thread -o $@ $^ -ldl
$(BUILD)/tsan-locks/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(TSAN_OBJ) $(call payload,tsan-locks)
	$(call say,LINK,$@) $(CLANG) $(LDFLAGS) -fsanitize=thread -o $@ $^ -ldl

$(BUILD)/asan/child: $(ASAN_CHILD)
	$(call say,LINK,$@) $(CLANG) $(LDFLAGS) $(ASAN_LDFLAGS) -o $@ $^ -ldl

# The heap as the malloc of any program, by LD_PRELOAD.  Of the heap and the harness comes in what the
# sources of the drop-in ask for, and do not bring themselves; the locks are the bare ones.
DROPIN_LDFLAGS = -shared -Wl,-soname,libgridlock-heap.so -Wl,-z,initfirst,-z,nodelete,-z,now \
		 -Wl,-z,defs -Wl,--version-script=fixtures/dropin/exports.map
$(DROPIN): $(call objects,dropin,$(call only,$(DROPIN_SRC) $(BARE_SRC))) $(BUILD)/dropin/heap.a \
	   fixtures/dropin/exports.map
	$(call say,LINK,$@) $(CC_PLAIN) $(DROPIN_LDFLAGS) -o $@ $(filter %.o %.a,$^)
$(BUILD)/dropin/trial: override COVERAGE_LINK = # it has no counters
$(BUILD)/dropin/trial: $(call objects,dropin,$(TRIAL_SRC))
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ -ldl
$(BUILD)/dropin/heap.a: $(call objects,dropin,$(call only,$(filter fixtures/heap/%,$(PAYLOAD_SRC))))
	$(call say,AR,$@) rm -f $@; ar rcs $@ $^

# A unit test is a program: one *_test.c with everything that has no main().
$(filter $(BUILD)/test/fixtures/dropin/%,$(TESTS)): | $(DROPIN) $(BUILD)/dropin/trial
$(TESTS): $(BUILD)/test/%: $(BUILD)/front/%.o $(ALL_BUT_MAIN)
	@mkdir -p $(@D)
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(FRONT_LIBS) -lcmocka -ldl

$(ASAN_TESTS): $(BUILD)/asan/test/%: $(BUILD)/asan/%.o $(ASAN_FRONT)
	@mkdir -p $(@D)
	$(call say,LINK,$@) $(CLANG) $(LDFLAGS) $(ASAN_LDFLAGS) -o $@ $^ $(FRONT_LIBS) -lcmocka -ldl

# The benchmarks: in C, over a shim that alone knows Google Benchmark.
BENCH_LIBS = -lbenchmark -lstdc++ -lm
$(BUILD)/plain/bench: $(call objects,plain,$(BENCH_SRC)) $(call objects,shim,$(BENCH_SHIM)) \
		      $(HARNESS_OBJ) $(NO_TSAN_OBJ)
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) -ldl
$(BUILD)/tsan/bench: $(call objects,tsan,$(BENCH_SRC)) $(call objects,shim,$(BENCH_SHIM)) \
		     $(HARNESS_OBJ) $(TSAN_OBJ)
	$(call say,LINK,$@) $(CLANG) $(LDFLAGS) -fsanitize=thread -o $@ $^ $(BENCH_LIBS) -ldl
$(BUILD)/bench/malloc: $(call objects,bench,$(MALLOC_SRC)) $(call objects,shim,$(BENCH_SHIM))
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS)
$(BUILD)/bench/growth: $(call objects,bench,$(GROWTH_SRC))
	$(call say,LINK,$@) $(CC_PLAIN) $(LDFLAGS) -o $@ $^
$(BUILD)/shim/%.o: %.cc $(BUILD)/shim/flags
	@mkdir -p $(@D)
	$(call say,C++,$<) g++ -std=c++17 -O2 -g -fPIE -I. $(WARN) -MMD -MP -c -o $@ $<

# compile(variant, compiler, flags): what is compiled anew when compiler or flags change.
define compile
$(BUILD)/$(1)/flags: FORCE
	@mkdir -p $$(@D); echo '$(2) $$(CFLAGS) $(3)' | cmp -s - $$@ || echo '$(2) $$(CFLAGS) $(3)' >$$@
$(BUILD)/$(1)/%.o: %.c $(BUILD)/$(1)/flags
	@mkdir -p $$(@D)
	$$(call say,CC,'$(1) $$<') $(2) $$(CFLAGS) $(3) -MMD -MP -c -o $$@ $$<
$(BUILD)/$(1)/%.o: %.S $(BUILD)/$(1)/flags
	@mkdir -p $$(@D)
	$$(call say,AS,'$(1) $$<') $(2) $$(CFLAGS) -MMD -MP -c -o $$@ $$<
endef
$(eval $(call compile,harness,$(CC_PLAIN),$(COVERAGE)))
$(eval $(call compile,front,$(CC_PLAIN),$(FRONT_CFLAGS) $(COVERAGE)))
$(eval $(call compile,plain,$(CC_PLAIN),$(COVERAGE)))
$(eval $(call compile,tsan,$(CLANG),-fsanitize=thread $(COVERAGE)))
$(eval $(call compile,asan,$(CLANG),$(FRONT_CFLAGS) $(ASAN_CFLAGS)))
$(eval $(call compile,tsan-locks,$(CLANG),-fsanitize=thread -fno-sanitize-thread-memory-access))
$(eval $(call compile,dropin,$(CC_PLAIN),-fPIC -fvisibility=hidden -fno-builtin-malloc \
	-fno-builtin-calloc -fno-builtin-realloc -fno-builtin-free -foptimize-sibling-calls \
	-fomit-frame-pointer))
# The compiler knows nothing of malloc there, and leaves none out.
$(eval $(call compile,bench,$(CC_PLAIN),-fno-builtin))
$(eval $(call compile,shim,g++,))

FORCE:
.PHONY: FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
