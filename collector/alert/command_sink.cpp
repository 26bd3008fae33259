#include "collector/alert/command_sink.hpp"

#include "collector/alert/notice.hpp"
#include "collector/error.hpp"
#include "collector/program.hpp"

namespace schema_audit {
namespace {

constexpr int kTemporaryFailure = 75;

std::vector<std::string> variables_of(const Notice& notice) {
  return {"SCHEMA_AUDIT_ALERT=" + notice.id,
          "SCHEMA_AUDIT_SEVERITY=" + std::string(to_text(notice.severity)),
          "SCHEMA_AUDIT_ENVIRONMENT=" + notice.environment,
          "SCHEMA_AUDIT_TARGET=" + notice.target,
          "SCHEMA_AUDIT_HEADLINE=" + notice.headline(),
          "SCHEMA_AUDIT_LINK=" + notice.link};
}

}  // namespace

CommandSink::CommandSink(const AlertChannelConfig& config) : command_(config.command) {}

SendResult CommandSink::send(const AlertMessage& message) {
  using End = ProgramResult::End;
  using Status = SendResult::Status;
  ProgramRun run;
  try {
    run.variables = variables_of(parse_notice(message.id, message.payload));
  } catch (const CollectorError& error) {
    return {Status::kGone, error.what(), std::nullopt};
  }
  run.command = command_;
  run.input = message.payload;
  const ProgramResult result = run_program(run);
  if (result.end == End::kExited && result.code == 0) return {Status::kDelivered, "", std::nullopt};
  const bool later = result.end == End::kTimedOut || result.end == End::kNotStarted ||
                     (result.end == End::kExited && result.code == kTemporaryFailure);
  return {later ? Status::kDown : Status::kRefused, command_.front() + " " + result.text(), std::nullopt};
}

std::string CommandSink::preview(const AlertMessage& message) const {
  std::string text = "run";
  for (const std::string& word : command_) text += " " + word;
  return text + "\n" + message.payload + "\n";
}

}  // namespace schema_audit
