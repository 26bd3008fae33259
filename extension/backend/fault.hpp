// Failures on demand, for tests: compiled in only with -DSCHEMA_AUDIT_FAULTS, where the setting
// schema_audit.fault = 'N:error' or 'N:bad_alloc' makes the Nth point that is passed from then on fail, once.
// Points are the calls into the server (pg_call, and the functions that read or write catalogs and the log
// directly), C++ allocations, notes in the memory of the transaction, and the writing of rows.
#pragma once

#include "extension/backend/server.hpp"

namespace schema_audit {

#ifdef SCHEMA_AUDIT_FAULTS

// REQUIRES: called once, from _PG_init.
void define_fault_setting();

// Where only trivially destructible values are alive: raises an SQL error.
void fault_in_server();

// Whether an allocation that must not raise an error is to fail.
bool fault_in_allocation();

#else

inline void define_fault_setting() {}
inline void fault_in_server() {}
inline bool fault_in_allocation() { return false; }

#endif

}  // namespace schema_audit
