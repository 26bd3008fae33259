// The property of the canonical encoding that fuzzing looks for exceptions to.
#pragma once

#include <string_view>

namespace schema_audit::test {

// Whatever the bytes are: they are refused with EncodingError, or they are the encoding of the object that
// was read from them. Hints of any bytes can be put to it. Throws std::logic_error otherwise.
void fuzz_body(std::string_view bytes);

}  // namespace schema_audit::test
