#include "collector/postgres/result.hpp"

#include <libpq-fe.h>

namespace schema_audit {

void ResultDeleter::operator()(pg_result* result) const noexcept { PQclear(result); }

int Result::rows() const { return PQntuples(handle_.get()); }

int Result::columns() const { return PQnfields(handle_.get()); }

std::string_view Result::column_name(int column) const {
  const char* name = PQfname(handle_.get(), column);
  return name == nullptr ? std::string_view() : name;
}

std::optional<std::string_view> Result::field(int row, int column) const {
  if (PQgetisnull(handle_.get(), row, column) != 0) return std::nullopt;
  return std::string_view(PQgetvalue(handle_.get(), row, column),
                          static_cast<std::size_t>(PQgetlength(handle_.get(), row, column)));
}

std::string Result::text(int row, int column) const { return std::string(field(row, column).value_or("")); }

std::string_view Result::command_tag() const { return PQcmdStatus(handle_.get()); }

}  // namespace schema_audit
