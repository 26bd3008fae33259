#include <algorithm>

#include <spdlog/spdlog.h>

#include "collector/cli/context.hpp"
#include "collector/error.hpp"
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
  const std::string from = before.name;
  const std::string to = after.name;
  const Plan plan = make_plan(std::move(before.objects), std::move(after.objects), options);
  for (const std::string& note : plan.notes) spdlog::warn("{}", printable(note));
  if (refused(plan, arguments.allowed_hazards)) {
    spdlog::error("the plan is not shown: allow what it does by --allow-hazard NAME");
    return ExitCode::kCritical;
  }
  print(arguments.format == Format::kJson ? plan_json(plan, from, to) : plan_sql(plan, from, to));
  return ExitCode::kNone;
}

}  // namespace schema_audit
