#include "collector/core_dump.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace schema_audit {

void forbid_core_dumps() {
  rlimit limit = {};
  getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = 0;
  setrlimit(RLIMIT_CORE, &limit);
  // The limit is not looked at where a program takes the dumps (core_pattern with a bar).
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace schema_audit
