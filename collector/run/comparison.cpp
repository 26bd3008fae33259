#include "collector/run/comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "collector/run/event_model.hpp"
#include "collector/run/side_changes.hpp"
#include "core/kinds/registry.hpp"
#include "core/severity/attribution.hpp"
#include "core/severity/backwards.hpp"
#include "core/severity/group.hpp"
#include "core/severity/possible_rename.hpp"
#include "core/severity/selection.hpp"
#include "core/store/snapshot_delta.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kNoEvent =
    "no event in the log: changed before the extension was there, while it was off, or by a command that is "
    "not logged";

std::string reason_of(const Side& before, const Side& after) {
  const auto why = [](const Side& side) {
    return side.no_events.empty()
               ? std::string(kNoEvent) + (side.log_since.empty() ? "" : "; " + side.log_since)
               : side.no_events;
  };
  if (after.name == before.name) return after.name + ": " + why(after);
  if (why(after) == why(before)) return after.name + " and " + before.name + ": " + why(after);
  return after.name + ": " + why(after) + "; " + before.name + ": " + why(before);
}

// What a later side could not look at is as good as what both could not.
std::vector<Skipped> skipped_of(const Side& before, const Side& after) {
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const Side* side : {&before, &after}) {
    for (const Skipped& skipped : side->skipped) {
      std::int64_t& count = counts[{skipped.kind, skipped.reason}];
      count = std::max(count, skipped.count);
    }
  }
  std::vector<Skipped> result;
  result.reserve(counts.size());
  for (const auto& [key, count] : counts) result.push_back({key.first, key.second, count});
  return result;
}

std::vector<Finding> without_events(const std::vector<Finding>& findings) {
  std::vector<Finding> result;
  for (const Finding& finding : findings) {
    if (finding.events.empty()) result.push_back(finding);
  }
  return result;
}

// What a side knows of a change that happened on the other one.
std::string seen_elsewhere(const Side& side, Change change, const Attribution& attribution) {
  if (!side.events) return "";  // a document sees nothing
  if (!side.no_events.empty()) return side.name + " never saw it (" + side.no_events + ")";
  // Its objects have catalog rows of their own.
  change.hint = {};
  change.root_hint = {};
  std::vector<Event> alike = attribution.explain(change).events;
  // Who made the object there did not make this change to it.
  if (change.type != ChangeType::kAdded)
    std::erase_if(alike, [](const Event& event) { return event.command_tag.starts_with("CREATE"); });
  if (alike.empty()) return side.name + " never saw it: its log has no such event";
  return side.name + " saw another change of the same: at " + alike.back().at + " by " +
         who(alike.back().actor);
}

// Of what was changed again and again the last events tell who made it what it is; the log has them all.
void keep_latest_events(Finding& finding) {
  constexpr std::size_t kMost = 50;
  if (finding.events.size() <= kMost) return;
  const std::size_t earlier = finding.events.size() - kMost;
  finding.events.erase(finding.events.begin(), finding.events.begin() + static_cast<std::ptrdiff_t>(earlier));
  finding.note += (finding.note.empty() ? "" : "; ") + std::to_string(earlier) +
                  (earlier == 1 ? " earlier event is" : " earlier events are") + " in the log";
}

void drop_cluster_objects(std::vector<Object>& objects) {
  std::erase_if(objects, [](const Object& object) { return is_cluster_kind(object.kind); });
}

}  // namespace

std::vector<Event> events_of_side(const Side& side, const std::vector<Finding>& findings) {
  if (!side.events) return {};
  std::vector<Event> events = side.events(findings);
  for (Event& event : events) {
    if (event.origin.empty()) event.origin = side.name;
  }
  disown_foreign(events, side.lineage);
  return events;
}

Lineage make_comparable(Side& before, Side& after) {
  leave_out(after.scope, before.objects, before.skipped);
  leave_out(before.scope, after.objects, after.skipped);
  if (!before.lineage.empty() && before.lineage == after.lineage) return Lineage::kSameDatabase;
  // Of clusters: what roles, databases and tablespaces there are is another question between two of them.
  drop_cluster_objects(before.objects);
  drop_cluster_objects(after.objects);
  return Lineage::kUnrelated;
}

Report compare(std::string type, Side before, Side after, const FindingRules& rules) {
  Report report;
  report.type = std::move(type);
  report.before = before.name;
  report.after = after.name;
  report.before_environment = before.environment;
  report.after_environment = after.environment;
  const Lineage lineage = make_comparable(before, after);
  report.skipped = skipped_of(before, after);
  const bool same = lineage == Lineage::kSameDatabase;
  const bool backwards =
      same && before.target != 0 && before.target == after.target && before.snapshot > after.snapshot;
  std::vector<Object> later_objects = backwards ? before.objects : std::vector<Object>{};
  std::vector<Object> earlier_objects = backwards ? after.objects : std::vector<Object>{};
  report.findings = grade(changes_of(before, after, lineage, rules.renames));
  if (lineage == Lineage::kUnrelated) note_possible_renames(report.findings, rules.renames);
  report.ignored = ignore(report.findings, rules.ignore);
  report.regraded = regrade(report.findings, rules.severity);
  group(report.findings);
  if (report.findings.empty()) return report;
  const std::string reason = reason_of(before, after);
  if (backwards) {
    // Of two snapshots the one behind knows what lies between them; the catalog as it is knows more.
    const Side& knowing = before.events ? before : after;
    attribute_backwards(report.findings, std::move(later_objects), std::move(earlier_objects),
                        events_of_side(knowing, report.findings), reason);
    for (Finding& finding : report.findings) keep_latest_events(finding);
    return report;
  }

  const std::vector<Event> later = events_of_side(after, report.findings);
  attribute(report.findings, later, "");
  const std::vector<Finding> open = same ? without_events(report.findings) : report.findings;
  const std::vector<Event> earlier = open.empty() ? std::vector<Event>{} : events_of_side(before, open);
  const Attribution there_later(later);
  const Attribution there_earlier(earlier);
  for (Finding& finding : report.findings) {
    const bool there = !finding.events.empty();
    const Change back = reversed(finding.change);
    if (!there) finding.events = there_earlier.explain(same ? finding.change : back).events;
    if (finding.events.empty()) {
      finding.unexplained = reason;
    } else if (!same) {
      finding.elsewhere = there ? seen_elsewhere(before, finding.change, there_earlier)
                                : seen_elsewhere(after, back, there_later);
    }
    keep_latest_events(finding);
  }
  return report;
}

std::vector<TextArray> addresses_of(const std::vector<Finding>& findings) {
  std::set<TextArray> addresses;
  const auto add = [&](const Identity& identity) {
    const std::string& root = identity.is_root() ? identity.name : identity.parent;
    addresses.insert(identity.schema.empty() ? TextArray{root} : TextArray{identity.schema, root});
    // Indexes have an address beside their table's.
    if (!identity.is_root()) addresses.insert({identity.schema, identity.name});
  };
  for (const Finding& finding : findings) {
    add(finding.change.object);
    if (finding.change.before) add(*finding.change.before);
  }
  return {addresses.begin(), addresses.end()};
}

EventRows stored_rows(Store& store, TargetId target, const std::vector<Finding>& findings) {
  EventRows all;
  std::set<std::tuple<std::string, std::uint64_t, std::int32_t>> statements;
  std::set<std::tuple<std::string, std::uint64_t, std::int32_t>> objects;
  for (const TextArray& address : addresses_of(findings)) {
    EventFilter filter;
    filter.addresses = {address};
    EventRows rows = store.find_events(target, filter);
    for (StatementRow& s : rows.statements) {
      if (statements.insert({s.incarnation, s.xid, s.number}).second) all.statements.push_back(std::move(s));
    }
    for (ObjectRow& o : rows.objects) {
      if (objects.insert({o.incarnation, o.xid, o.number}).second) all.objects.push_back(std::move(o));
    }
  }
  return all;
}

std::vector<Event> stored_events(Store& store, TargetId target, const std::vector<Finding>& findings) {
  return to_events(stored_rows(store, target, findings));
}

void keep_differing(const std::vector<VersionRow>& before_versions,
                    const std::vector<VersionRow>& after_versions, Side& before, Side& after) {
  std::map<std::pair<std::string_view, std::string_view>, std::string_view> hashes;
  for (const VersionRow& row : before_versions) hashes[{row.key.kind, row.key.identity}] = row.hash;
  std::set<std::pair<std::string_view, std::string_view>> equal;
  for (const VersionRow& row : after_versions) {
    const auto it = hashes.find({row.key.kind, row.key.identity});
    if (it != hashes.end() && it->second == row.hash) equal.insert(it->first);
  }
  const auto decode_into = [&](const std::vector<VersionRow>& rows, std::vector<Object>& objects) {
    for (const VersionRow& row : rows) {
      if (!equal.contains({row.key.kind, row.key.identity}))
        objects.push_back(to_object({row.key, {}, row.body, row.hints}));
    }
  };
  decode_into(before_versions, before.objects);
  decode_into(after_versions, after.objects);
}

}  // namespace schema_audit
