#include "collector/run/deep_check.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "collector/interrupt.hpp"
#include "collector/run/event_pull.hpp"
#include "collector/store/event_columns.hpp"
#include "collector/store/pg_snapshot.hpp"
#include "core/canonical/hash.hpp"
#include "core/model/identity.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kObjectsAtOnce = 5000;
constexpr std::size_t kShown = 5;
constexpr std::size_t kLongestValue = 200;
constexpr auto kEnd = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

using Texts = std::vector<std::optional<std::string>>;

std::string field_text(const std::string& value) { return value; }
std::string field_text(bool value) { return value ? "true" : "false"; }
std::string field_text(const TextArray& items) {
  std::string text = "{";
  for (const std::string& item : items) text += (text.size() > 1 ? "," : "") + quote_literal(item);
  return text + "}";
}
template <typename Integer>
requires std::is_integral_v<Integer> std::string field_text(Integer value) { return std::to_string(value); }

template <typename Value>
std::optional<std::string> field_or_null(const Value& value) {
  return field_text(value);
}
template <typename Value>
std::optional<std::string> field_or_null(const std::optional<Value>& value) {
  return value ? std::optional<std::string>(field_text(*value)) : std::nullopt;
}

// One row of any of the tables.
struct AnyRow {
  std::int32_t number = 0;
  std::string_view table;
  std::span<const Column> columns;
  Texts values;
};

template <typename Row, typename Visit>
AnyRow any_row(const Row& row, std::int32_t number, std::string_view table, std::span<const Column> columns,
               Visit visit) {
  AnyRow any{number, table, columns, {}};
  visit(row, [&](const auto&... fields) { (any.values.push_back(field_or_null(fields)), ...); });
  return any;
}

// By number; the transaction's own row comes first.
std::vector<AnyRow> in_order(const LogRows& rows) {
  std::vector<AnyRow> all;
  for (const TransactionRow& row : rows.transactions) {
    all.push_back(any_row(row, 0, "ddl_transaction", kTransactionColumns,
                          [](const auto& r, auto visit) { visit_transaction(r, visit); }));
  }
  for (const StatementRow& row : rows.events.statements) {
    all.push_back(any_row(row, row.number, "ddl_statement", kStatementColumns,
                          [](const auto& r, auto visit) { visit_statement(r, visit); }));
  }
  for (const ObjectRow& row : rows.events.objects) {
    all.push_back(any_row(row, row.number, "ddl_object", kObjectColumns,
                          [](const auto& r, auto visit) { visit_object(r, visit); }));
  }
  std::ranges::sort(all, {}, [](const AnyRow& row) { return std::pair(row.number, row.table); });
  return all;
}

std::string shown(const std::optional<std::string>& value) {
  return value ? "'" + printable(shortened(*value, kLongestValue)) + "'" : "NULL";
}

RowDifference difference_in(const AnyRow& row, RowDifference::Kind kind) {
  RowDifference difference;
  difference.number = row.number;
  difference.table = row.table;
  difference.kind = kind;
  return difference;
}

struct Key {
  std::string incarnation;
  std::uint64_t xid = 0;
};

Key key_of(const LogRows& rows) {
  if (!rows.events.statements.empty())
    return {rows.events.statements.front().incarnation, rows.events.statements.front().xid};
  if (!rows.events.objects.empty())
    return {rows.events.objects.front().incarnation, rows.events.objects.front().xid};
  if (!rows.transactions.empty())
    return {rows.transactions.front().incarnation, rows.transactions.front().xid};
  return {};
}

bool empty(const LogRows& rows) {
  return rows.events.statements.empty() && rows.events.objects.empty() && rows.transactions.empty();
}

std::optional<RowDifference> merge(const std::vector<AnyRow>& outside, const std::vector<AnyRow>& inside) {
  const auto rank = [](const AnyRow& row) { return std::pair(row.number, row.table); };
  std::size_t o = 0;
  std::size_t i = 0;
  while (o < outside.size() || i < inside.size()) {
    if (i == inside.size() || (o < outside.size() && rank(outside[o]) < rank(inside[i])))
      return difference_in(outside[o], RowDifference::Kind::kMissing);
    if (o == outside.size() || rank(inside[i]) < rank(outside[o]))
      return difference_in(inside[i], RowDifference::Kind::kSurplus);
    for (std::size_t c = 0; c < outside[o].values.size(); ++c) {
      if (outside[o].values[c] == inside[i].values[c]) continue;
      RowDifference difference = difference_in(outside[o], RowDifference::Kind::kAltered);
      difference.column = outside[o].columns[c].name;
      difference.outside = shown(outside[o].values[c]);
      difference.inside = shown(inside[i].values[c]);
      return difference;
    }
    ++o;
    ++i;
  }
  return std::nullopt;
}

std::map<std::uint64_t, LogRows> by_transaction(LogRows&& rows) {
  std::map<std::uint64_t, LogRows> all;
  for (StatementRow& row : rows.events.statements) all[row.xid].events.statements.push_back(std::move(row));
  for (ObjectRow& row : rows.events.objects) all[row.xid].events.objects.push_back(std::move(row));
  for (TransactionRow& row : rows.transactions) all[row.xid].transactions.push_back(std::move(row));
  return all;
}

// Where transactions of one incarnation may be missing.
struct Absences {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pruned;  // [first, end)
  std::uint64_t kept_below = kEnd;  // an incarnation that did not go on: what was committed later may be lost

  bool is_pruned(std::uint64_t xid) const {
    return std::ranges::any_of(pruned,
                               [&](const auto& range) { return xid >= range.first && xid < range.second; });
  }
};

class RowComparison {
 public:
  RowComparison(Store& store, TargetId target, const LogContent& content)
      : store_(store), target_(target), content_(content) {
    for (AcceptedTransaction& row : store.accepted_transactions(target))
      accepted_[{row.incarnation, row.xid}] = std::move(row.digest);
    for (AnchorRow& anchor : store.anchors(target)) anchors_.emplace(anchor.incarnation, std::move(anchor));
  }

  DeepReport run() {
    for (const std::string& incarnation : store_.incarnations(target_)) {
      const Absences absences = compare_blocks(incarnation);
      compare(incarnation, absences);
    }
    conclude();
    return std::move(report_);
  }

 private:
  Absences compare_blocks(const std::string& incarnation) {
    Absences absences;
    std::map<std::int64_t, BlockRow> stored;
    for (BlockRow& block : store_.blocks(target_, incarnation))
      stored.emplace(block.number, std::move(block));
    std::uint64_t end = 0;
    for (BlockRow& block : content_.blocks(incarnation)) {
      const auto it = stored.find(block.number);
      end = block.end_xid;
      if (block.pruned_at && (it == stored.end() || it->second.hash == block.hash))
        absences.pruned.emplace_back(block.first_xid, block.end_xid);
      if (it == stored.end()) continue;
      compare_block(it->second, block);
      stored.erase(it);
    }
    const auto anchor = anchors_.find(incarnation);
    const bool superseded = anchor != anchors_.end() && anchor->second.superseded;
    if (superseded) absences.kept_below = end;
    for (const auto& [number, block] : stored) {
      if (anchor == anchors_.end() || number > anchor->second.head) continue;
      report_.findings.push_back(rewritten(
          "block " + std::to_string(number) + " of the log is missing (incarnation " + incarnation + ")",
          {incarnation, std::to_string(number), "missing", block.hash, anchor->second.seen_at}));
    }
    return absences;
  }

  // What the retention writes into a block is no alteration.
  void compare_block(BlockRow outside, BlockRow inside) {
    if (!outside.pruned_at) {
      inside.pruned_at.reset();
      inside.pruned_by.reset();
    }
    if (outside == inside) return;
    const auto visit = [](const auto& r, auto visitor) { visit_block(r, visitor); };
    const auto difference = merge({any_row(outside, 0, "ddl_block", kBlockColumns, visit)},
                                  {any_row(inside, 0, "ddl_block", kBlockColumns, visit)});
    report_.findings.push_back(rewritten(
        "block " + std::to_string(outside.number) + " of the log: ddl_block." + difference->column + " is " +
            difference->inside + " in the database and was " + difference->outside +
            " when it was pulled (incarnation " + outside.incarnation + ")",
        {outside.incarnation, std::to_string(outside.number), difference->column, difference->inside}));
  }

  void compare(const std::string& incarnation, const Absences& absences) {
    // What the store has forgotten cannot be compared.
    for (std::uint64_t first = store_.pruned(target_, incarnation).events_below; first < kEnd;) {
      if (interrupt_requested()) throw Interrupted();
      const std::uint64_t end =
          store_.end_of_range(target_, incarnation, first, kObjectsAtOnce).value_or(kEnd);
      auto outside = by_transaction({store_.events_in(target_, incarnation, first, end),
                                     store_.transactions_in(target_, incarnation, first, end)});
      auto inside = by_transaction(content_.rows(incarnation, first, end));
      for (auto& [xid, rows] : outside) {
        const auto it = inside.find(xid);
        static const LogRows kNothing;
        compare(rows, it == inside.end() ? kNothing : it->second, {incarnation, xid}, absences);
        if (it != inside.end()) inside.erase(it);
      }
      for (const auto& [xid, rows] : inside) {
        if (!content_.is_new(incarnation, xid)) compare({}, rows, {incarnation, xid}, absences);
      }
      first = end;
    }
  }

  void compare(const LogRows& outside, const LogRows& inside, const Key& key, const Absences& absences) {
    ++report_.transactions;
    if (empty(inside)) {
      if (absences.is_pruned(key.xid)) {
        ++report_.pruned;
        return;
      }
      if (key.xid >= absences.kept_below) {
        ++report_.left_behind;
        return;
      }
    }
    auto difference = first_difference(outside, inside);
    if (!difference) return;
    const std::string digest = digest_of(inside);
    const auto accepted = accepted_.find({key.incarnation, key.xid});
    if (accepted != accepted_.end() && accepted->second == digest) {
      ++report_.accepted;
      return;
    }
    difference->incarnation = key.incarnation;
    difference->xid = key.xid;
    if (empty(inside)) {
      ++report_.missing;
    } else if (empty(outside)) {
      ++report_.surplus;
    } else {
      ++report_.altered;
    }
    if (report_.first.size() < kShown) report_.first.push_back(std::move(*difference));
    report_.differing.push_back({key.incarnation, key.xid, digest});
  }

  void conclude() {
    if (report_.first.empty()) return;
    std::vector<std::string> facts;
    for (const AcceptedTransaction& row : report_.differing)
      facts.insert(facts.end(), {row.incarnation, std::to_string(row.xid), row.digest});
    std::string sentence = "the log is not what it was: " + to_text(report_.first.front());
    const std::size_t more = report_.differing.size() - 1;
    if (more > 0)
      sentence += "; " + std::to_string(more) +
                  (more == 1 ? " more transaction differs" : " more transactions differ");
    report_.findings.push_back(rewritten(std::move(sentence), facts));
  }

  Store& store_;
  TargetId target_;
  const LogContent& content_;
  std::map<std::pair<std::string, std::uint64_t>, std::string> accepted_;
  std::map<std::string, AnchorRow> anchors_;
  DeepReport report_;
};

}  // namespace

std::string to_text(const RowDifference& difference) {
  std::string text = "transaction " + std::to_string(difference.xid);
  if (difference.number > 0) text += ", row " + std::to_string(difference.number);
  text += ": " + difference.table;
  switch (difference.kind) {
    case RowDifference::Kind::kAltered:
      text += "." + difference.column + " is " + difference.inside + " in the database and was " +
              difference.outside + " when it was pulled";
      break;
    case RowDifference::Kind::kMissing:
      text += " has no such row any more";
      break;
    case RowDifference::Kind::kSurplus:
      text += " has a row that was not there when it was pulled";
      break;
  }
  return text + " (incarnation " + difference.incarnation + ")";
}

std::optional<RowDifference> first_difference(const LogRows& outside, const LogRows& inside) {
  // The row that somebody altered says more than the seal that no longer fits it.
  LogRows events_outside{outside.events, {}};
  LogRows events_inside{inside.events, {}};
  auto difference = merge(in_order(events_outside), in_order(events_inside));
  if (!difference)
    difference = merge(in_order({{}, outside.transactions}), in_order({{}, inside.transactions}));
  if (!difference) return std::nullopt;
  const Key key = key_of(empty(outside) ? inside : outside);
  difference->incarnation = key.incarnation;
  difference->xid = key.xid;
  return difference;
}

std::string digest_of(const LogRows& rows) {
  std::string bytes;
  for (const AnyRow& row : in_order(rows)) {
    bytes += std::string(row.table) + "\n";
    for (const auto& value : row.values)
      bytes += value ? std::to_string(value->size()) + ":" + *value + "\n" : "-\n";
  }
  return to_hex(sha256(bytes));
}

LogContent content_of(const LogReader& log, const std::string& incarnation, Store& store, TargetId target) {
  LogContent content;
  content.rows = [log](const std::string& of, std::uint64_t first, std::uint64_t end) {
    const std::string condition =
        "WHERE incarnation = $1::pg_catalog.uuid AND xid >= $2::pg_catalog.xid8 AND xid < "
        "$3::pg_catalog.xid8";
    const Parameters parameters{of, std::to_string(first), std::to_string(end)};
    LogRows rows;
    rows.events = log.events(condition, parameters);
    if (log.has_seals()) rows.transactions = log.transactions(condition + " ORDER BY xid", parameters);
    return rows;
  };
  content.blocks = [log](const std::string& of) {
    return log.has_seals() ? log.blocks("WHERE incarnation = $1::pg_catalog.uuid ORDER BY number", {of})
                           : std::vector<BlockRow>();
  };
  content.is_new = [&store, target, log, incarnation,
                    grown = std::make_shared<std::map<std::string, bool>>()](const std::string& of,
                                                                             std::uint64_t xid) {
    const auto known = store.watermark(target, of);
    if (!known) return true;
    if (of == incarnation) {
      const auto seen = parse_pg_snapshot(known->pg_snapshot);
      return !seen || !seen->sees(xid);
    }
    // The history of another database: pulled whole, and again when it has grown.
    const auto it = grown->find(of);
    if (it != grown->end()) return it->second;
    const std::string size = foreign_size(log, of);
    return (*grown)[of] = size != known->pg_snapshot;
  };
  return content;
}

LogContent no_content() {
  return {[](const std::string&, std::uint64_t, std::uint64_t) { return LogRows(); },
          [](const std::string&) { return std::vector<BlockRow>(); },
          [](const std::string&, std::uint64_t) { return true; }};
}

DeepReport compare_rows(Store& store, TargetId target, const LogContent& content) {
  return RowComparison(store, target, content).run();
}

}  // namespace schema_audit
