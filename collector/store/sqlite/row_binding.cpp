#include "collector/store/sqlite/row_binding.hpp"

#include <nlohmann/json.hpp>

namespace schema_audit {

std::string text_array_to_json(const std::vector<std::string>& items) {
  // A database in SQL_ASCII may send bytes that are no UTF-8.
  return nlohmann::json(items).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> text_array_from_json(const std::string& json) {
  std::vector<std::string> items;
  const nlohmann::json parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_array()) return items;
  for (const nlohmann::json& item : parsed) {
    if (item.is_string()) items.push_back(item.get<std::string>());
  }
  return items;
}

std::string insert_sql(std::string_view table, std::span<const Column> columns) {
  std::string sql =
      "INSERT INTO " + std::string(table) + " (target_id, " + column_list(columns) + ") VALUES (?";
  for (std::size_t i = 0; i < columns.size(); ++i) sql += ", ?";
  return sql + ") ON CONFLICT DO NOTHING";
}

}  // namespace schema_audit
