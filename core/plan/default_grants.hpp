// What ALTER DEFAULT PRIVILEGES gives to an object when it is created.
#pragma once

#include "core/plan/decisions.hpp"
#include "core/plan/model.hpp"

namespace schema_audit {

// By grantee. Default privileges stay in force until the plan is through with everything else.
TextMap default_grants(const Model& before, const Decisions& decisions, const Unit& unit);

}  // namespace schema_audit
