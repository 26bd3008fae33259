#include "test/fuzz/name.hpp"

#include <stdexcept>
#include <string>

#include "collector/error.hpp"
#include "collector/run/object_name.hpp"

namespace schema_audit::test {

namespace {

// Up to the next line, which no test needs in a name twice.
std::string take_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  std::string line(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

void typed(std::string_view bytes) {
  try {
    const ObjectName name = parse_object_name(bytes);
    for (const std::string& part : name.names) {
      if (part.empty()) throw std::logic_error("a part of the address is empty");
    }
  } catch (const CollectorError&) {
    return;
  }
}

void printed(const Identity& identity) {
  for (const std::string& text : {to_text(identity), identity.kind + " " + to_text(identity)}) {
    try {
      if (!means(parse_object_name(text), identity))
        throw std::logic_error("the address means something else: " + text);
    } catch (const CollectorError& error) {
      throw std::logic_error("the address is refused: " + text + ": " + error.what());
    }
  }
}

}  // namespace

void fuzz_name(std::string_view bytes) {
  typed(bytes);
  std::string_view rest = bytes;
  Identity identity;
  identity.schema = take_line(rest);
  identity.name = take_line(rest);
  identity.parent = take_line(rest);
  if (identity.schema.empty() || identity.name.empty()) return;
  identity.kind = "column";
  if (!identity.parent.empty()) printed(identity);
  identity.parent.clear();
  identity.kind = "table";
  printed(identity);
  identity.kind = "routine";
  printed(identity);
}

}  // namespace schema_audit::test
