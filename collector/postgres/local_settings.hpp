// Settings of the server for the transaction that a connection is in.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "collector/postgres/connection.hpp"

namespace schema_audit {

// Throws PostgresError.
void set_locally(Connection& connection,
                 std::span<const std::pair<std::string_view, std::string_view>> settings);

}  // namespace schema_audit
