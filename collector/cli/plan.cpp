#include <algorithm>
#include <optional>

#include <spdlog/spdlog.h>

#include "collector/cli/context.hpp"
#include "collector/error.hpp"
#include "collector/run/proof.hpp"
#include "collector/run/remedy.hpp"
#include "collector/run/replay.hpp"
#include "collector/run/resolve_side.hpp"
#include "core/plan/plan.hpp"
#include "core/plan/plan_text.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kEmpty = "empty";

Side empty_side() {
  Side side;
  side.name = kEmpty;
  return side;
}

// The dangerous steps that were not allowed; each is logged.
bool refused(const Plan& plan, const std::vector<std::string>& allowed) {
  bool any = false;
  for (const Step& step : plan.steps) {
    for (const Hazard hazard : step.hazards) {
      const HazardKind& kind = about(hazard);
      if (!kind.dangerous || std::find(allowed.begin(), allowed.end(), kind.name) != allowed.end()) continue;
      spdlog::error("{}: {} {}: {}", kind.name, step.object.kind, printable(to_text(step.object)),
                    printable(one_line(step.sql)));
      any = true;
    }
  }
  return any;
}

void check_hazards(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (hazard_from_name(name)) continue;
    std::string known;
    for (const HazardKind& kind : hazards()) known += (known.empty() ? "" : ", ") + std::string(kind.name);
    throw CollectorError(ExitCode::kUsage,
                         "there is no hazard \"" + printable(name) + "\": " + known + " are known");
  }
}

// The log between the two sides, which are stored snapshots of one target.
EventRows log_between(const Context& context, Store* store) {
  const Reference from = parse_reference(context.arguments.names.at(0));
  const Reference to = parse_reference(context.arguments.names.at(1));
  if (!store || !from.is_stored() || !to.is_stored() || from.target != to.target) {
    throw CollectorError(ExitCode::kUsage,
                         "--replay takes two stored snapshots of one target, such as production@41 "
                         "production@42");
  }
  const TargetRow target = required_target(*store, from.target);
  const SnapshotId since = required_snapshot(*store, target, from).id;
  const SnapshotId until = required_snapshot(*store, target, to).id;
  if (since > until)
    throw CollectorError(ExitCode::kUsage, "--replay goes from the earlier to the later snapshot");
  return store->events_between(target.id, since, until);
}

}  // namespace

ExitCode run_plan(const Context& context) {
  const Arguments& arguments = context.arguments;
  check_hazards(arguments.allowed_hazards);
  const std::unique_ptr<Store> store = context.existing_store();
  const auto side = [&](std::size_t i) {
    const std::string& name = arguments.names.at(i);
    return name == kEmpty ? empty_side()
                          : resolve_side(parse_reference(name), context.config, store.get(), context.clock);
  };
  Side before = side(arguments.reverse ? 1 : 0);
  Side after = side(arguments.reverse ? 0 : 1);
  if (before.name == kEmpty) before.objects = empty_database(after.objects);
  if (after.name == kEmpty) after.objects = empty_database(before.objects);
  PlanOptions options;
  options.online = arguments.online;
  if (!before.lineage.empty() && before.lineage == after.lineage) options.lineage = Lineage::kSameDatabase;
  if (options.lineage == Lineage::kUnrelated)
    options.renames = renames_between(before, after, context.config.rules());
  std::optional<ScratchServer> server;
  const auto scratch = [&]() -> ScratchServer& {
    const int version = after.server_version != 0 ? after.server_version : before.server_version;
    if (!server) server.emplace(arguments.proving_server, version / 10000, context.config.timeouts);
    return *server;
  };
  Plan plan = arguments.replay
                  ? replay(scratch(), log_between(context, store.get()), before.objects, after.objects)
                  : make_plan(before.objects, after.objects, options);
  for (const std::string& note : plan.notes) spdlog::warn("{}", printable(note));
  if (refused(plan, arguments.allowed_hazards)) {
    spdlog::error("the plan is not shown: allow what it does by --allow-hazard NAME");
    return ExitCode::kCritical;
  }
  if (arguments.prove && !plan.empty()) {
    Proof proof = prove(scratch(), plan, options, before.objects, after.objects);
    if (!proof.proved) {
      spdlog::error("the plan is not shown, for it is not proved: {}", proof.text);
      return ExitCode::kCritical;
    }
    plan.proof = std::move(proof.text);
  }
  print(arguments.format == Format::kJson ? plan_json(plan, before.name, after.name)
                                          : plan_sql(plan, before.name, after.name));
  return ExitCode::kNone;
}

}  // namespace schema_audit
