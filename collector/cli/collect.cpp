#include "collector/run/collect.hpp"

#include <nlohmann/json.hpp>

#include "collector/alert/outbox.hpp"
#include "collector/cli/context.hpp"
#include "collector/cli/log_findings.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/store/run_lock.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string attempts_text(std::size_t attempts) {
  if (attempts == 0) return "";
  return ", " + std::to_string(attempts) + (attempts == 1 ? " new attempt" : " new attempts");
}

std::string headline(const TargetOutcome& outcome) {
  std::string out = outcome.target + ": ";
  if (!outcome.error.empty()) return out + "not collected: " + printable(outcome.error) + "\n";
  if (outcome.first) {
    out += "first snapshot, " + std::to_string(outcome.objects) + " objects";
  } else if (outcome.changes->findings.empty()) {
    out += "No changes detected";
  } else {
    out += to_text(count(outcome.changes->findings));
  }
  out += "; snapshot " + std::to_string(outcome.snapshot);
  out += outcome.no_events.empty() ? ", " + std::to_string(outcome.events) + " new statements in the log" +
                                         attempts_text(outcome.attempts)
                                   : ", without names (" + printable(outcome.no_events) + ")";
  return out + "\n";
}

std::string text(const CollectOutcome& outcome, Format format) {
  std::string out;
  for (const TargetOutcome& target : outcome.targets) {
    if (!out.empty()) out += "\n";
    out += headline(target);
    if (!target.log.empty()) out += "\n" + log_findings_text(target.log);
    for (const auto* report : {&target.changes, &target.drift}) {
      if (*report && !(*report)->findings.empty()) out += "\n" + render(**report, format);
    }
  }
  return out;
}

std::string json(const CollectOutcome& outcome) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/collect";
  document["version"] = 1;
  document["targets"] = nlohmann::ordered_json::array();
  for (const TargetOutcome& target : outcome.targets) {
    nlohmann::ordered_json item;
    item["target"] = target.target;
    if (target.error.empty()) {
      item["snapshot"] = target.snapshot;
      item["first"] = target.first;
      item["objects"] = target.objects;
      item["statements"] = target.events;
      if (!target.no_events.empty()) item["no_events"] = target.no_events;
      item["attempts"] = target.attempts;
      if (!target.log.empty()) item["log"] = log_findings_json(target.log);
      if (target.changes)
        item["changes"] = nlohmann::ordered_json::parse(render_json(*target.changes, false));
      if (target.drift) item["drift"] = nlohmann::ordered_json::parse(render_json(*target.drift, false));
    } else {
      item["error"] = target.error;
    }
    document["targets"].push_back(std::move(item));
  }
  document["alerts"] = outcome.alerts;
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string render_outcome(const CollectOutcome& outcome, Format format) {
  return format == Format::kJson ? json(outcome) : text(outcome, format);
}

}  // namespace

ExitCode run_collect(const Context& context) {
  const RunLock lock(context.config.store);
  const std::unique_ptr<Store> store = context.writable_store();
  // Made first: a channel that cannot work is to be known before anything is collected for it.
  const Sinks sinks = make_sinks(context.config.alerts, context.clock);
  const CollectOutcome outcome = collect(context.config, *store, context.arguments.names, context.clock);
  Outbox(*store, sinks, context.clock).deliver_due();
  for (const Artefact& artefact : context.arguments.artefacts)
    write_file(artefact.path, render_outcome(outcome, artefact.format));
  print(render_outcome(outcome, context.arguments.format));
  return outcome.exit_code();
}

}  // namespace schema_audit
