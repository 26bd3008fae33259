#include "collector/store/seal_hash.hpp"

#include <charconv>
#include <chrono>
#include <optional>

#include "core/canonical/merkle.hpp"
#include "core/canonical/row_encoding.hpp"

namespace schema_audit {

namespace {

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc() || end != text.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::optional<std::string> uuid_bytes(std::string text) {
  constexpr std::size_t kDigits = 32;
  std::erase(text, '-');
  return text.size() == kDigits ? from_hex(text) : std::nullopt;
}

// Microseconds since 2000-01-01 00:00 UTC of 2026-11-21T13:35:00.904163Z.
std::optional<std::int64_t> server_time(std::string_view text) {
  constexpr std::size_t kLength = 27;
  if (text.size() != kLength) return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = -1;
    std::from_chars(text.data() + from, text.data() + from + length, value);
    return value;
  };
  namespace time = std::chrono;
  const time::year_month_day date{time::year(number(0, 4)), time::month(static_cast<unsigned>(number(5, 2))),
                                  time::day(static_cast<unsigned>(number(8, 2)))};
  if (!date.ok()) return std::nullopt;
  const time::days days = time::sys_days(date) - time::sys_days(time::year(2000) / time::January / 1);
  const time::seconds within =
      time::hours(number(11, 2)) + time::minutes(number(14, 2)) + time::seconds(number(17, 2));
  return time::microseconds(days + within).count() + number(20, 6);
}

}  // namespace

std::string block_hash(const BlockRow& block) {
  const auto incarnation = uuid_bytes(block.incarnation);
  const auto previous = from_hex(block.previous);
  const auto root = from_hex(block.root);
  const auto sealed_at = server_time(block.sealed_at);
  if (!incarnation || !previous || !root || !sealed_at) return "";
  RowEncoding row;
  row.begin(SealedRow::kBlock);
  std::uint8_t column = 0;
  row.add_uuid(++column, *incarnation);
  row.add_int64(++column, block.number);
  row.add_text(++column, block.algorithm);
  row.add_int64(++column, *sealed_at);
  row.add_int64(++column, static_cast<std::int64_t>(block.first_xid));
  row.add_int64(++column, static_cast<std::int64_t>(block.end_xid));
  row.add_int32(++column, block.transactions);
  row.add_int64(++column, block.rows);
  row.add_text(++column, *root);
  row.add_text(++column, *previous);
  return to_hex(row.leaf());
}

std::string block_root(const std::vector<TransactionRow>& transactions) {
  MerkleTree tree;
  RowEncoding row;
  for (const TransactionRow& transaction : transactions) {
    const auto incarnation = uuid_bytes(transaction.incarnation);
    const auto leaves = from_hex(transaction.leaves);
    const auto root = from_hex(transaction.root);
    if (!incarnation || !leaves || !root) return "";
    row.begin(SealedRow::kTransaction);
    std::uint8_t column = 0;
    row.add_uuid(++column, *incarnation);
    row.add_int64(++column, static_cast<std::int64_t>(transaction.xid));
    row.add_int32(++column, transaction.statements);
    row.add_int32(++column, transaction.objects);
    row.add_text(++column, *leaves);
    row.add_text(++column, *root);
    tree.add(row.leaf());
  }
  return to_hex(tree.root());
}

}  // namespace schema_audit
