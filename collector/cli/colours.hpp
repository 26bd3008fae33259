// Whether people see colours.
#pragma once

namespace schema_audit {

// stdout is a terminal that has them, and NO_COLOR (https://no-color.org) is not set to anything.
bool colours_wanted();

}  // namespace schema_audit
