#include "core/plan/plan_text.hpp"

#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {

namespace {

constexpr std::string_view kSettings =
    "SET search_path = pg_catalog, pg_temp;\n"
    "SET check_function_bodies = off;\n"
    "SET client_min_messages = warning;\n";

// What ends a comment, or hides in it, is made visible.
void comment(std::string& out, std::string_view text) { out += "-- " + printable(text) + "\n"; }

}  // namespace

std::string plan_sql(const Plan& plan, std::string_view from, std::string_view to) {
  if (plan.empty()) return "";
  std::string out;
  comment(out, "from " + std::string(from) + " to " + std::string(to));
  for (const std::string& note : plan.notes) comment(out, "note: " + note);
  if (plan.steps.empty()) return out;
  out += kSettings;
  if (plan.online) out += "SET lock_timeout = '5s';\n";
  bool open = false;
  for (const Step& step : plan.steps) {
    if (step.in_transaction != open) {
      out += open ? "COMMIT;\n" : "BEGIN;\n";
      if (!step.in_transaction && !open) out.resize(out.size() - std::string_view("BEGIN;\n").size());
      open = step.in_transaction;
    }
    std::string hazards;
    for (const Hazard hazard : step.hazards)
      hazards += (hazards.empty() ? "" : ", ") + std::string(about(hazard).name);
    if (!hazards.empty()) comment(out, hazards + ": " + step.object.kind + " " + to_text(step.object));
    out += step.sql + "\n";
  }
  if (open) out += "COMMIT;\n";
  return out;
}

std::string plan_json(const Plan& plan, std::string_view from, std::string_view to) {
  Json json;
  json["format"] = "schema_audit/plan";
  json["version"] = 1;
  json["from"] = to_utf8(from);
  json["to"] = to_utf8(to);
  json["steps"] = Json::array();
  for (const Step& step : plan.steps) {
    Json item;
    item["sql"] = to_utf8(step.sql);
    item["kind"] = step.object.kind;
    item["object"] = to_utf8(to_text(step.object));
    item["hazards"] = Json::array();
    for (const Hazard hazard : step.hazards) item["hazards"].push_back(std::string(about(hazard).name));
    if (step.lock != Lock::kNone) item["lock"] = std::string(to_text(step.lock));
    item["in_transaction"] = step.in_transaction;
    json["steps"].push_back(std::move(item));
  }
  json["notes"] = Json::array();
  for (const std::string& note : plan.notes) json["notes"].push_back(to_utf8(note));
  return dump(json, true) + "\n";
}

}  // namespace schema_audit
