// What the chat channels have in common: marks, colours and the lines under a headline.
#pragma once

#include <cstdint>
#include <string>

#include "collector/alert/notice.hpp"

namespace schema_audit {

// What stands on a link.
inline constexpr const char* kLinkText = "Open the report";

// A sign and a word, since a colour alone says nothing to some people.
std::string severity_mark(Severity severity);

// 0xRRGGBB
std::uint32_t severity_colour(Severity severity);

// "3 more findings: schema-audit diff shop@6 shop@7", or "all of it: ..."; empty without findings. `left_out`
// are those of the notice that the channel had no room for.
std::string remainder(const Notice& notice, std::size_t left_out);

}  // namespace schema_audit
