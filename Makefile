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
PRECOMPILED   = server_headers.hpp.gch standard_headers.hpp.gch
REGRESS       = $(shell sed -n 's/^test: *//p' $(SOURCE_DIR)/sql/schedule)

# -isystem keeps the server's headers quiet under our own warnings.
PG_CPPFLAGS   = -isystem $(shell $(PG_CONFIG) --includedir-server)
# Backtraces have lines and names; variables would take a third more time.
override PG_CXXFLAGS += -g1 -std=c++20 -Wall -Wextra -MMD -MP -DSCHEMA_AUDIT_VERSION='"$(EXTVERSION)"'
ifneq ($(CI),)
override PG_CXXFLAGS += -Werror
endif
EXTRA_CLEAN   = $(OBJS:.o=.d) $(SHLIB_EXPORTS:.txt=.list) $(PRECOMPILED) $(PRECOMPILED:.gch=) $(PRECOMPILED:.gch=.d)

# Link with the C++ driver, and make no JIT bitcode: there is nothing in these objects to inline.
override COMPILER  = $(CXX) $(CXXFLAGS)
override with_llvm = no

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
-include $(OBJS:.o=.d)

# Headers are half of the time to compile, so they are compiled once: the server's for the extension, the standard
# library's for the core. Files that need a library whose headers do not stand the server's macros include those before
# and go without. So does every file with ccache (scripts/build): what it keeps would be good for one directory only.
WITHOUT_SERVER_HEADERS = extension/functions/schema_diff.o extension/functions/schema_snapshot_json.o
STANDARD_HEADERS       = algorithm array functional map memory optional set span stdexcept string string_view utility vector
ifneq ($(PRECOMPILE),no)
define precompiled
$(2): private CPPFLAGS += -include $(1) -Winvalid-pch
$(2): $(1).gch
endef
$(eval $(call precompiled,server_headers.hpp,$(filter-out $(WITHOUT_SERVER_HEADERS),$(filter extension/%,$(OBJS)))))
$(eval $(call precompiled,standard_headers.hpp,$(filter core/%,$(OBJS))))
endif
server_headers.hpp: $(SOURCE_DIR)/Makefile
	@echo '#include "extension/backend/server.hpp"' >$@
standard_headers.hpp: $(SOURCE_DIR)/Makefile
	@printf '#include <%s>\n' $(STANDARD_HEADERS) >$@
$(PRECOMPILED): %.gch: %
	$(CXX) $(CXXFLAGS) $(CPPFLAGS) -MF $*.d -MT $@ -x c++-header -c $< -o $@
-include $(PRECOMPILED:.gch=.d)

# Building in another directory (VPATH) needs the directories of the objects there.
$(shell mkdir -p $(sort $(dir $(OBJS) $(SHLIB_EXPORTS))))
