#include "core/plan/plan_text.hpp"

#include "core/plan/words.hpp"
#include "core/render/json_value.hpp"
#include "core/render/printable.hpp"
#include "core/render/utf8.hpp"

namespace schema_audit {

namespace {

// A statement that waits for its lock makes everybody wait who comes after it: it gives up soon, lets the
// others through, and comes back.
constexpr std::string_view kPatiently = R"(SET lock_timeout = 0;
CREATE OR REPLACE PROCEDURE pg_temp.patiently(command text) LANGUAGE plpgsql AS $$
BEGIN
  FOR attempt IN 1..100 LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', '2s', true);
      EXECUTE command;
      RETURN;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
      IF attempt = 100 THEN RAISE; END IF;
      PERFORM pg_catalog.pg_sleep(0.1 * least(attempt, 50));
    END;
  END LOOP;
END
$$;
)";

// What ends a comment, or hides in it, is made visible.
void comment(std::string& out, std::string_view text) { out += "-- " + printable(text) + "\n"; }

// Whether others wait while it waits for its lock; a statement that cannot run in a procedure never does so.
bool blocks_others(const Step& step) {
  return !step.has(Hazard::kOutsideTransaction) &&
         (step.lock == Lock::kShare || step.lock == Lock::kShareRowExclusive ||
          step.lock == Lock::kAccessExclusive);
}

std::string patiently(const std::string& sql) {
  return "CALL pg_temp.patiently(" + dollar_quoted(std::string_view(sql).substr(0, sql.size() - 1)) + ");";
}

}  // namespace

std::string plan_sql(const Plan& plan, std::string_view from, std::string_view to) {
  if (plan.empty()) return "";
  std::string out;
  comment(out, "from " + std::string(from) + " to " + std::string(to));
  if (!plan.proof.empty()) comment(out, "proved " + plan.proof);
  for (const std::string& note : plan.notes) comment(out, "note: " + note);
  if (plan.steps.empty()) return out;
  for (const std::string_view setting : kPlanSettings) out += std::string(setting) + ";\n";
  if (plan.online) out += kPatiently;
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
    if (plan.online && step.lock != Lock::kNone) comment(out, "lock: " + std::string(to_text(step.lock)));
    if (!hazards.empty()) comment(out, hazards + ": " + step.object.kind + " " + to_text(step.object));
    out += (plan.online && blocks_others(step) ? patiently(step.sql) : step.sql) + "\n";
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
  if (!plan.proof.empty()) json["proof"] = to_utf8(plan.proof);
  return dump(json, true) + "\n";
}

}  // namespace schema_audit
