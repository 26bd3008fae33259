#include "test/support/postgres_cluster.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "test/support/listening.hpp"

namespace schema_audit {
namespace {

std::string output_of(const char* command) {
  std::string text;
  FILE* pipe = popen(command, "r");
  if (pipe == nullptr) return text;
  std::array<char, 256> buffer = {};
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) text += buffer.data();
  pclose(pipe);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

int free_port() {
  const auto [probe, port] = test::listen_here(1);
  close(probe);
  return port;
}

}  // namespace

PostgresCluster::PostgresCluster() : bin_(output_of("pg_config --bindir 2>/dev/null")), port_(free_port()) {
  if (geteuid() == 0) {
    const passwd* postgres = getpwnam("postgres");
    if (postgres == nullptr) {
      problem_ = "a server refuses to run as root, and there is no user postgres";
      return;
    }
    if (chown(directory_.path().c_str(), postgres->pw_uid, postgres->pw_gid) != 0) problem_ = "cannot chown";
  }
  directory_.write("password", kPassword);
  const std::string data = (directory_ / "data").string();
  if (!run("initdb", "-D " + data + " -U admin --auth-local=trust --auth-host=scram-sha-256 --pwfile=" +
                         (directory_ / "password").string() + " -E UTF8 --locale=C --no-sync")) {
    problem_ = "initdb failed in " + bin_;
    return;
  }
  std::ofstream(data + "/postgresql.conf", std::ios::app)
      << "listen_addresses = '127.0.0.1'\nport = " << port_ << "\nunix_socket_directories = '"
      << socket_directory() << "'\nfsync = off\n";
  if (!run("pg_ctl", "-D " + data + " -w -l " + (directory_ / "log").string() + " start"))
    problem_ = "pg_ctl failed";
}

PostgresCluster::~PostgresCluster() {
  run("pg_ctl", "-D " + (directory_ / "data").string() + " -m immediate stop");
}

bool PostgresCluster::run(const std::string& program, const std::string& arguments) const {
  const std::string as = geteuid() == 0 ? "runuser -u postgres -- " : "";
  const std::string command = "cd / && " + as + bin_ + "/" + program + " " + arguments + " >/dev/null 2>&1";
  return std::system(command.c_str()) == 0;
}

}  // namespace schema_audit
