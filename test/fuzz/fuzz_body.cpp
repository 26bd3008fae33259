// libFuzzer's way into body.hpp.
#include <cstddef>
#include <cstdint>

#include "test/fuzz/body.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  schema_audit::test::fuzz_body({reinterpret_cast<const char*>(data), size});
  return 0;
}
