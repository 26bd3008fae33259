// Model types as JSON. Keys come in a fixed order, so equal things are equal bytes. Included only by .cpp
// files of render/: the JSON library is heavy.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/model/event.hpp"
#include "core/model/object.hpp"
#include "core/model/value.hpp"

namespace schema_audit {

using Json = nlohmann::ordered_json;

Json to_json(const Value& value);

Json to_json(const Identity& identity);
Json to_json(const Event& event);

// Text that is not UTF-8 (an SQL_ASCII database) has its bad bytes replaced by U+FFFD.
std::string dump(const Json& json, bool indented);

}  // namespace schema_audit
