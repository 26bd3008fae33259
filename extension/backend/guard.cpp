#include "extension/backend/guard.hpp"

namespace schema_audit {

namespace {

// Never fails: without memory there is no text.
const char* copy_text(const char* text) noexcept {
  if (text == nullptr || *text == '\0') return nullptr;
  const std::size_t size = std::strlen(text) + 1;
  void* copy = MemoryContextAllocExtended(CurrentMemoryContext, size, MCXT_ALLOC_NO_OOM);
  if (copy != nullptr) std::memcpy(copy, text, size);
  return static_cast<const char*>(copy);
}

}  // namespace

Failure describe_current_exception() noexcept {
  Failure failure;
  try {
    throw;
  } catch (const PgError& error) {
    failure.data = error.data();
  } catch (const SqlError& error) {
    failure.sqlstate = error.sqlstate();
    failure.message = copy_text(error.what());
    failure.detail = copy_text(error.detail().c_str());
    failure.hint = copy_text(error.hint().c_str());
  } catch (const std::bad_alloc&) {
    failure.sqlstate = ERRCODE_OUT_OF_MEMORY;
    failure.message = "out of memory";
  } catch (const std::exception& error) {
    failure.sqlstate = ERRCODE_INTERNAL_ERROR;
    failure.message = copy_text(error.what());
  } catch (...) {
    failure.sqlstate = ERRCODE_INTERNAL_ERROR;
  }
  return failure;
}

void raise(const Failure& failure) {
  if (failure.data != nullptr) ReThrowError(failure.data);
  ereport(ERROR, (errcode(failure.sqlstate),
                  errmsg_internal("%s", failure.message != nullptr ? failure.message : "unexpected error"),
                  failure.detail != nullptr ? errdetail_internal("%s", failure.detail) : 0,
                  failure.hint != nullptr ? errhint("%s", failure.hint) : 0));
  pg_unreachable();
}

void throw_pg_error() {
  ErrorData* volatile data = nullptr;
  const MemoryContext context = CurrentMemoryContext;
  {
    // The copy itself can run out of memory; that must not jump over the caller's objects either.
    const ErrorStacks stacks;
    sigjmp_buf jump;
    if (sigsetjmp(jump, 0) == 0) {
      PG_exception_stack = &jump;
      // The context of errors is reset below.
      if (context == ErrorContext) MemoryContextSwitchTo(TopMemoryContext);
      data = CopyErrorData();
    }
  }
  MemoryContextSwitchTo(context);
  FlushErrorState();
  if (data == nullptr) throw std::bad_alloc();
  throw PgError(data);
}

}  // namespace schema_audit
