// libFuzzer's way into name.hpp.
#include <cstddef>
#include <cstdint>

#include "test/fuzz/name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  schema_audit::test::fuzz_name({reinterpret_cast<const char*>(data), size});
  return 0;
}
