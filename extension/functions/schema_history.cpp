// schema_history(object text): every event and every stored version of one object.
#include "core/diff/diff.hpp"
#include "core/severity/finding.hpp"
#include "extension/functions/find_object.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/functions/object_events.hpp"
#include "extension/functions/result_set.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

struct HistoryLine {
  std::string at;
  std::string what;  // 'event' or 'snapshot'
  std::optional<std::int32_t> snapshot;
  std::string subject;  // event: the address touched; snapshot: what differs from the version before
  const Event* event = nullptr;
};

std::string changes_between(const Object& before, const Object& after) {
  std::string out;
  for (const Finding& finding : grade(diff({before}, {after}, Lineage::kSameDatabase))) {
    out += (out.empty() ? "" : "; ") + finding.sentence;
  }
  return out;
}

// A version tells when a snapshot first saw it; the end of the last one tells when the object was first
// missed.
void add_versions(std::vector<HistoryLine>& lines, const Object& object) {
  const SpiConnection spi;
  const std::vector<StoredVersion> versions = versions_of({object.kind, root_key(identity_of(object))});
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const StoredVersion& version = versions[i];
    const bool goes_on = i > 0 && versions[i - 1].last_snapshot == version.first_snapshot - 1;
    lines.push_back({version.first_taken_at, "snapshot", version.first_snapshot,
                     goes_on ? changes_between(versions[i - 1].object, version.object) : "first seen",
                     nullptr});
    const bool followed =
        i + 1 < versions.size() && versions[i + 1].first_snapshot == version.last_snapshot.value_or(0) + 1;
    if (!version.last_snapshot || followed) continue;
    if (const auto missed = find_snapshot(*version.last_snapshot + 1)) {
      lines.push_back({missed->taken_at, "snapshot", missed->id, "no longer there", nullptr});
    }
  }
}

void return_history(FunctionCallInfo call, const std::string& name) {
  ResultSet result(call);
  const std::vector<std::string> schemas = search_path_schemas();
  std::vector<HistoryLine> lines;
  std::vector<Event> events;
  {
    const FunctionScope scope;
    const FoundObject found = find_object(name, schemas);
    events = condense(found.object, events_of_object(found.object));
    for (const Event& event : events)
      lines.push_back({event.at, "event", std::nullopt, event.identity, &event});
    add_versions(lines, found.object);
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const HistoryLine& a, const HistoryLine& b) { return a.at < b.at; });
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  for (const HistoryLine& line : lines) {
    static const Event kNone;
    const Event& event = line.event != nullptr ? *line.event : kNone;
    result.add({line.at, line.what,
                line.snapshot ? std::optional<std::string>(std::to_string(*line.snapshot)) : std::nullopt,
                or_null(line.subject),
                line.event != nullptr ? std::optional<std::string>(who(event.actor)) : std::nullopt,
                or_null(event.actor.application_name), or_null(event.actor.client_address),
                or_null(event.command_tag), or_null(event.subcommand), or_null(event.statement)});
  }
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_history);

Datum schema_audit_history(PG_FUNCTION_ARGS) {
  const char* name = text_to_cstring(PG_GETARG_TEXT_PP(0));
  schema_audit::guard([&] { schema_audit::return_history(fcinfo, name); });
  return Datum{0};
}
}
