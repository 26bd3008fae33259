#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/error.hpp"
#include "collector/store/run_lock.hpp"

namespace schema_audit {

namespace {

constexpr UnixMicros kMicrosPerDay = 86'400 * kMicrosPerSecond;

std::optional<Timestamp> limit(int days, UnixMicros now) {
  if (days == 0) return std::nullopt;
  return format_utc(now - days * kMicrosPerDay);
}

std::string text(const PruneCounts& counts, bool dry_run) {
  std::string out;
  const auto add = [&](std::int64_t count, const char* one, const char* many) {
    if (count == 0) return;
    out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + (count == 1 ? one : many);
  };
  add(counts.statements, "statement", "statements");
  add(counts.objects, "row below them", "rows below them");
  add(counts.attempts, "attempt", "attempts");
  add(counts.snapshots, "snapshot", "snapshots");
  add(counts.versions, "version of an object", "versions of objects");
  add(counts.reports, "report", "reports");
  add(counts.deliveries, "delivery", "deliveries");
  if (out.empty()) return "nothing is old enough to be removed\n";
  return (dry_run ? "would be removed: " : "removed: ") + out + "\n";
}

std::string json(const PruneCounts& counts, bool dry_run) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/prune";
  document["version"] = 1;
  document["dry_run"] = dry_run;
  document["removed"] = {{"statements", counts.statements}, {"objects", counts.objects},
                         {"attempts", counts.attempts},     {"snapshots", counts.snapshots},
                         {"versions", counts.versions},     {"reports", counts.reports},
                         {"deliveries", counts.deliveries}};
  return document.dump(2) + "\n";
}

}  // namespace

ExitCode run_prune(const Context& context) {
  const KeepConfig& keep = context.config.keep;
  const UnixMicros now = context.clock();
  const PruneLimits limits{limit(keep.events_days, now), limit(keep.snapshots_days, now),
                           limit(keep.reports_days, now), limit(keep.deliveries_days, now)};
  context.required_store();
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  const bool dry_run = context.arguments.dry_run;
  PruneCounts counts;
  {
    const auto transaction = store->begin();
    counts = store->prune(limits);
    // What it would be is what it was, undone.
    if (!dry_run) transaction->commit();
  }
  print(context.arguments.format == Format::kJson ? json(counts, dry_run) : text(counts, dry_run));
  return ExitCode::kNone;
}

}  // namespace schema_audit
