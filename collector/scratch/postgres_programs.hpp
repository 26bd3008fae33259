// The programs of a PostgreSQL server that is installed on this machine.
#pragma once

#include <filesystem>
#include <optional>

namespace schema_audit {

struct PostgresPrograms {
  std::filesystem::path directory;  // with initdb, pg_ctl and postgres
  int major = 0;
};

// Of those in PATH and where distributions put them: the wanted major version, else the next later one, else
// the latest. nullopt when there is none.
std::optional<PostgresPrograms> find_postgres_programs(int wanted_major);

}  // namespace schema_audit
