// Time in the rows of a store: RFC 3339, UTC, always six digits of a second
// (format_utc() in collector/clock.hpp), so that the order of the text is the
// order of time.
#pragma once

#include <string>

namespace schema_audit {

using Timestamp = std::string;

}  // namespace schema_audit
