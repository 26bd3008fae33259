#include "extension/seal/sealed_transaction.hpp"

#include "core/canonical/merkle.hpp"

namespace schema_audit {

namespace {

constexpr int kXid = object_column::kXid;
static_assert(kXid == int{transaction_column::kXid} && kXid == int{statement_column::kXid});
constexpr std::size_t kShortLeaf = 8;

const char* table_of(bool object) { return object ? "ddl_object" : "ddl_statement"; }

}  // namespace

TransactionReader::TransactionReader(Oid log_schema, const Incarnation& incarnation, KeyRange xids)
    : seals_(log_schema, transaction_table(), incarnation, xids),
      statements_(log_schema, statement_table(), incarnation, xids),
      objects_(log_schema, object_table(), incarnation, xids),
      has_seal_(seals_.next()),
      has_statement_(statements_.next()),
      has_object_(objects_.next()) {}

const SealedTransaction* TransactionReader::next() {
  if (!has_seal_ && !has_statement_ && !has_object_) return nullptr;
  current_ = SealedTransaction{};
  current_.xid = UINT64_MAX;
  if (has_seal_) current_.xid = std::min(current_.xid, seals_.uint64_at(kXid));
  if (has_statement_) current_.xid = std::min(current_.xid, statements_.uint64_at(kXid));
  if (has_object_) current_.xid = std::min(current_.xid, objects_.uint64_at(kXid));
  read_rows();
  current_.sealed = has_seal_ && seals_.uint64_at(kXid) == current_.xid;
  if (current_.sealed) {
    using namespace transaction_column;
    current_.leaf = seals_.leaf();
    leaves_ = seals_.bytes_at(kLeaves);
    root_ = seals_.bytes_at(kRoot);
    statements_counted_ = seals_.int32_at(kStatements);
    objects_counted_ = seals_.int32_at(kObjects);
    current_.rows = std::int64_t{statements_counted_} + objects_counted_;
    has_seal_ = seals_.next();
    compare();
  }
  return &current_;
}

// In the order of number over both tables.
void TransactionReader::read_rows() {
  rows_.clear();
  const auto here = [&](bool has, const LogScan& scan) {
    return has && scan.uint64_at(kXid) == current_.xid;
  };
  for (;;) {
    const bool statement = here(has_statement_, statements_);
    const bool object = here(has_object_, objects_);
    if (!statement && !object) break;
    const std::int32_t of_statement = statement ? statements_.int32_at(statement_column::kNumber) : INT32_MAX;
    const std::int32_t of_object = object ? objects_.int32_at(object_column::kNumber) : INT32_MAX;
    if (statement && of_statement <= of_object) {
      if (current_.logged_at == 0) current_.logged_at = statements_.int64_at(statement_column::kLoggedAt);
      rows_.push_back({of_statement, false, statements_.leaf()});
      has_statement_ = statements_.next();
    } else {
      rows_.push_back({of_object, true, objects_.leaf()});
      has_object_ = objects_.next();
    }
  }
  current_.found = static_cast<std::int64_t>(rows_.size());
}

void TransactionReader::compare() {
  MerkleTree tree;
  std::int32_t objects = 0;
  for (const Row& row : rows_) {
    tree.add(row.leaf);
    if (row.object) ++objects;
  }
  const bool counts = objects == objects_counted_ && current_.found == current_.rows;
  if (counts && to_bytes(tree.root()) == root_ && leaves_.size() == rows_.size() * kShortLeaf) return;
  current_.problem = first_difference();
}

std::string TransactionReader::first_difference() const {
  const std::size_t count = leaves_.size() / kShortLeaf;
  const auto matches = [&](std::size_t row, std::size_t leaf) {
    return row < rows_.size() && leaf < count &&
           std::memcmp(rows_[row].leaf.data(), leaves_.data() + leaf * kShortLeaf, kShortLeaf) == 0;
  };
  std::size_t at = 0;
  while (matches(at, at)) ++at;
  const auto name = [&](std::size_t row) {
    return std::string("row ") + std::to_string(rows_[row].number) + " of " + table_of(rows_[row].object);
  };
  if (at == count && at == rows_.size())
    return "its seal was altered: the rows fit the leaves, but not the root or the counts";
  if (at == rows_.size() || matches(at, at + 1)) {
    return at == 0 ? "its first row is missing" : "the row after " + name(at - 1) + " is missing";
  }
  if (at == count || matches(at + 1, at)) return name(at) + " is surplus";
  return name(at) + " was altered";
}

}  // namespace schema_audit
