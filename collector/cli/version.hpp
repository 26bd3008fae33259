// What `schema-audit --version` says.
#pragma once

#include <string>

namespace schema_audit {

// The program's version and those of the libraries it runs with.
std::string version_text();

}  // namespace schema_audit
