#include "collector/postgres/local_settings.hpp"

#include <string>

namespace schema_audit {

void set_locally(Connection& connection,
                 std::span<const std::pair<std::string_view, std::string_view>> settings) {
  std::string sql = "SELECT ";
  Parameters parameters;
  for (const auto& [name, value] : settings) {
    if (!parameters.empty()) sql += ", ";
    const auto n = parameters.size();
    sql += "pg_catalog.set_config($" + std::to_string(n + 1) + ", $" + std::to_string(n + 2) + ", true)";
    parameters.emplace_back(name);
    parameters.emplace_back(value);
  }
  connection.query(sql, parameters);
}

}  // namespace schema_audit
