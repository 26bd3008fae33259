#include "collector/run/entry_news.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "collector/run/channel_alerts.hpp"
#include "collector/run/report_row.hpp"
#include "core/severity/codes.hpp"

namespace schema_audit {
namespace {

Finding finding_about(ChangeType type, const char* code, const std::string& database,
                      const std::string& what) {
  const FindingCode& known = finding_code(code);
  Object object;
  object.kind = "database";
  object.name = database;
  Finding finding;
  finding.change.type = type;
  finding.change.object = identity_of(object);
  finding.change.content = std::make_shared<const Object>(std::move(object));
  finding.code = known.code;
  finding.severity = known.severity;
  finding.object = "database " + quote_identifier(database);
  finding.sentence = finding.object + " " + what;
  finding.advice = known.advice;
  finding.unexplained = "the list of databases has no log";
  return finding;
}

Finding appeared(const std::string& database, bool again) {
  return finding_about(ChangeType::kAdded, "entry.appeared", database, again ? "is there again" : "appeared");
}

Finding vanished(const std::string& database) {
  return finding_about(ChangeType::kDropped, "entry.vanished", database, "is gone");
}

Finding renamed(const std::string& database, const std::string& now) {
  Finding finding = finding_about(ChangeType::kRenamed, "entry.renamed", now, "");
  finding.change.before = finding.change.object;
  finding.change.before->name = database;
  finding.sentence = "database " + quote_identifier(database) + " was renamed to " + quote_identifier(now);
  return finding;
}

// A database as it was last seen.
struct Seen {
  TargetRow row;
  std::string database;
  std::string lineage;
};

class News {
 public:
  News(Store& store, const Expansion& expansion) : store_(store), expansion_(expansion) {
    for (const ListedDatabase& one : expansion.all)
      names_.emplace(database_target_name(expansion.entry.name, one.name), one.name);
    for (TargetRow& row : store.targets()) {
      if (!expansion.entry.stands_for(row.name)) continue;
      const auto latest = store.latest_snapshot(row.id);
      Seen seen{std::move(row), "", latest ? latest->lineage : ""};
      seen.database = latest ? latest->database : seen.row.name.substr(expansion.entry.name.size() + 1);
      known_.push_back(std::move(seen));
    }
  }

  const std::vector<Seen>& known() const { return known_; }

  // Notes in the store what there is, what is gone and what is there again. `before`: what there was, as it
  // was noted.
  std::vector<Finding> take(TargetId entry, const std::string& before, const Timestamp& now) {
    std::string list;
    for (const ListedDatabase& one : expansion_.all)
      list += database_target_name(expansion_.entry.name, one.name) + "\n";
    store_.set_databases(entry, list);
    std::set<std::string> new_names;
    std::vector<Finding> findings;
    for (const Seen& seen : known_) {
      if (seen.row.gone_at || names_.contains(seen.row.name)) continue;
      store_.set_gone(seen.row.id, now);
      const auto same = std::ranges::find_if(expansion_.all, [&](const ListedDatabase& one) {
        return !seen.lineage.empty() && one.lineage == seen.lineage;
      });
      if (same == expansion_.all.end()) {
        findings.push_back(vanished(seen.database));
      } else {
        new_names.insert(same->name);
        findings.push_back(renamed(seen.database, same->name));
      }
    }
    for (const TargetConfig& target : expansion_.targets) {
      const auto seen = std::ranges::find(known_, target.name, [](const Seen& one) { return one.row.name; });
      const bool again = seen != known_.end() && seen->row.gone_at;
      if (again) store_.set_gone(seen->row.id, std::nullopt);
      // One that was there and is chosen only now is no news.
      const bool was_there = ("\n" + before).find("\n" + target.name + "\n") != std::string::npos;
      if (was_there && !again) continue;
      const std::string& name = names_.at(target.name);
      if (!new_names.contains(name)) findings.push_back(appeared(name, again));
    }
    std::ranges::stable_sort(findings, std::greater<>(), &Finding::severity);
    return findings;
  }

 private:
  Store& store_;
  const Expansion& expansion_;
  std::map<std::string, std::string> names_;  // of what there is: of the database by that of its target
  std::vector<Seen> known_;
};

void fail(Store& store, const Expansion& expansion, TargetId id, const News& news, const Timestamp& now,
          TargetOutcome& outcome) {
  outcome.error = "its databases cannot be listed: " + expansion.error;
  outcome.exit_code = expansion.exit_code;
  store.note_attempt(id, now, outcome.error);
  for (const Seen& seen : news.known()) {
    if (!seen.row.gone_at) store.note_attempt(seen.row.id, now, outcome.error);
  }
}

}  // namespace

EntryNews keep_expansion(const Config& config, Store& store, const Expansion& expansion, const Clock& clock,
                         bool dry_run) {
  EntryNews result;
  TargetOutcome& outcome = result.outcome;
  outcome.target = expansion.entry.name;
  outcome.entry =
      EntryOutcome{expansion.targets.size(), expansion.left_out, expansion.not_chosen, expansion.listed};
  const Timestamp now = format_utc(clock());
  const auto transaction = store.begin();
  const auto before = store.find_target(expansion.entry.name);
  const TargetId id = store.put_target(expansion.entry.name, expansion.entry.environment, now);
  News news(store, expansion);
  if (!expansion.error.empty()) {
    fail(store, expansion, id, news, now, outcome);
  } else if (const bool first = !before || !before->last_success_at; first && expansion.targets.empty()) {
    // Most likely a typing error, which must not look like a fleet that is well.
    outcome.error = "none of its databases is chosen by \"databases\"";
    outcome.exit_code = ExitCode::kIncomplete;
    store.note_attempt(id, now, outcome.error);
  } else {
    std::vector<Finding> findings = news.take(id, before ? before->databases : "", now);
    if (!first && !findings.empty()) {
      Report report;
      report.type = "changes";
      report.before = expansion.entry.name + " at " + *before->last_success_at;
      report.after = expansion.entry.name;
      report.findings = std::move(findings);
      const FindingRules rules = config.rules();
      report.ignored = ignore(report.findings, rules.ignore);
      report.regraded = regrade(report.findings, rules.severity);
      if (!report.findings.empty()) {
        SnapshotRow none;
        none.taken_at = now;
        result.alerts =
            queue_channel_alerts(config, store, expansion.entry, id, none, report, std::nullopt, clock);
        store.add_report(id, report_row(report, "", none));
      }
      outcome.changes = std::move(report);
    }
    store.note_attempt(id, now, "");
  }
  if (!dry_run) transaction->commit();
  return result;
}

}  // namespace schema_audit
