#include "collector/run/collect.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <thread>

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "collector/alert/outbox.hpp"
#include "collector/cli/colours.hpp"
#include "collector/cli/context.hpp"
#include "collector/cli/log_findings.hpp"
#include "collector/cli/progress.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/error.hpp"
#include "collector/interrupt.hpp"
#include "collector/store/run_lock.hpp"
#include "core/model/identity.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string attempts_text(std::size_t attempts) {
  if (attempts == 0) return "";
  return ", " + std::to_string(attempts) + (attempts == 1 ? " new attempt" : " new attempts");
}

std::string entry_text(const EntryOutcome& entry) {
  std::string out = std::to_string(entry.databases) + (entry.databases == 1 ? " database" : " databases");
  for (const LeftOutDatabase& one : entry.left_out)
    out += "; " + printable(quote_identifier(one.name)) + " is left out, it " + one.reason;
  if (entry.not_chosen > 0) out += "; " + std::to_string(entry.not_chosen) + " not chosen";
  return out;
}

std::string headline(const TargetOutcome& outcome) {
  std::string out = outcome.target + ": ";
  if (!outcome.skipped.empty()) return out + "skipped: " + printable(outcome.skipped) + "\n";
  if (!outcome.error.empty()) return out + "not collected: " + printable(outcome.error) + "\n";
  if (outcome.entry) {
    out += entry_text(*outcome.entry);
    return out + (outcome.changes ? "; " + to_text(count(outcome.changes->findings)) : "") + "\n";
  }
  if (outcome.first) {
    out += "first snapshot, " + std::to_string(outcome.objects) + " objects";
  } else if (outcome.changes->findings.empty()) {
    out += "No changes detected";
  } else {
    out += to_text(count(outcome.changes->findings));
  }
  if (outcome.left_out > 0) out += ", " + std::to_string(outcome.left_out) + " left out";
  out += "; snapshot " + std::to_string(outcome.snapshot);
  out += outcome.no_events.empty() ? ", " + std::to_string(outcome.events) + " new statements in the log" +
                                         attempts_text(outcome.attempts)
                                   : ", without names (" + printable(outcome.no_events) + ")";
  return out + "\n";
}

std::string text(const CollectOutcome& outcome, Format format, bool colours) {
  std::string out;
  for (const TargetOutcome& target : outcome.targets) {
    if (!out.empty()) out += "\n";
    out += headline(target);
    if (!target.log.empty()) out += "\n" + log_findings_text(target.log);
    for (const auto* report : {&target.changes, &target.drift}) {
      if (*report && !(*report)->findings.empty()) out += "\n" + render(**report, format, colours);
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
    if (!target.skipped.empty()) {
      item["skipped"] = target.skipped;
    } else if (target.error.empty() && target.entry) {
      item["databases"] = target.entry->databases;
      item["left_out_databases"] = nlohmann::ordered_json::array();
      for (const LeftOutDatabase& one : target.entry->left_out)
        item["left_out_databases"].push_back({{"database", one.name}, {"reason", one.reason}});
      item["not_chosen_databases"] = target.entry->not_chosen;
      if (target.changes)
        item["changes"] = nlohmann::ordered_json::parse(render_json(*target.changes, false));
    } else if (target.error.empty()) {
      item["snapshot"] = target.snapshot;
      item["first"] = target.first;
      item["objects"] = target.objects;
      if (target.left_out > 0) item["left_out"] = target.left_out;
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

ReportSet report_set(const CollectOutcome& outcome, const Config& config) {
  ReportSet set;
  for (const TargetOutcome& target : outcome.targets) {
    if (!target.error.empty()) set.unread.push_back({target.target, target.error});
    for (const auto* report : {&target.changes, &target.drift}) {
      if (*report) set.reports.push_back(placed(**report, config, target.target));
    }
  }
  return set;
}

std::string render_outcome(const CollectOutcome& outcome, const Config& config, Format format,
                           bool colours = false) {
  if (const RenderSet whole = render_set(format)) return whole(report_set(outcome, config));
  return format == Format::kJson ? json(outcome) : text(outcome, format, colours);
}

// Many machines with one cron line would otherwise all begin at once.
void wait_a_little(int longest_ms) {
  if (longest_ms == 0) return;
  std::random_device source;
  const std::chrono::milliseconds time(std::uniform_int_distribution<int>(0, longest_ms)(source));
  const auto end = std::chrono::steady_clock::now() + time;
  spdlog::debug("waiting {} ms", time.count());
  while (std::chrono::steady_clock::now() < end) {
    if (interrupt_requested()) throw Interrupted();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

// A dry run that would be the first has a store of its own, which goes with it.
class ScratchStore {
 public:
  ScratchStore() {
    std::string pattern = (std::filesystem::temp_directory_path() / "schema-audit.XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw CollectorError(ExitCode::kCannotCreate,
                           std::string("cannot make a directory: ") + std::strerror(errno));
    directory_ = pattern;
  }
  ScratchStore(const ScratchStore&) = delete;
  ScratchStore& operator=(const ScratchStore&) = delete;
  ~ScratchStore() {
    std::error_code error;
    std::filesystem::remove_all(directory_, error);
  }
  std::filesystem::path file() const { return directory_ / "store.db"; }

 private:
  std::filesystem::path directory_;
};

CollectOutcome collect_into(const Context& context, const std::filesystem::path& file) {
  const RunLock lock(file);
  const std::unique_ptr<Store> store =
      file == context.config.store ? context.writable_store() : open_store(file, StoreMode::kReadWrite);
  // Made first: a channel that cannot work is to be known before anything is collected for it.
  const Sinks sinks = make_sinks(context.config.alerts, context.clock);
  CollectOptions options;
  options.dry_run = context.arguments.dry_run;
  Progress progress;
  progress.follow(options);
  Config config = context.config;
  config.store = file;
  const CollectOutcome outcome = collect(config, *store, context.arguments.names, context.clock, options);
  // What waits in the outbox is sent by the next run.
  if (!options.dry_run && !interrupt_requested())
    Outbox(*store, sinks, context.clock, context.config.alerts).deliver_due();
  return outcome;
}

CollectOutcome collect_dry(const Context& context) {
  std::error_code error;
  if (std::filesystem::exists(context.config.store, error))
    return collect_into(context, context.config.store);
  const ScratchStore scratch;
  return collect_into(context, scratch.file());
}

}  // namespace

ExitCode run_collect(const Context& context) {
  wait_a_little(context.config.run.jitter_ms);
  const CollectOutcome outcome =
      context.arguments.dry_run ? collect_dry(context) : collect_into(context, context.config.store);
  for (const Artefact& artefact : context.arguments.artefacts)
    write_file(artefact.path, render_outcome(outcome, context.config, artefact.format));
  print(render_outcome(outcome, context.config, context.arguments.format, colours_wanted()));
  if (outcome.incomplete() || interrupt_requested()) return ExitCode::kIncomplete;
  return exit_code_of(outcome.worst(), context.arguments.exit_code);
}

}  // namespace schema_audit
