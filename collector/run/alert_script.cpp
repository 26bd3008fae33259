#include "collector/run/alert_script.hpp"

#include <utility>

#include "collector/run/remedy.hpp"
#include "collector/run/stored_side.hpp"

namespace schema_audit {
namespace {

// What mail servers take without complaint.
constexpr std::size_t kLongest = std::size_t{1} << 20U;

Side whole_side(Store& store, const StoredSnapshot& of) {
  Side side =
      stored_side(store, of.target, of.snapshot, of.target.name + "@" + std::to_string(of.snapshot.id));
  side.server_version = of.snapshot.server_version;
  side.objects = stored_objects(store, of.target.id, of.snapshot.id);
  return side;
}

std::string script(Store& store, const StoredSnapshot& before, const StoredSnapshot& after, Remedy direction,
                   const FindingRules& rules) {
  Side from = whole_side(store, before);
  Side to = whole_side(store, after);
  const std::string command = std::string("schema-audit ") +
                              (direction == Remedy::kUndo ? "drift " : "diff ") + from.name + " " + to.name +
                              " --format sql";
  std::string sql = remedy_sql(std::move(from), std::move(to), direction, rules);
  if (sql.size() > kLongest) return "-- too long to be sent; run: " + command + "\n";
  return sql;
}

}  // namespace

std::string changes_script(Store& store, const StoredSnapshot& before, const StoredSnapshot& after,
                           const FindingRules& rules) {
  return script(store, before, after, Remedy::kRepeat, rules);
}

std::string drift_script(Store& store, const StoredSnapshot& reference, const StoredSnapshot& target,
                         const FindingRules& rules) {
  return script(store, reference, target, Remedy::kUndo, rules);
}

}  // namespace schema_audit
