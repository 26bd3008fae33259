#include "collector/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include "collector/interrupt.hpp"

extern char** environ;

namespace schema_audit {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStep{20};

class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  void set(int fd) { fd_ = fd; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;

  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.set(ends[0]);
    write.set(ends[1]);
    return true;
  }
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const std::vector<std::string>& variables) {
  std::vector<std::string> result = variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view inherited = *variable;
    const std::string_view name = inherited.substr(0, inherited.find('=') + 1);
    const auto given = [&](const std::string& one) { return one.starts_with(name); };
    if (!inherited.starts_with("SCHEMA_AUDIT_") && std::ranges::none_of(variables, given))
      result.emplace_back(inherited);
  }
  return result;
}

// errno, or 0 and the process.
int start(const ProgramRun& run, int input, int output, pid_t& pid) {
  std::vector<std::string> command = run.command;
  std::vector<std::string> variables = environment_with(run.variables);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // A group of its own, so that what it started is killed with it; and the signals that we ignore.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGXFSZ);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  const int failure = posix_spawnp(&pid, command.front().c_str(), &actions, &attributes,
                                   pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return failure;
}

bool has_exited(pid_t pid) {
  siginfo_t info = {};
  return waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

// Feeds and reads until the program ends or closes its output or the deadline; that it does not read is its
// own affair.
void exchange(const ProgramRun& run, pid_t pid, Descriptor& input, Descriptor& output,
              steady_clock::time_point deadline, std::string& text) {
  std::string_view left = run.input;
  fcntl(input.get(), F_SETFL, O_NONBLOCK);
  fcntl(output.get(), F_SETFL, O_NONBLOCK);
  std::array<char, 4096> buffer;
  while (steady_clock::now() < deadline && !interrupt_requested()) {
    if (left.empty()) input.close();
    std::array<pollfd, 2> ready{{{output.get(), POLLIN, 0}, {input.get(), POLLOUT, 0}}};
    if (poll(ready.data(), ready.size(), static_cast<int>(kStep.count())) <= 0) {
      // What it left running may hold its output open.
      if (has_exited(pid)) break;
      continue;
    }
    if (ready[1].revents != 0) {
      const ssize_t written = write(input.get(), left.data(), left.size());
      if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
      if (written < 0 && errno != EAGAIN && errno != EINTR) left = {};
    }
    if (ready[0].revents == 0) continue;
    const ssize_t got = read(output.get(), buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) break;
    if (got > 0)
      text.append(buffer.data(), std::min(static_cast<std::size_t>(got), run.most_output - text.size()));
  }
  // One that closed its output may still read.
  while (!left.empty() && steady_clock::now() < deadline && !interrupt_requested()) {
    pollfd ready = {input.get(), POLLOUT, 0};
    if (poll(&ready, 1, static_cast<int>(kStep.count())) <= 0) continue;
    const ssize_t written = write(input.get(), left.data(), left.size());
    if (written < 0 && errno != EAGAIN && errno != EINTR) break;
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
  }
  input.close();
}

// Its status as waitpid(2) gives it, or -1 when it had to be killed.
int wait_for(pid_t pid, steady_clock::time_point deadline) {
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (steady_clock::now() < deadline && !interrupt_requested()) {
      std::this_thread::sleep_for(kStep);
      continue;
    }
    kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
    if (interrupt_requested()) throw Interrupted();
    return -1;
  }
  return status;
}

}  // namespace

std::string ProgramResult::text() const {
  switch (end) {
    case End::kExited:
      return "exited with " + std::to_string(code);
    case End::kSignalled:
      return "was killed by signal " + std::to_string(code);
    case End::kTimedOut:
      return "took too long";
    case End::kNotStarted:
      break;
  }
  return std::string("cannot be run: ") + std::strerror(code);
}

ProgramResult run_program(const ProgramRun& run) {
  ProgramResult result;
  Pipe input;
  Pipe output;
  pid_t pid = -1;
  if (!input.open() || !output.open()) {
    result.code = errno;
    return result;
  }
  const auto deadline = steady_clock::now() + run.timeout;
  result.code = start(run, input.read.get(), output.write.get(), pid);
  if (result.code != 0) return result;
  input.read.close();
  output.write.close();
  exchange(run, pid, input.write, output.read, deadline, result.output);
  const int status = wait_for(pid, deadline);
  if (status == -1) {
    result.end = ProgramResult::End::kTimedOut;
  } else if (WIFEXITED(status)) {
    result.end = ProgramResult::End::kExited;
    result.code = WEXITSTATUS(status);
  } else {
    result.end = ProgramResult::End::kSignalled;
    result.code = WTERMSIG(status);
  }
  return result;
}

}  // namespace schema_audit
