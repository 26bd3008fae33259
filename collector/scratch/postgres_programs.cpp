#include "collector/scratch/postgres_programs.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collector/program.hpp"

namespace schema_audit {

namespace {

namespace fs = std::filesystem;

bool has_programs(const fs::path& directory) {
  std::error_code error;
  return fs::exists(directory / "initdb", error) && fs::exists(directory / "pg_ctl", error) &&
         fs::exists(directory / "postgres", error);
}

std::vector<fs::path> candidates() {
  std::vector<fs::path> found;
  const char* variable = std::getenv("PATH");
  std::string_view path = variable != nullptr ? variable : "";
  for (;;) {
    const std::size_t colon = path.find(':');
    if (colon != 0 && !path.empty()) found.emplace_back(path.substr(0, colon));
    if (colon == std::string_view::npos) break;
    path.remove_prefix(colon + 1);
  }
  // Debian and its relatives; packages of the PostgreSQL project for Red Hat and its relatives.
  for (const auto& [parent, prefix] : {std::pair<const char*, std::string_view>{"/usr/lib/postgresql", ""},
                                       std::pair<const char*, std::string_view>{"/usr", "pgsql-"}}) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(parent, error)) {
      if (entry.path().filename().string().starts_with(prefix)) found.push_back(entry.path() / "bin");
    }
  }
  return found;
}

// 15 of "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; 0 when it says something else.
int major_of(const fs::path& directory) {
  const ProgramResult result =
      run_program({{(directory / "postgres").string(), "--version"}, {}, {}, 200, std::chrono::seconds(20)});
  const std::size_t at = result.output.find(") ");
  if (result.end != ProgramResult::End::kExited || at == std::string::npos) return 0;
  return std::atoi(result.output.c_str() + at + 2);
}

}  // namespace

std::optional<PostgresPrograms> find_postgres_programs(int wanted_major) {
  std::optional<PostgresPrograms> best;
  std::set<fs::path> seen;
  // Lower is better: none below the wanted version when there is a later one.
  const auto distance = [&](int major) {
    return major >= wanted_major ? major - wanted_major : 1000 - major;
  };
  for (const fs::path& directory : candidates()) {
    if (!has_programs(directory)) continue;
    std::error_code error;
    if (!seen.insert(fs::weakly_canonical(directory, error)).second) continue;
    const int major = major_of(directory);
    if (major < 13) continue;
    const bool latest = wanted_major == 0 && best && major > best->major;
    const bool nearer = wanted_major != 0 && best && distance(major) < distance(best->major);
    if (!best || latest || nearer) best = PostgresPrograms{directory, major};
  }
  return best;
}

}  // namespace schema_audit
