// docs/findings.md: every code of a finding, its severity, what it means and what to do about it.
#pragma once

#include <string>

namespace schema_audit {

// The whole page in Markdown, from the registry of kinds.
std::string findings_doc();

}  // namespace schema_audit
