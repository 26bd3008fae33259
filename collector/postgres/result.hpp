// The rows of one query, in text form. Owns its PGresult; movable. Safe to read
// from any thread, like any immutable value. Independent of its connection.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct pg_result;

namespace schema_audit {

struct ResultDeleter {
  void operator()(pg_result* result) const noexcept;
};
using ResultHandle = std::unique_ptr<pg_result, ResultDeleter>;

class Result {
 public:
  explicit Result(ResultHandle handle) : handle_(std::move(handle)) {}

  int rows() const;
  int columns() const;
  std::string_view column_name(int column) const;

  // nullopt for NULL. Valid as long as the Result.
  // REQUIRES: 0 <= row < rows(), 0 <= column < columns()
  std::optional<std::string_view> field(int row, int column) const;

  // The field, "" for NULL.
  std::string text(int row, int column) const;

  // "FETCH 12", "BEGIN", ...
  std::string_view command_tag() const;

 private:
  ResultHandle handle_;
};

}  // namespace schema_audit
