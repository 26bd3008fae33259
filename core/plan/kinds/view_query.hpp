// The queries of views and materialized views.
#pragma once

#include <string>
#include <string_view>

#include "core/plan/model.hpp"

namespace schema_audit {

// Without its semicolon.
std::string query_of(const Unit& view);

// A view with the same columns that reads nothing: it stands in while what the real one needs is not there
// yet, or no longer. command: "CREATE" or "CREATE OR REPLACE".
std::string empty_view(const Model& model, const Unit& view, std::string_view command);

}  // namespace schema_audit
