#include "collector/alert/attachment.hpp"

#include <nlohmann/json.hpp>

namespace schema_audit {

std::string attachments_to_json(const std::vector<Attachment>& attachments) {
  if (attachments.empty()) return {};
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Attachment& one : attachments) list.push_back({{"name", one.name}, {"text", one.text}});
  return list.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<Attachment> attachments_from_json(const std::string& json) {
  std::vector<Attachment> attachments;
  const nlohmann::json list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return attachments;
  for (const nlohmann::json& one : list) {
    if (!one.is_object() || !one.contains("name") || !one["name"].is_string() || !one.contains("text") ||
        !one["text"].is_string())
      continue;
    attachments.push_back({one["name"].get<std::string>(), one["text"].get<std::string>()});
  }
  return attachments;
}

}  // namespace schema_audit
