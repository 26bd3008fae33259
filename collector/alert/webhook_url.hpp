// The address of a webhook: checked before use, shown by its host only.
//
// The path and the query of such an address are usually the key to the
// channel, so they appear in no message.
#pragma once

#include <optional>
#include <string>

namespace schema_audit {

// The host, with the port when it is not the scheme's own; "?" when the text
// is not a URL. Safe for logs.
std::string webhook_host(const std::string& url);

// Why the address will not be used, or nullopt: it must be https, or http when
// the host is a loopback address or allow_http is set, and hold no password.
std::optional<std::string> webhook_url_problem(const std::string& url, bool allow_http);

}  // namespace schema_audit
