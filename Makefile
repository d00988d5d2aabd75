# gridlock.  `make help` lists the targets; README.md says what they are for.
BUILD ?= build
CLANG ?= $(firstword $(foreach v,22 21 20 19 18 17 16 15 14,$(shell command -v clang-$(v) 2>/dev/null)) $(shell command -v clang 2>/dev/null))
CC_PLAIN ?= $(CLANG)

WARN   = -Wall -Wextra -Wundef -Wshadow -Wvla -Werror
CFLAGS = -std=c17 -D_GNU_SOURCE -O2 -g -fPIE -fno-omit-frame-pointer \
	 -fno-optimize-sibling-calls -I. -MMD -MP $(WARN)
LDFLAGS = -pie -rdynamic -pthread
FRONT_CFLAGS  = $(shell pkg-config --cflags jansson libxml-2.0 libdw 2>/dev/null)
FRONT_LIBS    = $(shell pkg-config --libs jansson libxml-2.0 libdw 2>/dev/null)

# Which source belongs to which program follows from its folder.
HARNESS_SRC = $(wildcard stress/*.c stress/sync/*.c stress/sched/*.c)
TSAN_SRC    = stress/tsan_on.c
NO_TSAN_SRC = stress/tsan_off.c
CHILD_SRC   = $(wildcard stress/child/*.c)
FRONT_SRC   = $(wildcard stress/front/*.c stress/keeper/*.c stress/judge/*.c)
PAYLOAD_SRC = $(wildcard fixtures/heap/*.c fixtures/allocators/*.c fixtures/bugs/*.c \
		suites/*.c suites/selfcheck/*.c)
PAYLOAD_ASM = fixtures/heap/switch_$(shell uname -m).S
TEST_SRC    = $(filter %_test.c,$(HARNESS_SRC) $(CHILD_SRC) $(FRONT_SRC) $(PAYLOAD_SRC))
MAINS       = stress/front/main.c stress/child/main.c

only = $(filter-out $(TEST_SRC) $(MAINS) $(TSAN_SRC) $(NO_TSAN_SRC),$(1))
objects = $(patsubst %,$(BUILD)/$(1)/%.o,$(basename $(2)))

HARNESS_OBJ = $(call objects,harness,$(call only,$(HARNESS_SRC)))
CHILD_OBJ   = $(call objects,harness,$(call only,$(CHILD_SRC)) stress/child/main.c)
FRONT_OBJ   = $(call objects,front,$(call only,$(FRONT_SRC)))
payload     = $(call objects,$(1),$(call only,$(PAYLOAD_SRC)) $(wildcard $(PAYLOAD_ASM)))

all: $(BUILD)/gridlock children
children: $(BUILD)/plain/child $(BUILD)/tsan/child $(BUILD)/tsan-locks/child

$(BUILD)/gridlock: $(call objects,front,stress/front/main.c) $(FRONT_OBJ) $(HARNESS_OBJ) \
		   $(call objects,harness,$(NO_TSAN_SRC)) $(call payload,plain)
	$(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(FRONT_LIBS) -ldl
$(BUILD)/plain/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(call objects,harness,$(NO_TSAN_SRC)) $(call payload,plain)
	$(CC_PLAIN) $(LDFLAGS) -o $@ $^ -ldl
$(BUILD)/tsan/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(call objects,harness,$(TSAN_SRC)) $(call payload,tsan)
	$(CLANG) $(LDFLAGS) -fsanitize=thread -o $@ $^ -ldl
$(BUILD)/tsan-locks/child: $(CHILD_OBJ) $(HARNESS_OBJ) $(call objects,harness,$(TSAN_SRC)) $(call payload,tsan-locks)
	$(CLANG) $(LDFLAGS) -fsanitize=thread -o $@ $^ -ldl

define compile
$(BUILD)/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	$(2) $$(CFLAGS) $(3) -c -o $$@ $$<
$(BUILD)/$(1)/%.o: %.S
	@mkdir -p $$(@D)
	$(2) $$(CFLAGS) -c -o $$@ $$<
endef
$(eval $(call compile,harness,$(CC_PLAIN),))
$(eval $(call compile,front,$(CC_PLAIN),$(FRONT_CFLAGS)))
$(eval $(call compile,plain,$(CC_PLAIN),))
$(eval $(call compile,tsan,$(CLANG),-fsanitize=thread))
$(eval $(call compile,tsan-locks,$(CLANG),-fsanitize=thread -fno-sanitize-thread-memory-access))

# Unit tests: one program for each *_test.c, linked with everything that has no main().
TESTS = $(patsubst %.c,$(BUILD)/test/%,$(TEST_SRC))
$(BUILD)/test/%: $(BUILD)/front/%.o $(FRONT_OBJ) $(HARNESS_OBJ) \
		 $(call objects,harness,$(NO_TSAN_SRC)) $(call payload,plain)
	@mkdir -p $(@D)
	$(CC_PLAIN) $(LDFLAGS) -o $@ $^ $(FRONT_LIBS) -lcmocka -ldl
unit: $(TESTS)
	@for t in $(TESTS); do $$t || exit 1; done

clean:
	rm -rf $(BUILD)
.PHONY: all children unit clean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
