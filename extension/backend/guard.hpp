// The border between C++ and the server, in both directions.
//
//   guard(f)     runs C++ under a function that the server called. Every exception ends here and becomes an
//   SQL error. pg_call(f)   runs a call into the server under living C++ objects. An SQL error becomes a
//   PgError, so that they
//                are destroyed; guard() raises it again with everything it carried.
//
// Code that keeps nothing but trivially destructible values alive may call the server directly: an error that
// jumps over such frames harms nothing. Code with a std::string, a std::vector or a lock in scope goes
// through pg_call. Nothing here is for threads: the server has none.
#pragma once

#include "extension/backend/fault.hpp"
#include "extension/backend/server.hpp"

namespace schema_audit {

// An SQL error on its way through C++ frames. The data lives in the memory context that was current when
// pg_call was entered; it is not freed with the exception. May be swallowed only outside of an internal
// subtransaction that was rolled back.
class PgError : public std::exception {
 public:
  explicit PgError(ErrorData* data) noexcept : data_(data) {}

  const char* what() const noexcept override {
    return data_->message != nullptr ? data_->message : "error without a message";
  }
  ErrorData* data() const noexcept { return data_; }

 private:
  ErrorData* data_;
};

// An error of our own that has an SQLSTATE. The message follows the server's style: lower case, no full stop.
class SqlError : public std::runtime_error {
 public:
  SqlError(int sqlstate, const std::string& message, std::string detail = {}, std::string hint = {})
      : std::runtime_error(message),
        sqlstate_(sqlstate),
        detail_(std::move(detail)),
        hint_(std::move(hint)) {}

  int sqlstate() const noexcept { return sqlstate_; }
  const std::string& detail() const noexcept { return detail_; }
  const std::string& hint() const noexcept { return hint_; }

 private:
  int sqlstate_;
  std::string detail_;
  std::string hint_;
};

// What is left of an exception when its catch block is over. Strings are in the current memory context.
struct Failure {
  ErrorData* data = nullptr;
  int sqlstate = 0;
  const char* message = nullptr;
  const char* detail = nullptr;
  const char* hint = nullptr;
};

// REQUIRES: called in a catch block.
Failure describe_current_exception() noexcept;

// REQUIRES: called outside of every catch block: an exception object that is jumped over is never freed.
[[noreturn]] void raise(const Failure& failure);

// Takes the error that was just caught by sigsetjmp off the server's error stack, and throws it.
[[noreturn]] void throw_pg_error();

template <typename Function>
auto guard(Function&& function) -> std::invoke_result_t<Function&> {
  static_assert(std::is_trivially_destructible_v<std::remove_reference_t<Function>>,
                "the error is raised over the function object: capture by reference");
  Failure failure;
  try {
    return function();
  } catch (...) {
    failure = describe_current_exception();
  }
  raise(failure);
}

// Puts the server's exception stacks back however the scope is left.
class ErrorStacks {
 public:
  ErrorStacks() noexcept : jump_(PG_exception_stack), context_(error_context_stack) {}
  ~ErrorStacks() { restore(); }
  ErrorStacks(const ErrorStacks&) = delete;
  ErrorStacks& operator=(const ErrorStacks&) = delete;

  void restore() const noexcept {
    PG_exception_stack = jump_;
    error_context_stack = context_;
  }

 private:
  sigjmp_buf* jump_;
  ErrorContextCallback* context_;
};

// REQUIRES: whatever the function creates is trivially destructible: an error jumps out of it without
// unwinding.
template <typename Function>
auto pg_call(Function&& function) -> std::invoke_result_t<Function&> {
  using Result = std::invoke_result_t<Function&>;
  static_assert(std::is_void_v<Result> || std::is_trivially_destructible_v<Result>,
                "an error jumps over the result: return plain values only");
  const ErrorStacks stacks;
  const MemoryContext context = CurrentMemoryContext;
  sigjmp_buf jump;
  if (sigsetjmp(jump, 0) == 0) {
    PG_exception_stack = &jump;
    fault_in_server();
    return function();
  }
  stacks.restore();
  MemoryContextSwitchTo(context);
  throw_pg_error();
}

}  // namespace schema_audit
