#include "test/fuzz/document.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "core/render/snapshot_codec.hpp"
#include "core/render/snapshot_reader.hpp"

namespace schema_audit::test {

namespace {

std::optional<Snapshot> read_unchecked(std::string_view bytes) {
  try {
    SnapshotReader reader;
    nlohmann::json::sax_parse(bytes, &reader);
    return reader.take();
  } catch (const DocumentError&) {
    return std::nullopt;
  }
}

bool is_refused(std::string_view bytes) {
  try {
    snapshot_from_json(bytes);
    return false;
  } catch (const DocumentError&) {
    return true;
  }
}

}  // namespace

void fuzz_document(std::string_view bytes) {
  auto snapshot = read_unchecked(bytes);
  if (!snapshot) {
    if (!is_refused(bytes)) throw std::logic_error("the reader refuses what the codec takes");
    return;
  }
  (void)is_refused(bytes);
  seal(*snapshot);
  const std::string text = snapshot_to_json(*snapshot, false);
  Snapshot again;
  try {
    again = snapshot_from_json(text);
  } catch (const DocumentError& error) {
    if (std::string_view(error.what()).ends_with(" twice")) return;
    throw std::logic_error(std::string("what was read cannot be written: ") + error.what());
  }
  if (snapshot_to_json(again, false) != text) throw std::logic_error("read back, it is another document");
}

}  // namespace schema_audit::test
