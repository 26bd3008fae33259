#include "extension/backend/subtransaction.hpp"

namespace schema_audit {

namespace {

SqlError to_sql_error(const PgError& error) {
  const ErrorData* data = error.data();
  const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  return {data->sqlerrcode, error.what(), text(data->detail), text(data->hint)};
}

}  // namespace

void in_reading_subtransaction(const std::function<void()>& function) {
  const MemoryContext context = CurrentMemoryContext;
  const ResourceOwner owner = CurrentResourceOwner;
  pg_call([] { BeginInternalSubTransaction(nullptr); });
  MemoryContextSwitchTo(context);
  std::exception_ptr failure;
  try {
    function();
  } catch (const PgError& error) {
    failure = std::make_exception_ptr(to_sql_error(error));
  } catch (...) {
    failure = std::current_exception();
  }
  // Outside of the catch block: the server may raise an error of its own here.
  pg_call([] { RollbackAndReleaseCurrentSubTransaction(); });
  MemoryContextSwitchTo(context);
  CurrentResourceOwner = owner;
  if (failure) std::rethrow_exception(failure);
}

}  // namespace schema_audit
