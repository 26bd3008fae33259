// The link of an alert to where its reader goes on: an address of the configuration with places for what the
// alert is about. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schema_audit {

// What stands in for {alert}, {target}, {environment}, {severity} and {snapshot}.
struct LinkValues {
  std::string alert;
  std::string target;
  std::string environment;
  std::string severity;
  std::string snapshot;  // "latest" where none was taken
};

// Why an address of the configuration cannot be used, or nullopt.
std::optional<std::string> link_problem(std::string_view pattern);

// Every byte of a value that could mean something in an address is percent-encoded.
std::string fill_link(std::string_view pattern, const LinkValues& values);

// Whether a text is an address that people may be led to: http or https, and nothing in it that could end it.
bool is_link(std::string_view text);

}  // namespace schema_audit
