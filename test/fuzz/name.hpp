// The property of addresses of objects that fuzzing looks for exceptions to.
#pragma once

#include <string_view>

namespace schema_audit::test {

// Whatever a user types is refused with CollectorError or has no empty part; and whatever the names of an
// object are, its address as it is printed means that object. Throws std::logic_error otherwise.
void fuzz_name(std::string_view bytes);

}  // namespace schema_audit::test
