// libFuzzer's way into document.hpp.
#include <cstddef>
#include <cstdint>

#include "test/fuzz/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  schema_audit::test::fuzz_document({reinterpret_cast<const char*>(data), size});
  return 0;
}
