#include "collector/scratch/private_cluster.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "collector/error.hpp"
#include "collector/program.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{120};
constexpr std::chrono::milliseconds kStep{20};
constexpr const char* kUser = "postgres";

constexpr const char* kSettings = R"(
listen_addresses = ''
port = 5432
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 32MB
max_connections = 20
max_locks_per_transaction = 1024
wal_level = logical
lc_messages = 'C'
timezone = 'UTC'
)";

std::string last_line(const fs::path& path) {
  std::ifstream file(path);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

void run(std::vector<std::string> command, const std::string& what) {
  const ProgramResult result = run_program({std::move(command), {"LC_ALL=C"}, {}, 0, kPatience});
  if (result.end == ProgramResult::End::kExited && result.code == 0) return;
  throw CollectorError(ExitCode::kUnavailable,
                       "cannot make a private PostgreSQL server: " + what + " " + result.text());
}

}  // namespace

PrivateCluster::PrivateCluster(const PostgresPrograms& programs) {
  if (geteuid() == 0) {
    throw CollectorError(ExitCode::kUnavailable,
                         "PostgreSQL does not run as root: run this as another user, or name a server "
                         "(--prove postgresql://...)");
  }
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "schema-audit-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) {
    throw CollectorError(ExitCode::kUnavailable,
                         "cannot make a directory for a private server: " + printable(pattern) + ": " +
                             (error ? error.message() : std::strerror(errno)));
  }
  directory_ = pattern;
  try {
    make(programs);
  } catch (...) {
    remove();
    throw;
  }
}

PrivateCluster::~PrivateCluster() { remove(); }

void PrivateCluster::make(const PostgresPrograms& programs) const {
  const std::string data = (directory_ / "data").string();
  run({(programs.directory / "initdb").string(), "--pgdata=" + data, std::string("--username=") + kUser,
       "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"},
      "initdb");
  {
    std::ofstream file(directory_ / "data" / "postgresql.conf", std::ios::app);
    file << kSettings;
    if (programs.major >= 15) file << "allow_in_place_tablespaces = on\n";
    if (!file.flush()) throw CollectorError(ExitCode::kUnavailable, "cannot configure a private server");
  }
  const fs::path log = directory_ / "server.log";
  try {
    // The directory's path holds no blank and no quote that TMPDIR did not put there.
    std::string socket = directory_.string();
    for (std::size_t i = 0; (i = socket.find('\'', i)) != std::string::npos; i += 2) socket.insert(i, "'");
    std::ofstream(directory_ / "data" / "postgresql.auto.conf", std::ios::app)
        << "unix_socket_directories = '" << socket << "'\n";
    run({(programs.directory / "pg_ctl").string(), "start", "--pgdata=" + data, "--log=" + log.string(),
         "--wait", "--silent"},
        "pg_ctl");
  } catch (const CollectorError& failure) {
    const std::string why = last_line(log);
    if (why.empty() || failure.exit_code() != ExitCode::kUnavailable) throw;
    throw CollectorError(ExitCode::kUnavailable, std::string(failure.what()) + ": " + printable(why));
  }
}

// Also when we are to stop: without another program, and without waiting for longer than the server needs.
void PrivateCluster::remove() const noexcept {
  std::error_code error;
  pid_t server = 0;
  try {
    std::ifstream(directory_ / "data" / "postmaster.pid") >> server;
    if (server > 1 && kill(server, SIGQUIT) == 0) {
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
      while (kill(server, 0) == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(kStep);
    }
    fs::remove_all(directory_, error);
  } catch (...) {
    // What is left is in the directory for temporary files.
  }
}

ConnectionConfig PrivateCluster::connection() const {
  ConnectionConfig connection;
  connection.parameters = {
      {"host", directory_.string()}, {"port", "5432"}, {"user", kUser}, {"dbname", "postgres"}};
  return connection;
}

}  // namespace schema_audit
