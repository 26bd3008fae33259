// A failure of one target: to connect, or of one query.
#pragma once

#include <string>

#include "collector/error.hpp"

namespace schema_audit {

class PostgresError : public CollectorError {
 public:
  // `message` is made one printable line without secrets. `sqlstate` is the
  // server's, or one of class 08 when the server did not get to speak.
  PostgresError(const std::string& target, const std::string& sqlstate, const std::string& message);

  const std::string& target() const noexcept { return target_; }
  // The message alone, for where the target stands beside it; what() has both.
  const std::string& text() const noexcept { return text_; }
  const std::string& sqlstate() const noexcept { return sqlstate_; }

  // The connection is of no use any more.
  bool is_connection_failure() const noexcept;

 private:
  PostgresError(const std::string& target, const std::string& sqlstate, std::string text, ExitCode exit_code);

  std::string target_;
  std::string sqlstate_;
  std::string text_;
};

// What an error says of a target that is named beside it.
std::string text_beside_target(const CollectorError& error);

inline constexpr const char* kCannotConnect = "08001";
inline constexpr const char* kConnectionLost = "08006";

}  // namespace schema_audit
