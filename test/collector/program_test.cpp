#include "collector/program.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace schema_audit {
namespace {

using End = ProgramResult::End;

ProgramRun shell(const std::string& script) {
  ProgramRun run;
  run.command = {"sh", "-c", script};
  run.most_output = 100;
  return run;
}

TEST(Program, GetsItsInputAndGivesItsOutput) {
  ProgramRun run = shell("read word; echo \"$word $GIVEN\"; echo unseen >&2");
  run.input = "hello\n";
  run.variables = {"GIVEN=there"};
  const ProgramResult result = run_program(run);
  EXPECT_EQ(result.end, End::kExited);
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output, "hello there\n");
}

TEST(Program, TakesNoShell) {
  ProgramRun run;
  run.command = {"printf", "%s", "$(id) ; `id` | $HOME"};
  run.most_output = 100;
  EXPECT_EQ(run_program(run).output, "$(id) ; `id` | $HOME");
}

TEST(Program, SaysHowItEnded) {
  EXPECT_EQ(run_program(shell("exit 3")).text(), "exited with 3");
  EXPECT_EQ(run_program(shell("kill -9 $$")).text(), "was killed by signal 9");
  ProgramRun run;
  run.command = {"/no/such/program"};
  const ProgramResult result = run_program(run);
  EXPECT_EQ(result.end, End::kNotStarted);
  EXPECT_EQ(result.text(), "cannot be run: No such file or directory");
}

TEST(Program, IsKilledWithWhatItStartedWhenItTakesTooLong) {
  ProgramRun run = shell("sleep 1000 & echo $!; wait");
  run.timeout = std::chrono::seconds(1);
  const ProgramResult result = run_program(run);
  EXPECT_EQ(result.end, End::kTimedOut);
  const std::string child = result.output.substr(0, result.output.find('\n'));
  EXPECT_EQ(run_program(shell("for i in 1 2 3 4 5 6 7 8 9; do kill -0 " + child +
                              " 2>/dev/null || exit 0; grep -q '^State:.Z' /proc/" + child +
                              "/status && exit 0; sleep 0.1; done; exit 1"))
                .code,
            0);
}

TEST(Program, MayLeaveSomethingRunning) {
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(run_program(shell("sleep 20 & exit 0")).code, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST(Program, NeedNotRead) {
  std::signal(SIGPIPE, SIG_IGN);  // as install_signal_handlers() does
  ProgramRun run = shell("exit 0");
  const std::string much(1 << 20, 'x');
  run.input = much;
  EXPECT_EQ(run_program(run).code, 0);
}

TEST(Program, CannotFloodUs) {
  const ProgramResult result = run_program(shell("yes | head -c 1000000"));
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.output.size(), 100U);
}

TEST(Program, SeesNothingOfOurOwnSettings) {
  setenv("SCHEMA_AUDIT_CANARY", "1", 1);
  EXPECT_EQ(run_program(shell("env | grep -c SCHEMA_AUDIT_CANARY")).output, "0\n");
  unsetenv("SCHEMA_AUDIT_CANARY");
}

}  // namespace
}  // namespace schema_audit
