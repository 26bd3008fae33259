#include "extension/backend/fault.hpp"

#ifdef SCHEMA_AUDIT_FAULTS

#include <cstdlib>

#include "extension/backend/guard.hpp"

namespace schema_audit {

namespace {

enum class Kind { kNone, kError, kBadAlloc };

char* setting = nullptr;
Kind wanted = Kind::kNone;
long left_to_pass = 0;
bool telling = false;

void arm(const char* text, void*) {
  wanted = Kind::kNone;
  if (text == nullptr || *text == '\0') return;
  char* end = nullptr;
  left_to_pass = std::strtol(text, &end, 10);
  wanted = std::strcmp(end, ":bad_alloc") == 0 ? Kind::kBadAlloc : Kind::kError;
}

// Is it this point's turn? Says so to a client that wants to know.
bool due(Kind kind) {
  if (wanted != kind || telling || !IsTransactionState() || --left_to_pass > 0) return false;
  wanted = Kind::kNone;
  telling = true;
  ereport(LOG,
          (errmsg_internal("schema_audit: a fault as asked for"), errhidestmt(true), errhidecontext(true)));
  telling = false;
  return true;
}

}  // namespace

void define_fault_setting() {
  DefineCustomStringVariable("schema_audit.fault", "Fails at a point of the code, for tests.", nullptr,
                             &setting, "", PGC_SUSET, GUC_NOT_IN_SAMPLE, nullptr, arm, nullptr);
}

void fault_in_server() {
  if (due(Kind::kError)) ereport(ERROR, (errmsg_internal("a fault as asked for")));
  if (due(Kind::kBadAlloc))
    ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg_internal("out of memory")));
}

bool fault_in_allocation() { return due(Kind::kError) || due(Kind::kBadAlloc); }

}  // namespace schema_audit

// Every C++ allocation of this library, and of no other: the symbols are not exported.
void* operator new(std::size_t size) {
  if (schema_audit::due(schema_audit::Kind::kBadAlloc)) throw std::bad_alloc();
  if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#endif
