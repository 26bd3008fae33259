// schema_blame(object text): who last touched each part of an object.
#include "core/severity/blame.hpp"

#include "extension/functions/find_object.hpp"
#include "extension/functions/function_scope.hpp"
#include "extension/functions/object_events.hpp"
#include "extension/functions/result_set.hpp"

namespace schema_audit {

namespace {

void return_blame(FunctionCallInfo call, const std::string& name) {
  ResultSet result(call);
  const std::vector<std::string> schemas = search_path_schemas();
  std::vector<BlameLine> lines;
  {
    const FunctionScope scope;
    const FoundObject found = find_object(name, schemas);
    lines = blame(found.object, events_of_object(found.object));
  }
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  for (const BlameLine& line : lines) {
    const bool known = line.event.has_value();
    static const Event kNone;
    const Event& event = known ? *line.event : kNone;
    result.add({line.kind, line.name, or_null(line.state),
                known ? std::optional<std::string>(who(event.actor)) : std::nullopt, or_null(event.at),
                or_null(event.actor.application_name), or_null(event.actor.client_address),
                or_null(command_of(event)), or_null(event.statement)});
  }
}

}  // namespace

}  // namespace schema_audit

extern "C" {
PG_FUNCTION_INFO_V1(schema_audit_blame);

Datum schema_audit_blame(PG_FUNCTION_ARGS) {
  const char* name = text_to_cstring(PG_GETARG_TEXT_PP(0));
  schema_audit::guard([&] { schema_audit::return_blame(fcinfo, name); });
  return Datum{0};
}
}
