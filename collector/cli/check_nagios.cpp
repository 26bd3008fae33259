// The contract of a monitoring plugin: one line, figures behind a bar, exit status 0 OK, 1 WARNING, 2
// CRITICAL, 3 UNKNOWN.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collector/cli/check_report.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr const char* kService = "SCHEMA_AUDIT ";
// What a receiver of such lines takes in full.
constexpr std::size_t kLongestText = 600;

// A bar would end the text.
std::string inert(const std::string& text) {
  std::string out = printable(one_line(text));
  std::ranges::replace(out, '|', '/');
  return shortened(out, kLongestText);
}

// The first thing to look at.
std::string headline(const CheckReport& report) {
  if (!report.no_store.empty()) return report.no_store;
  if (report.store && report.store->damaged) return "store: " + report.store->problems.front();
  for (const TargetHealth& health : report.targets) {
    if (!health.error.empty()) return health.target + ": " + health.error;
  }
  for (const Severity severity : {Severity::kCritical, Severity::kMajor}) {
    for (const TargetHealth& health : report.targets) {
      for (const LogFinding& finding : health.findings) {
        if (finding.severity == severity) return health.target + ": " + finding.sentence;
      }
    }
  }
  for (const TargetHealth& health : report.targets) {
    for (const Coverage& row : health.coverage) {
      if (row.status == "failed") return health.target + ": " + row.check + ": " + row.detail;
    }
    if (!health.problems.empty()) return health.target + ": " + health.problems.front();
  }
  if (report.store && !report.store->problems.empty()) return "store: " + report.store->problems.front();
  if (report.outbox && report.outbox->counts.dead > 0)
    return std::to_string(report.outbox->counts.dead) + " alerts were given up";
  return {};
}

struct Figures {
  std::size_t unreachable = 0;
  std::size_t findings = 0;
  std::size_t problems = 0;
  long long latency_ms = 0;
  UnixMicros skew = 0;
  std::optional<UnixMicros> oldest;  // age of a snapshot
};

Figures figures_of(const CheckReport& report, UnixMicros now) {
  Figures figures;
  for (const TargetHealth& health : report.targets) {
    if (!health.error.empty()) ++figures.unreachable;
    figures.findings += health.findings.size();
    figures.problems += health.problems.size();
    figures.latency_ms = std::max(figures.latency_ms, health.latency_ms);
    figures.skew = std::max(figures.skew, std::abs(health.clock_skew));
    const auto taken = health.history && health.history->snapshot_at ? parse_utc(*health.history->snapshot_at)
                                                                     : std::nullopt;
    if (taken) figures.oldest = std::max(figures.oldest.value_or(0), now - *taken);
  }
  return figures;
}

const char* state_of(ExitCode code) {
  constexpr std::array<const char*, 4> kStates{"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  return kStates.at(static_cast<std::size_t>(nagios_status(code)));
}

double seconds(UnixMicros time) { return static_cast<double>(time) / kMicrosPerSecond; }

}  // namespace

int nagios_status(ExitCode code) {
  const int status = static_cast<int>(code);
  if (code == ExitCode::kStore) return 2;
  return status <= 3 ? status : 3;
}

std::string nagios_failure(ExitCode code, const std::string& why) {
  return std::string(kService) + state_of(code) + " - " + inert(why) + "\n";
}

std::string check_nagios(const CheckReport& report, const CheckConfig& limits, UnixMicros now) {
  constexpr double kMilli = 1000;
  constexpr std::uintmax_t kMegabyte = 1'000'000;
  const Figures figures = figures_of(report, now);
  const std::size_t count = report.targets.size();
  std::string out = kService;
  out += state_of(code_of(report));
  out += " - ";
  const std::string first = headline(report);
  if (!first.empty()) out += inert(first) + "; ";
  out += fmt::format("{} of {} {} reached", count - figures.unreachable, count,
                     count == 1 ? "target" : "targets");
  out += fmt::format(" | targets={};;;0 unreachable={};;;0 findings={};;;0 problems={};;;0 latency={}ms;;;0",
                     count, figures.unreachable, figures.findings, figures.problems, figures.latency_ms);
  out += fmt::format(" clock_skew={:.3f}s;{};;0", seconds(figures.skew), limits.max_clock_skew_ms / kMilli);
  if (figures.oldest) {
    out += fmt::format(" snapshot_age={:.0f}s;{};;0", seconds(*figures.oldest),
                       limits.max_snapshot_age_ms > 0 ? fmt::format("{}", limits.max_snapshot_age_ms / kMilli)
                                                      : std::string());
  }
  if (report.outbox) {
    out += fmt::format(" alerts_waiting={};;;0 alerts_given_up={};0;;0", report.outbox->counts.pending,
                       report.outbox->counts.dead);
  }
  if (report.store) {
    out += fmt::format(" store={}B;;;0 store_wal={}B;;;0 store_free={}B;{}:;;0", report.store->bytes,
                       report.store->wal_bytes, report.store->free_bytes,
                       static_cast<std::uintmax_t>(limits.min_free_disk_mb) * kMegabyte);
  }
  return out + "\n";
}

}  // namespace schema_audit
