# PGXS build of the extension: make -f Makefile, or simply make (GNUmakefile runs this file in build/).
# The collector is built by CMakeLists.txt.
SOURCE_DIR   := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
PG_CONFIG    ?= pg_config
EXTVERSION   := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" $(SOURCE_DIR)/extension/schema_audit.control)

MODULE_big    = schema_audit
EXTENSION     = extension/schema_audit
DATA          = $(patsubst $(SOURCE_DIR)/%,%,$(sort $(wildcard $(SOURCE_DIR)/extension/*--*.sql)))
SOURCES       = $(sort $(foreach pattern,extension/*.cpp extension/*/*.cpp core/*/*.cpp core/*/*/*.cpp,\
                  $(wildcard $(SOURCE_DIR)/$(pattern))))
OBJS          = $(patsubst $(SOURCE_DIR)/%.cpp,%.o,$(SOURCES))
SHLIB_EXPORTS = extension/exports.txt
SHLIB_LINK   += -lcrypto
REGRESS       = $(shell sed -n 's/^test: *//p' $(SOURCE_DIR)/sql/schedule)

# -isystem keeps the server's headers quiet under our own warnings.
PG_CPPFLAGS   = -isystem $(shell $(PG_CONFIG) --includedir-server)
# Backtraces have lines and names; variables would take a third more time.
override PG_CXXFLAGS += -g1 -std=c++20 -Wall -Wextra -MMD -MP -DSCHEMA_AUDIT_VERSION='"$(EXTVERSION)"'
ifneq ($(CI),)
override PG_CXXFLAGS += -Werror
endif
EXTRA_CLEAN   = $(OBJS:.o=.d) $(SHLIB_EXPORTS:.txt=.list) $(PRECOMPILED) $(PRECOMPILED).gch $(PRECOMPILED).d

# Link with the C++ driver, and make no JIT bitcode: there is nothing in these objects to inline.
override COMPILER  = $(CXX) $(CXXFLAGS)
override with_llvm = no

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
-include $(OBJS:.o=.d)

# The server's headers are compiled once for all files of the extension, which takes a tenth of the time. Files that need a
# library whose headers do not stand the server's macros include those before and go without.
PRECOMPILED          = server_headers.hpp
WITHOUT_PRECOMPILED  = extension/functions/schema_diff.o extension/functions/schema_snapshot_json.o
WITH_PRECOMPILED     = $(filter-out $(WITHOUT_PRECOMPILED),$(filter extension/%,$(OBJS)))
$(WITH_PRECOMPILED): CPPFLAGS += -include $(PRECOMPILED) -Winvalid-pch
$(WITH_PRECOMPILED): $(PRECOMPILED).gch
$(PRECOMPILED).gch: $(SOURCE_DIR)/extension/backend/server.hpp
	@echo '#include "extension/backend/server.hpp"' >$(PRECOMPILED)
	$(CXX) $(CXXFLAGS) $(CPPFLAGS) -MF $(PRECOMPILED).d -MT $@ -x c++-header -c $(PRECOMPILED) -o $@
-include $(PRECOMPILED).d

# Building in another directory (VPATH) needs the directories of the objects there.
$(shell mkdir -p $(sort $(dir $(OBJS) $(SHLIB_EXPORTS))))
