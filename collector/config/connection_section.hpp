// The `connection` of a target: a libpq connection string, a URI, or a mapping
// of libpq's parameters.
#pragma once

#include "collector/config/config.hpp"
#include "collector/config/section.hpp"

namespace schema_audit {

// Accepts every parameter that the installed libpq knows, and in a mapping also
// `password_file`. Passwords must come from a variable; a string is parsed
// before its variables are expanded, so a value cannot add a parameter.
// Throws ConfigError.
ConnectionConfig read_connection(const ConfigContext& context, const YamlNode& node, const std::string& name);

// A connection string or URI from the command line. Throws CollectorError (usage).
ConnectionConfig parse_connection(const std::string& text);

}  // namespace schema_audit
