// schema_diff(before integer, after integer) and schema_diff(): findings between two stored snapshots, or
// between the newest one and the catalog as it is.
#include <set>

#include "core/canonical/encoding.hpp"
#include "core/diff/diff.hpp"
#include "core/render/json_value.hpp"
#include "core/severity/attribution.hpp"
#include "core/severity/backwards.hpp"
#include "core/severity/finding.hpp"
#include "core/severity/group.hpp"
#include "core/store/snapshot_delta.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/functions/result_set.hpp"
#include "extension/functions/stored_snapshot.hpp"
#include "extension/store/event_reader.hpp"
#include "extension/store/instant.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

constexpr const char* kNoEvent =
    "no event in the log: changed before the extension was there, while it was off, or by a command that is "
    "not logged";

std::vector<Finding> explain(Difference difference, const Instant& from, const Instant& to) {
  const Lineage lineage =
      same_catalog(from.incarnation, to.incarnation) ? Lineage::kSameDatabase : Lineage::kUnrelated;
  std::vector<Finding> findings =
      grade(diff(std::move(difference.before), std::move(difference.after), lineage));
  group(findings);
  if (!findings.empty()) attribute(findings, events_between(from, to), kNoEvent);
  return findings;
}

// Looking back, what happened in between explains the findings all the same.
std::vector<Finding> explain_backwards(Difference difference, const Instant& later, const Instant& earlier) {
  std::vector<Finding> findings = grade(diff(difference.before, difference.after, Lineage::kSameDatabase));
  group(findings);
  if (!findings.empty()) {
    attribute_backwards(findings, std::move(difference.before), std::move(difference.after),
                        events_between(earlier, later), kNoEvent);
  }
  return findings;
}

std::vector<Finding> diff_stored(std::int32_t before, std::int32_t after) {
  const SpiConnection spi;
  const SnapshotRow from = required_snapshot(before);
  const SnapshotRow to = required_snapshot(after);
  if (before > after && same_catalog(from.instant.incarnation, to.instant.incarnation))
    return explain_backwards(difference(before, after), from.instant, to.instant);
  const bool forward = before <= after;
  return explain(difference(before, after), forward ? from.instant : to.instant,
                 forward ? to.instant : from.instant);
}

// The catalog against the newest snapshot: only objects whose hash is not stored are kept.
std::vector<Finding> diff_live() {
  SnapshotRow newest;
  {
    const SpiConnection spi;
    const auto found = newest_snapshot();
    if (!found) {
      throw SqlError(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "there is no snapshot to compare with", "",
                     "SELECT schema_snapshot() takes one.");
    }
    newest = required_snapshot(found->id);
  }
  const auto [delta, now] = changes_since(newest);
  if (now.unchanged) return {};
  const SpiConnection spi;
  Difference difference;
  difference.before = objects_of(newest.id, delta.closed);
  for (const ObjectVersion& version : delta.opened) difference.after.push_back(to_object(version));
  return explain(std::move(difference), newest.instant, now);
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<std::string> value_text(const std::optional<Value>& value) {
  return value ? std::optional<std::string>(to_text(*value)) : std::nullopt;
}

void put(ResultSet& result, const Finding& finding) {
  Json events = Json::array();
  for (const Event& event : finding.events) events.push_back(to_json(event));
  const Event* last = finding.events.empty() ? nullptr : &finding.events.back();
  const auto of_last = [&](const std::string& text) {
    return last != nullptr ? or_null(text) : std::nullopt;
  };
  static const Event kNone;
  const Event& event = last != nullptr ? *last : kNone;
  std::vector<std::optional<std::string>> fields{std::string(to_text(finding.severity)),
                                                 finding.sentence,
                                                 last != nullptr ? who(event.actor) : finding.unexplained,
                                                 of_last(event.at),
                                                 of_last(event.actor.application_name),
                                                 of_last(event.actor.client_address),
                                                 of_last(event.statement),
                                                 finding.code,
                                                 or_null(finding.advice),
                                                 finding.change.object.kind,
                                                 to_text(finding.change.object),
                                                 or_null(finding.change.attribute),
                                                 value_text(finding.change.from),
                                                 value_text(finding.change.to),
                                                 dump(events, false)};
  // Version 0.1.0 of the function has no such column.
  if (result.columns() > fields.size()) fields.push_back(or_null(finding.follows));
  result.add(fields);
}

void return_findings(FunctionCallInfo call, const std::function<std::vector<Finding>()>& find) {
  ResultSet result(call);
  std::vector<Finding> findings;
  {
    const FunctionScope scope;
    findings = find();
  }
  for (const Finding& finding : findings) put(result, finding);
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_diff);
PG_FUNCTION_INFO_V1(schema_audit_diff_live);

Datum schema_audit_diff(PG_FUNCTION_ARGS) {
  const int32 before = PG_GETARG_INT32(0);
  const int32 after = PG_GETARG_INT32(1);
  schema_audit::guard([&] {
    schema_audit::return_findings(fcinfo, [&] { return schema_audit::diff_stored(before, after); });
  });
  return Datum{0};
}

Datum schema_audit_diff_live(PG_FUNCTION_ARGS) {
  schema_audit::guard([&] { schema_audit::return_findings(fcinfo, schema_audit::diff_live); });
  return Datum{0};
}
}
