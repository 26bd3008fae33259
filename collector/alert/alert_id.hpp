// The name of a piece of news, by which neither the outbox nor a receiver takes
// it twice.
#pragma once

#include <string>
#include <vector>

namespace schema_audit {

// "msg_" and 40 hexadecimal digits of SHA-256 over the parts, which are kept
// apart by their lengths. The same parts give the same id on every machine.
std::string alert_id(const std::vector<std::string>& parts);

}  // namespace schema_audit
