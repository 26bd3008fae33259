// The property of the interchange document that fuzzing looks for exceptions to.
#pragma once

#include <string_view>

namespace schema_audit::test {

// Whatever the bytes are: they are refused with DocumentError, or what was read from them is written as a
// document that reads back as the same bytes. The fingerprint of the document is not what decides. Throws
// std::logic_error otherwise.
void fuzz_document(std::string_view bytes);

}  // namespace schema_audit::test
