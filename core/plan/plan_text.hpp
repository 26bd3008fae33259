// Plans for people, psql and programs.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/plan/plan.hpp"

namespace schema_audit {

// What every session that runs a plan sets first.
inline constexpr std::array<std::string_view, 3> kPlanSettings{"SET search_path = pg_catalog, pg_temp",
                                                               "SET check_function_bodies = off",
                                                               "SET client_min_messages = warning"};

// SQL that psql, or any client, runs: settings first, then transactions; hazards and notes as comments. Empty
// when the plan is. from and to say what the sides are.
std::string plan_sql(const Plan& plan, std::string_view from, std::string_view to);

// {"format": "schema_audit/plan", "version": 1, "from", "to", "steps": [{"sql", "kind", "object", "hazards",
// "lock"?, "in_transaction"}], "notes", "proof"?}
std::string plan_json(const Plan& plan, std::string_view from, std::string_view to);

}  // namespace schema_audit
