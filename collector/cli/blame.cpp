#include "core/severity/blame.hpp"

#include <nlohmann/json.hpp>

#include "collector/cli/context.hpp"
#include "collector/cli/table.hpp"
#include "collector/error.hpp"
#include "collector/run/object_name.hpp"
#include "collector/run/resolve_side.hpp"
#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

// The one root object that is meant, or that holds the part that is meant.
Object find_root(Side& side, const std::string& text) {
  const ObjectName name = parse_object_name(text);
  std::vector<Object> found;
  for (Object& root : side.objects) {
    bool meant = means(name, identity_of(root));
    for (const Object& child : root.children) meant = meant || means(name, identity_of(root, child));
    if (meant) found.push_back(std::move(root));
  }
  if (found.empty()) throw CollectorError(ExitCode::kUsage, side.name + " has no object \"" + text + "\"");
  if (found.size() > 1) {
    std::string all;
    for (const Object& root : found)
      all += (all.empty() ? "" : ", ") + root.kind + " " + to_text(identity_of(root));
    throw CollectorError(ExitCode::kUsage, "\"" + text + "\" is not unique in " + side.name + ": " + all);
  }
  return std::move(found.front());
}

// All that is known of the object and its parts: asked for as if each of them had been added.
std::vector<Event> events_of(const Side& side, const Object& root) {
  const auto subject = std::make_shared<const Object>(root);
  std::vector<Finding> findings;
  const auto add = [&](Identity identity) {
    Finding finding;
    finding.change.object = std::move(identity);
    finding.change.content = subject;
    findings.push_back(std::move(finding));
  };
  add(identity_of(root));
  for (const Object& child : root.children) add(identity_of(root, child));
  return events_of_side(side, findings);
}

std::string text(const std::vector<BlameLine>& lines, const std::string& reason) {
  Table table({"kind", "part", "state", "who", "at", "application", "address", "command", "statement"});
  for (const BlameLine& line : lines) {
    if (!line.event) {
      table.add({line.kind, line.name, shortened(line.state, 60), "-", "-", "-", "-", "-", "-"});
      continue;
    }
    const Event& event = *line.event;
    table.add({line.kind, line.name, shortened(line.state, 60), who(event.actor), event.at,
               event.actor.application_name,
               event.actor.client_address.empty() ? "local socket" : event.actor.client_address,
               command_of(event), shortened(one_line(event.statement), 80)});
  }
  return table.text() + (reason.empty() ? "" : "no names: " + printable(reason) + "\n");
}

std::string json(const std::vector<BlameLine>& lines) {
  Json document;
  document["format"] = "schema_audit/blame";
  document["version"] = 1;
  document["parts"] = Json::array();
  for (const BlameLine& line : lines) {
    document["parts"].push_back({{"kind", line.kind},
                                 {"name", line.name},
                                 {"state", line.state},
                                 {"event", line.event ? to_json(*line.event) : Json(nullptr)}});
  }
  return dump(document, true) + "\n";
}

}  // namespace

ExitCode run_blame(const Context& context) {
  const std::unique_ptr<Store> store = context.existing_store();
  Side side = resolve_side(parse_reference(context.arguments.names.at(0)), context.config, store.get(),
                           context.clock);
  const Object root = find_root(side, context.arguments.names.at(1));
  const std::vector<BlameLine> lines = blame(root, events_of(side, root));
  print(context.arguments.format == Format::kJson ? json(lines) : text(lines, side.no_events));
  return ExitCode::kNone;
}

}  // namespace schema_audit
