#include "collector/postgres/password_command.hpp"

#include <chrono>
#include <map>
#include <mutex>

#include "collector/error.hpp"
#include "collector/log/secrets.hpp"
#include "collector/program.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLongest = 64UL * 1024;
constexpr std::chrono::seconds kTimeout{30};

struct Cache {
  std::mutex mutex;
  std::map<std::vector<std::string>, std::string> answers;
};

Cache& cache() {
  // Never destroyed: a thread that was left behind may still ask.
  static auto* instance = new Cache();
  return *instance;
}

std::string ask(const std::vector<std::string>& command) {
  ProgramRun run;
  run.command = command;
  run.most_output = kLongest;
  run.timeout = kTimeout;
  const ProgramResult result = run_program(run);
  const std::string name = "password_command: " + printable(command.front());
  if (result.end != ProgramResult::End::kExited || result.code != 0)
    throw CollectorError(ExitCode::kPermission, name + " " + result.text());
  std::string password = result.output.substr(0, result.output.find('\n'));
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty()) throw CollectorError(ExitCode::kPermission, name + " printed no password");
  register_secret(password);
  return password;
}

}  // namespace

std::string password_from_command(const std::vector<std::string>& command, bool again) {
  Cache& known = cache();
  // Held while the program runs, so that targets that share a command ask once.
  const std::lock_guard lock(known.mutex);
  const auto found = known.answers.find(command);
  if (found != known.answers.end() && !again) return found->second;
  return known.answers[command] = ask(command);
}

}  // namespace schema_audit
