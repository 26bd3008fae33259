#include "test/fuzz/body.hpp"

#include <optional>
#include <stdexcept>

#include "core/canonical/encoding.hpp"

namespace schema_audit::test {

namespace {

std::optional<Object> decoded(std::string_view bytes) {
  try {
    return decode(bytes);
  } catch (const EncodingError&) {
    return std::nullopt;
  }
}

}  // namespace

void fuzz_body(std::string_view bytes) {
  auto object = decoded(bytes);
  if (!object) return;
  if (encode(*object) != bytes) throw std::logic_error("an encoding of one object in two ways");
  apply_hints(*object, bytes);
  const std::string hints = encode_hints(*object);
  apply_hints(*object, hints);
  if (encode_hints(*object) != hints) throw std::logic_error("hints that do not fit their own object");
  if (encode(*object) != bytes) throw std::logic_error("hints that are a part of the content");
}

}  // namespace schema_audit::test
