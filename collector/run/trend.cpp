#include "collector/run/trend.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "core/kinds/registry.hpp"

namespace schema_audit {

namespace {

constexpr UnixMicros kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr int kMostPeriods = 60;

constexpr std::array<std::string_view, 22> kInteractive{"psql",
                                                        "pgadmin",
                                                        "dbeaver",
                                                        "datagrip",
                                                        "intellij",
                                                        "pgcli",
                                                        "azure data studio",
                                                        "tableplus",
                                                        "navicat",
                                                        "beekeeper",
                                                        "heidisql",
                                                        "postico",
                                                        "sql workbench",
                                                        "toad",
                                                        "dbvisualizer",
                                                        "squirrel",
                                                        "visual studio code",
                                                        "omnidb",
                                                        "adminer",
                                                        "phppgadmin",
                                                        "razorsql",
                                                        "valentina"};

using Severities = std::array<std::int64_t, kTrendSeverities.size()>;

Severities severities(const ReportRow& row) { return {row.critical, row.major, row.minor}; }

// The series of one environment.
struct Course {
  explicit Course(std::size_t periods) : values(periods) {}

  void add(std::size_t period, const Severities& counts) {
    for (std::size_t s = 0; s < counts.size(); ++s) values[period][s] += counts[s];
  }

  void append_to(std::vector<TrendSeries>& all, const std::string& environment) const {
    for (std::size_t s = 0; s < kTrendSeverities.size(); ++s) {
      TrendSeries& series = all.emplace_back(TrendSeries{environment, kTrendSeverities[s], {}});
      for (const Severities& counts : values) series.values.push_back(counts[s]);
    }
  }

  std::vector<Severities> values;
};

// A drift stands until the next report says otherwise.
void add_drift(const std::vector<ReportRow>& reports, const std::vector<Timestamp>& ends, Course& course) {
  std::map<std::string, std::vector<const ReportRow*>> by_reference;
  for (const ReportRow& report : reports) by_reference[report.reference].push_back(&report);
  for (const auto& [reference, rows] : by_reference) {
    for (std::size_t period = 0; period < ends.size(); ++period) {
      const auto after = std::ranges::upper_bound(rows, ends[period], {}, &ReportRow::made_at);
      if (after != rows.begin()) course.add(period, severities(**std::prev(after)));
    }
  }
}

void add_changes(const std::vector<ReportRow>& reports, const Timestamp& since,
                 const std::vector<Timestamp>& ends, Course& course) {
  for (const ReportRow& report : reports) {
    const auto end = std::ranges::lower_bound(ends, report.made_at);
    if (report.made_at <= since || end == ends.end()) continue;
    course.add(static_cast<std::size_t>(end - ends.begin()), severities(report));
  }
}

// The same person with the same program in several targets of an environment is one.
void add_people(const std::string& environment, std::vector<Contribution>&& rows,
                std::vector<Contributor>& people) {
  for (Contribution& row : rows) {
    const auto same = std::ranges::find_if(people, [&](const Contributor& other) {
      return other.environment == environment && other.contribution.who == row.who &&
             other.contribution.named == row.named &&
             other.contribution.application_name == row.application_name;
    });
    if (same == people.end()) {
      const bool by_hand = is_interactive(row.application_name);
      people.push_back({environment, std::move(row), by_hand});
      continue;
    }
    same->contribution.statements += row.statements;
    same->contribution.last_at = std::max(same->contribution.last_at, row.last_at);
  }
}

// What belongs to a whole cluster, by environment, cluster, kind and identity: it counts once, however many
// of the cluster's databases are targets.
using ClusterObjects = std::set<std::tuple<std::string, std::string, std::string, std::string>>;

void add_objects(const TargetRow& target, Store& store, std::size_t limit, ClusterObjects& in_clusters,
                 Trend& trend) {
  const auto latest = store.latest_snapshot(target.id);
  const std::string cluster = latest ? latest->lineage.substr(0, latest->lineage.find('/')) : "";
  for (ObjectChanges& changes : store.most_changed(target.id, trend.since, limit)) {
    const bool known =
        is_cluster_kind(changes.kind) && !cluster.empty() &&
        !in_clusters.insert({target.environment, cluster, changes.kind, changes.identity}).second;
    if (!known) trend.objects.push_back({target.name, std::move(changes)});
  }
}

}  // namespace

Trend trend_of(Store& store, const std::vector<TargetRow>& targets, UnixMicros now, int days,
               std::size_t objects) {
  Trend trend;
  trend.days_per_period = (days + kMostPeriods - 1) / kMostPeriods;
  const int periods = (days + trend.days_per_period - 1) / trend.days_per_period;
  const UnixMicros length = trend.days_per_period * kMicrosPerDay;
  trend.since = format_utc(now - periods * length);
  trend.until = format_utc(now);
  for (int i = periods - 1; i >= 0; --i) trend.ends.push_back(format_utc(now - i * length));
  std::map<std::string, std::pair<Course, Course>> courses;
  ClusterObjects in_clusters;
  for (const TargetRow& target : targets) {
    const auto [course, fresh] =
        courses.try_emplace(target.environment, Course(trend.ends.size()), Course(trend.ends.size()));
    add_drift(store.reports(target.id, "drift"), trend.ends, course->second.first);
    add_changes(store.reports(target.id, "changes"), trend.since, trend.ends, course->second.second);
    add_objects(target, store, objects, in_clusters, trend);
    add_people(target.environment, store.contributions(target.id, trend.since), trend.people);
  }
  for (const auto& [environment, course] : courses) {
    course.first.append_to(trend.drift, environment);
    course.second.append_to(trend.changes, environment);
  }
  std::ranges::stable_sort(trend.objects, std::greater(), [](const ChangedObject& row) {
    return std::pair(row.changes.changes, row.changes.last_at);
  });
  if (trend.objects.size() > objects) trend.objects.resize(objects);
  std::ranges::stable_sort(trend.people, [](const Contributor& a, const Contributor& b) {
    return std::tuple(a.environment, !a.by_hand, -a.contribution.statements) <
           std::tuple(b.environment, !b.by_hand, -b.contribution.statements);
  });
  return trend;
}

bool is_interactive(std::string_view application_name) {
  std::string name(application_name);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::ranges::any_of(kInteractive, [&](std::string_view known) { return name.starts_with(known); });
}

std::string sparkline(const std::vector<std::int64_t>& values) {
  constexpr std::array<std::string_view, 8> kMarks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::int64_t most = 0;
  for (const std::int64_t value : values) most = std::max(most, value);
  std::string line;
  for (const std::int64_t value : values) {
    // Anything at all is more than the lowest mark, and the greatest value is the highest.
    const std::int64_t height =
        value <= 0 ? 0
                   : std::max<std::int64_t>(1, value * static_cast<std::int64_t>(kMarks.size() - 1) / most);
    line += kMarks[static_cast<std::size_t>(height)];
  }
  return line;
}

}  // namespace schema_audit
