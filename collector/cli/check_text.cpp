#include <array>

#include <fmt/format.h>

#include "collector/cli/check_report.hpp"
#include "collector/cli/log_findings.hpp"
#include "collector/cli/table.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string counted(std::uint64_t count, const char* what) {
  return count == 0 ? "" : ", " + std::to_string(count) + " " + what;
}

std::string comparison_text(const TargetHealth& health) {
  std::string out = health.target + ": the log is compared with the store";
  for (const AnchorRow& anchor : health.log.anchors) {
    if (anchor.superseded || anchor.accepted_gone) continue;
    out += anchor.head == 0 ? ", no block yet" : ", up to block " + std::to_string(anchor.head);
    out += " as of " + anchor.seen_at;
  }
  if (!health.log.deep) return out + "; its rows are compared by check --deep\n";
  const DeepReport& deep = *health.log.deep;
  out += "; " + std::to_string(deep.transactions) +
         " transactions row by row: " + std::to_string(deep.differing.size()) + " differ";
  out += counted(deep.accepted, "differ and were accepted") +
         counted(deep.pruned, "were removed by the retention") +
         counted(deep.left_behind, "were left behind by a fork");
  out += "\n";
  for (const RowDifference& difference : deep.first) out += "    " + printable(to_text(difference)) + "\n";
  return out;
}

std::string age(const std::optional<Timestamp>& time, UnixMicros now) {
  const auto then = time ? parse_utc(*time) : std::nullopt;
  if (!then) return "never";
  return *then > now ? "just now" : duration_text(now - *then) + " ago";
}

std::string skew_text(UnixMicros skew) {
  return fmt::format("{:+.3f} s", static_cast<double>(skew) / kMicrosPerSecond);
}

std::string bytes_text(std::uintmax_t bytes) {
  constexpr double kKilo = 1000;
  constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= kKilo && unit + 1 < kUnits.size(); ++unit) value /= kKilo;
  return fmt::format("{:.{}f} {}", value, unit == 0 ? 0 : 1, kUnits.at(unit));
}

std::string store_text(const StoreHealth& store) {
  std::string out = "store: " + printable(store.file.string()) + ", " + bytes_text(store.bytes) +
                    ", write-ahead log " + bytes_text(store.wal_bytes) + ", " + bytes_text(store.free_bytes) +
                    " free; " + printable(store.integrity) + "\n";
  for (const std::string& problem : store.problems) out += "  " + printable(problem) + "\n";
  return out;
}

}  // namespace

std::string check_text(const CheckReport& report, UnixMicros now) {
  Table table({"target", "server", "extension", "log", "latency", "TLS", "clock", "collected", "state"});
  for (const TargetHealth& health : report.targets) {
    const std::string collected =
        health.history ? age(health.history->last_success_at, now) : std::string("never");
    if (!health.error.empty()) {
      table.add({health.target, "-", "-", "-", "-", "-", "-", collected, health.error});
      continue;
    }
    std::vector<std::string> lines = health.problems;
    lines.insert(lines.end(), health.remarks.begin(), health.remarks.end());
    table.add(
        {health.target,
         std::to_string(health.server_version / 10000) + "." + std::to_string(health.server_version % 10000),
         health.extension_version.empty() ? "none" : health.extension_version,
         health.log_readable ? "readable" : "no", std::to_string(health.latency_ms) + " ms",
         health.tls ? health.tls_version : "no", skew_text(health.clock_skew), collected,
         lines.empty() ? "ok" : lines.front()});
    for (std::size_t i = 1; i < lines.size(); ++i) table.add({"", "", "", "", "", "", "", "", lines[i]});
  }
  std::string out = table.text();
  for (const TargetHealth& health : report.targets) {
    if (health.log.compared) out += "\n" + comparison_text(health);
    if (!health.findings.empty()) out += "\n" + health.target + ":\n" + log_findings_text(health.findings);
  }
  if (report.store) out += "\n" + store_text(*report.store);
  const std::string alerts = report.outbox ? outbox_text(*report.outbox) : std::string();
  if (!alerts.empty()) out += "\n" + alerts;
  return out;
}

}  // namespace schema_audit
