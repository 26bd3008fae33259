// Failures on demand, for tests: compiled in only with -DSCHEMA_AUDIT_FAULTS, where the setting
// schema_audit.fault = 'N:error' or 'N:bad_alloc' makes the Nth point that is passed from then on fail, once.
// Points are the borders between C++ and the server (guard, pg_call), C++ allocations, and the writing of rows.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

#ifdef SCHEMA_AUDIT_FAULTS

// REQUIRES: called once, from _PG_init.
void define_fault_setting();

// In C++: throws. For 'error' an SQL error, for 'bad_alloc' std::bad_alloc.
void fault_in_cpp();

// Where only trivially destructible values are alive: raises an SQL error.
void fault_in_server();

#else

inline void define_fault_setting() {}
inline void fault_in_cpp() {}
inline void fault_in_server() {}

#endif

}  // namespace schema_audit
