#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include <spdlog/spdlog.h>

#include "collector/alert/outbox.hpp"
#include "collector/cli/check_report.hpp"
#include "collector/cli/context.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/health.hpp"
#include "collector/run/record_findings.hpp"
#include "collector/store/run_lock.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

std::vector<const TargetConfig*> targets_of(const Context& context) {
  std::vector<const TargetConfig*> targets;
  for (const std::string& name : context.arguments.names) {
    for (const TargetConfig* target : context.config.targets_named(name)) targets.push_back(target);
  }
  if (targets.empty()) {
    for (const TargetConfig& target : context.config.targets) targets.push_back(&target);
  }
  return targets;
}

// Who runs this program, for the record of an acceptance.
std::string operator_name() {
  const passwd* entry = getpwuid(getuid());
  return entry != nullptr ? entry->pw_name : std::to_string(getuid());
}

ExitCode accept(const Context& context) {
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  for (const TargetConfig* target : targets_of(context)) {
    const int accepted =
        accept_log(*target, context.config.timeouts, *store, format_utc(context.clock()), operator_name());
    print(target->name + ": the log is accepted as it is now" +
          (accepted == 0
               ? ""
               : ", " + std::to_string(accepted) + (accepted == 1 ? " finding" : " findings") + " with it") +
          "\n");
  }
  return ExitCode::kNone;
}

// What this check found first is kept and told as a collection would. A check that cannot write has still
// said it.
void record(const Context& context, const std::vector<TargetHealth>& all) {
  try {
    const RunLock lock(context.config.store);
    const std::unique_ptr<Store> store = context.writable_store();
    const Sinks sinks = make_sinks(context.config.alerts, context.clock);
    const Timestamp now = format_utc(context.clock());
    for (const TargetHealth& health : all) {
      const auto row = store->find_target(health.target);
      if (!row || health.log.found.empty()) continue;
      const TargetConfig& target = context.config.target(health.target);
      const auto transaction = store->begin();
      const auto recorded = record_log_findings(*store, row->id, health.log.found, now);
      if (const auto alert = make_log_alert(target, recorded.fresh, now))
        queue_alert(context.config, *store, target, *alert, now);
      transaction->commit();
    }
    Outbox(*store, sinks, context.clock, context.config.alerts).deliver_due();
  } catch (const StoreError& error) {
    spdlog::warn("what was found is not recorded and no alert is sent: {}", error.what());
  }
}

CheckReport look(const Context& context) {
  CheckReport report;
  std::unique_ptr<Store> store;
  try {
    store = context.existing_store();
  } catch (const StoreError& error) {
    report.no_store = error.what();
  }
  report.targets = check_targets(context.config, targets_of(context), context.arguments.deep,
                                 store != nullptr, context.clock);
  if (!store) return report;
  bool fresh = false;
  for (TargetHealth& health : report.targets) {
    const auto row = store->find_target(health.target);
    if (!row) continue;
    RecordedFindings known = known_log_findings(*store, row->id, health.log.found);
    fresh = fresh || !known.fresh.empty();
    health.findings = std::move(known.all);
  }
  if (fresh) {
    store.reset();
    record(context, report.targets);
    store = context.required_store();
  }
  report.store = store_health(context.config);
  report.outbox = outbox_health(*store);
  return report;
}

std::string render(const Context& context, Format format, const CheckReport& report) {
  switch (format) {
    case Format::kJson:
      return check_json(report);
    case Format::kNagios:
      return check_nagios(report, context.config.check, context.clock());
    case Format::kPrometheus:
      return check_prometheus(report);
    default:
      return check_text(report, context.clock());
  }
}

ExitCode check(const Context& context) {
  const CheckReport report = look(context);
  for (const Artefact& artefact : context.arguments.artefacts)
    write_file(artefact.path, render(context, artefact.format, report));
  print(render(context, context.arguments.format, report));
  if (!report.no_store.empty()) spdlog::error("{}: no log was compared", report.no_store);
  return code_of(report);
}

}  // namespace

ExitCode code_of(const CheckReport& report) {
  if (!report.no_store.empty() || (report.store && report.store->damaged)) return ExitCode::kStore;
  Severity severity = Severity::kNone;
  const auto major = [&](bool so) {
    if (so) severity = std::max(severity, Severity::kMajor);
  };
  for (const TargetHealth& health : report.targets) {
    if (!health.error.empty()) return ExitCode::kIncomplete;
    severity = std::max(severity, worst(health.findings));
    major(!health.problems.empty());
    major(std::ranges::any_of(health.coverage, [](const Coverage& row) { return row.status == "failed"; }));
  }
  major(report.store && !report.store->problems.empty());
  major(report.outbox && report.outbox->counts.dead > 0);
  return exit_code_of(severity);
}

ExitCode run_check(const Context& context) {
  if (context.arguments.accept_log) return accept(context);
  return check(context);
}

}  // namespace schema_audit
