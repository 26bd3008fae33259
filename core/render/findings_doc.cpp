#include "core/render/findings_doc.hpp"

#include <string_view>

#include "core/severity/codes.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kIntroduction = R"md(# Findings

A finding is one change between two snapshots. Its code is stable: it keeps its meaning for ever and is never given to
another change. This page is made from the tables that grade changes; `schema-audit` and `schema_diff()` use the same ones.

| severity | means | exit code of `schema-audit` |
|---|---|---|
| critical | data is lost or exposed, or an application fails | 2 |
| major | needs planning: locks, rewrites, other behaviour | 1 |
| minor | safe, but tracked | 0 |

Codes are built alike: `<object>.added` and `<object>.dropped` for a whole object, `<kind>.renamed`, and for one attribute
`<kind>.<attribute>.set` (it left its default), `.dropped` (it went back to its default) and `.changed` (from one value to
another). A dropped table is one finding: its columns, constraints, indexes, triggers and policies go with it.

The configuration of the collector can give findings another severity, by code, kind, schema and name, or ignore them: see
[collector.md](collector.md#severity). Both are counted in every report.

What no code stands for is in [coverage.md](coverage.md). A change that comes from a snapshot of a later version is graded
major and says that this version does not know it.
)md";

// A vertical bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string findings_doc() {
  std::string out(kIntroduction);
  const Kind* kind = nullptr;
  for (const FindingCode& code : finding_codes()) {
    if (code.kind != kind) {
      kind = code.kind;
      out += "\n## " + std::string(kind->label) +
             "\n\n| code | severity | meaning | advice |\n|---|---|---|---|\n";
    }
    out += "| `" + code.code + "` | " + std::string(to_text(code.severity)) + " | " + cell(code.meaning) +
           " | " + cell(code.advice) + " |\n";
  }
  return out;
}

}  // namespace schema_audit
