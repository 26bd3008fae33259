// Passwords that a program prints: a client of Vault, of a cloud's secret store, of a password manager.
#pragma once

#include <string>
#include <vector>

namespace schema_audit {

// The first line of what the command prints. Each command is run once and its answer kept in memory for the
// run; `again` asks it anew, for when the kept answer was refused. The answer is made known to
// hide_secrets(). Throws CollectorError (permission) that names the program, and Interrupted. Thread-safe.
std::string password_from_command(const std::vector<std::string>& command, bool again);

}  // namespace schema_audit
