#include <algorithm>
#include <utility>
#include <vector>

#include "collector/cli/context.hpp"
#include "collector/config/sections.hpp"
#include "collector/error.hpp"
#include "collector/run/reports_document.hpp"
#include "collector/run/snapshot_file.hpp"
#include "collector/store/run_lock.hpp"
#include "core/render/printable.hpp"
#include "core/render/snapshot_codec.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

namespace {

// What is collected and what is imported are not to be mixed: the next collection would take the difference
// for a change.
void require_free(const Context& context, const std::string& name) {
  if (!is_name(name)) {
    throw CollectorError(
        ExitCode::kUsage,
        "\"" + printable(name) + "\" is no name of a target: up to 100 letters, digits, _ . and -");
  }
  const bool of_entry = std::ranges::any_of(
      context.config.targets, [&](const TargetConfig& target) { return target.stands_for(name); });
  if (of_entry || context.config.find_target(name) != nullptr) {
    throw CollectorError(
        ExitCode::kUsage,
        "the target \"" + name + "\" is collected: import under a name that the configuration does not have");
  }
}

// What is there already is left alone.
ExitCode import_reports(const Context& context, const std::string& name, const std::string& path,
                        const std::string& bytes) {
  std::vector<ReportRow> rows;
  try {
    rows = reports_from_json(bytes);
  } catch (const CollectorError& error) {
    throw CollectorError(error.exit_code(), printable(path) + ": " + error.what());
  }
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  const auto transaction = store->begin();
  const TargetId target = store->put_target(name, context.arguments.environment, format_utc(context.clock()));
  const std::vector<ReportRow> known = reports_of(*store, target);
  std::size_t added = 0;
  for (const ReportRow& row : rows) {
    if (std::ranges::find(known, row) != known.end()) continue;
    store->add_report(target, row);
    ++added;
  }
  transaction->commit();
  print(name + ": " + std::to_string(added) + " of " + std::to_string(rows.size()) + " reports are new\n");
  return ExitCode::kNone;
}

}  // namespace

ExitCode run_import(const Context& context) {
  const std::string& path = context.arguments.names.at(0);
  const std::string& name = context.arguments.names.at(1);
  require_free(context, name);
  std::string bytes = read_document_file(path);
  if (is_reports_document(bytes)) return import_reports(context, name, path, bytes);
  const Snapshot document = snapshot_in(std::exchange(bytes, {}), path);
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  const auto transaction = store->begin();
  const Timestamp now = format_utc(context.clock());
  const TargetId target = store->put_target(name, context.arguments.environment, now);
  SnapshotDeltaBuilder builder(store->open_versions(target));
  for (const Object& root : document.objects) builder.add(root);
  const SnapshotDelta delta = builder.finish();
  SnapshotRow row;
  row.taken_at = document.taken_at.empty() ? now : document.taken_at;
  row.label = context.arguments.label;
  row.database = document.database;
  row.server_version = document.server_version;
  row.no_events = "imported from a document, which has no log";
  row.format_version = document.format_version;
  row.fingerprint = to_bytes(delta.fingerprint);
  row.objects = delta.objects;
  row.added = delta.added;
  row.altered = delta.altered;
  row.removed = delta.removed;
  row.skipped = skipped_to_json(document.skipped);
  row.scope = scope_to_json(document.scope);
  const SnapshotId id = store->add_snapshot(target, row, delta);
  store->note_attempt(target, now, "");
  transaction->commit();
  print(name + "@" + std::to_string(id) + ": " + std::to_string(delta.objects) + " objects, taken at " +
        printable(row.taken_at) + "\n");
  return ExitCode::kNone;
}

}  // namespace schema_audit
