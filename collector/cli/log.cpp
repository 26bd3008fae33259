#include <algorithm>

#include <nlohmann/json.hpp>

#include "collector/cli/attempts.hpp"
#include "collector/cli/context.hpp"
#include "collector/run/event_model.hpp"
#include "collector/run/object_name.hpp"
#include "core/kinds/registry.hpp"
#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

EventFilter filter_of(const Arguments& arguments) {
  EventFilter filter;
  filter.since = since(arguments);
  filter.actor = arguments.who;
  filter.limit = arguments.limit;
  return filter;
}

// An index has an address beside its table's, and only the snapshots know which table is its own.
std::vector<TextArray> addresses_of(Store& store, TargetId target, const ObjectName& name) {
  std::vector<TextArray> addresses{name.names};
  if (name.names.size() != 2) return addresses;
  for (const Kind* kind : registry()) {
    if (!kind->is_root) continue;
    const std::string identity = quote_identifier(name.names[0]) + "." + quote_identifier(name.names[1]);
    for (const VersionRow& version : store.versions_of_object(target, {std::string(kind->name), identity})) {
      for (const Object& part : to_object({version.key, {}, version.body, version.hints}).children) {
        TextArray address{name.names[0], part.name};
        if (part.kind == "index" && std::ranges::find(addresses, address) == addresses.end())
          addresses.push_back(std::move(address));
      }
    }
  }
  return addresses;
}

struct LogEntry {
  std::string target;
  Event event;
};

void write_statement(std::string& out, const LogEntry& first, const std::vector<std::string>& touched) {
  const Event& event = first.event;
  out += printable(event.at) + "  " + printable(first.target) + "  " + printable(who(event.actor));
  if (!event.actor.application_name.empty()) out += ", " + printable(event.actor.application_name);
  out += ", " + (event.actor.client_address.empty() ? "local socket" : printable(event.actor.client_address));
  if (!event.actor.reason.empty()) out += " (reason: " + printable(event.actor.reason) + ")";
  out += "\n    " + printable(event.command_tag) + ":\n";
  for (const std::string& line : touched) out += "        " + line + "\n";
  if (!event.statement.empty()) out += printable_block(event.statement, "    > ") + "\n";
}

std::string touched_line(const Event& event) {
  std::string line = event.object_type + " " + event.identity;
  if (!event.subcommand.empty()) line += "  (" + event.subcommand + ")";
  if (event.role == "dropped") line += "  (dropped)";
  return printable(line);
}

std::string text(const std::vector<LogEntry>& entries) {
  std::string out;
  for (std::size_t i = 0; i < entries.size();) {
    const LogEntry& first = entries[i];
    std::vector<std::string> touched;
    for (; i < entries.size(); ++i) {
      const Event& event = entries[i].event;
      if (entries[i].target != first.target || event.incarnation != first.event.incarnation ||
          event.xid != first.event.xid || event.statement_number != first.event.statement_number) {
        break;
      }
      std::string line = touched_line(event);
      if (std::find(touched.begin(), touched.end(), line) == touched.end())
        touched.push_back(std::move(line));
    }
    if (!out.empty()) out += "\n";
    write_statement(out, first, touched);
  }
  return out;
}

std::string json(const std::vector<LogEntry>& entries) {
  Json document;
  document["format"] = "schema_audit/log";
  document["version"] = 1;
  document["events"] = Json::array();
  for (const LogEntry& entry : entries) {
    Json item = {{"target", entry.target}};
    item.update(to_json(entry.event));
    document["events"].push_back(std::move(item));
  }
  return dump(document, true) + "\n";
}

ExitCode print_events(const Context& context, Store& store, const std::vector<TargetRow>& targets) {
  EventFilter filter = filter_of(context.arguments);
  std::vector<LogEntry> entries;
  for (const TargetRow& target : targets) {
    if (!context.arguments.object.empty())
      filter.addresses = addresses_of(store, target.id, parse_object_name(context.arguments.object));
    for (Event& event : to_events(store.find_events(target.id, filter)))
      entries.push_back({target.name, std::move(event)});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LogEntry& a, const LogEntry& b) { return a.event.at < b.event.at; });
  print(context.arguments.format == Format::kJson ? json(entries) : text(entries));
  return ExitCode::kNone;
}

}  // namespace

ExitCode run_log(const Context& context) {
  const std::unique_ptr<Store> store = context.required_store();
  std::vector<TargetRow> targets;
  for (const std::string& name : context.arguments.names) {
    targets.push_back(required_target(*store, name));
  }
  if (targets.empty()) targets = store->targets();
  return context.arguments.attempts ? print_attempts(context, *store, targets)
                                    : print_events(context, *store, targets);
}

}  // namespace schema_audit
