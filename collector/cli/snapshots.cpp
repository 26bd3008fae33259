#include <algorithm>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/snapshot_document.hpp"
#include "collector/cli/table.hpp"
#include "collector/run/reference.hpp"
#include "core/canonical/hash.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/severity/selection.hpp"

namespace schema_audit {

namespace {

std::string fingerprint_of(const SnapshotRow& row) { return to_hex(digest_from_bytes(row.fingerprint)); }

std::int64_t left_out_of(const SnapshotRow& row) { return count_left_out(skipped_from_json(row.skipped)); }

std::string list_text(Store& store, const std::vector<TargetRow>& targets) {
  std::vector<std::pair<const TargetRow*, SnapshotRow>> rows;
  for (const TargetRow& target : targets) {
    for (SnapshotRow& row : store.snapshots(target.id)) rows.emplace_back(&target, std::move(row));
  }
  // Without a label anywhere there is no column for it.
  const bool labels = std::ranges::any_of(rows, [](const auto& row) { return !row.second.label.empty(); });
  const bool scopes = std::ranges::any_of(rows, [](const auto& row) { return left_out_of(row.second) > 0; });
  std::vector<std::string> header{"target", "snapshot", "taken at", "objects",
                                  "added",  "altered",  "removed",  "fingerprint"};
  if (scopes) header.emplace_back("left out");
  if (labels) header.emplace_back("label");
  Table table(header);
  for (const auto& [target, row] : rows) {
    std::vector<std::string> cells{target->name,
                                   std::to_string(row.id),
                                   row.taken_at,
                                   std::to_string(row.objects),
                                   std::to_string(row.added),
                                   std::to_string(row.altered),
                                   std::to_string(row.removed),
                                   fingerprint_of(row).substr(0, 16)};
    if (scopes) cells.push_back(std::to_string(left_out_of(row)));
    if (labels) cells.push_back(row.label);
    table.add(cells);
  }
  return table.text();
}

std::string list_json(Store& store, const std::vector<TargetRow>& targets) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/snapshots";
  document["version"] = 1;
  document["snapshots"] = nlohmann::ordered_json::array();
  for (const TargetRow& target : targets) {
    for (const SnapshotRow& row : store.snapshots(target.id)) {
      document["snapshots"].push_back({{"target", target.name},
                                       {"environment", target.environment},
                                       {"snapshot", row.id},
                                       {"taken_at", row.taken_at},
                                       {"label", row.label},
                                       {"server_version", row.server_version},
                                       {"objects", row.objects},
                                       {"added", row.added},
                                       {"altered", row.altered},
                                       {"removed", row.removed},
                                       {"left_out", left_out_of(row)},
                                       {"fingerprint", fingerprint_of(row)}});
    }
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode run_snapshots(const Context& context) {
  const std::unique_ptr<Store> store = context.required_store();
  const std::vector<std::string>& names = context.arguments.names;
  if (!names.empty() && names.front().find('@') != std::string::npos) {
    print(snapshot_document(*store, parse_reference(names.front())));
    return ExitCode::kNone;
  }
  std::vector<TargetRow> targets;
  if (names.empty()) {
    targets = store->targets();
  } else {
    targets.push_back(required_target(*store, names.front()));
  }
  print(context.arguments.format == Format::kJson ? list_json(*store, targets) : list_text(*store, targets));
  return ExitCode::kNone;
}

}  // namespace schema_audit
