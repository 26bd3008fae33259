#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/table.hpp"
#include "collector/error.hpp"
#include "collector/run/reference.hpp"
#include "core/canonical/hash.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

namespace {

std::string fingerprint_of(const SnapshotRow& row) { return to_hex(digest_from_bytes(row.fingerprint)); }

std::string list_text(Store& store, const std::vector<TargetRow>& targets) {
  Table table({"target", "snapshot", "taken at", "objects", "added", "altered", "removed", "fingerprint"});
  for (const TargetRow& target : targets) {
    for (const SnapshotRow& row : store.snapshots(target.id)) {
      table.add({target.name, std::to_string(row.id), row.taken_at, std::to_string(row.objects),
                 std::to_string(row.added), std::to_string(row.altered), std::to_string(row.removed),
                 fingerprint_of(row).substr(0, 16)});
    }
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
                                       {"server_version", row.server_version},
                                       {"objects", row.objects},
                                       {"added", row.added},
                                       {"altered", row.altered},
                                       {"removed", row.removed},
                                       {"fingerprint", fingerprint_of(row)}});
    }
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string document(Store& store, const Reference& reference) {
  if (reference.type == Reference::Type::kFile) {
    throw CollectorError(
        ExitCode::kUsage,
        reference.text + " is a file; snapshots shows those of the store, such as TARGET@latest");
  }
  const TargetRow target = required_target(store, reference.target);
  const auto row = reference.type == Reference::Type::kTime ? store.snapshot_at(target.id, reference.time)
                   : reference.snapshot ? store.find_snapshot(target.id, *reference.snapshot)
                                        : store.latest_snapshot(target.id);
  if (!row) throw CollectorError(ExitCode::kUsage, "there is no snapshot " + reference.text);
  Snapshot snapshot;
  snapshot.format_version = row->format_version;
  snapshot.database = row->database;
  snapshot.server_version = row->server_version;
  snapshot.taken_at = row->taken_at;
  snapshot.skipped = skipped_from_json(row->skipped);
  for (const VersionRow& version : store.versions_of(target.id, row->id)) {
    snapshot.objects.push_back(to_object({version.key, {}, version.body, version.hints}));
  }
  seal(snapshot);
  if (snapshot.fingerprint != fingerprint_of(*row)) {
    throw CollectorError(ExitCode::kStore, "the stored objects of " + reference.text +
                                               " do not fit its fingerprint: the store is damaged");
  }
  return snapshot_to_json(snapshot, true);
}

}  // namespace

ExitCode run_snapshots(const Context& context) {
  const std::unique_ptr<Store> store = context.required_store();
  const std::vector<std::string>& names = context.arguments.names;
  if (!names.empty() && names.front().find('@') != std::string::npos) {
    print(document(*store, parse_reference(names.front())));
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
