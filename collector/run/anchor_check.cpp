#include "collector/run/anchor_check.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

std::string number_text(std::int64_t number) { return std::to_string(number); }

// Enough of a hash to tell it from others by eye.
std::string hash_text(const std::string& hash) { return hash.substr(0, 16); }

class Comparison {
 public:
  Comparison(Store& store, TargetId target, const LogView& view, const Timestamp& now)
      : store_(store), target_(target), view_(view), now_(now), anchors_(store.anchors(target)) {
    std::erase_if(anchors_, [](const AnchorRow& anchor) { return anchor.accepted_gone; });
  }

  AnchorReport run() {
    for (const AnchorRow& anchor : anchors_) compare(anchor);
    for (const std::string& incarnation : view_.incarnations) begin(incarnation);
    begin(view_.incarnation);
    return std::move(report_);
  }

 private:
  bool is_current(const AnchorRow& anchor) const { return anchor.incarnation == view_.incarnation; }

  void compare(const AnchorRow& anchor) {
    if (is_current(anchor) && anchor.extension != view_.extension) {
      report_.findings.push_back(
          vanished("the extension was dropped and created anew since " + anchor.seen_at,
                   {anchor.incarnation, anchor.extension, view_.extension}));
      return;
    }
    // A later incarnation that is seen for the first time.
    if (!is_current(anchor) && !anchor.superseded) {
      fork(anchor);
      return;
    }
    const std::vector<BlockRow> blocks =
        view_.blocks(anchor.incarnation, std::max<std::int64_t>(anchor.head, 1));
    if (anchor.head > 0 && !head_holds(anchor, blocks)) return;
    carry_forward(anchor.incarnation, anchor.head, blocks);
  }

  bool head_holds(const AnchorRow& anchor, const std::vector<BlockRow>& blocks) {
    const auto stored = store_.find_block(target_, anchor.incarnation, anchor.head);
    if (!blocks.empty() && blocks.front().number == anchor.head) {
      if (!stored || blocks.front().hash == stored->hash) return true;
      report_.findings.push_back(
          rewritten("block " + number_text(anchor.head) + " of the log has the hash " +
                        hash_text(blocks.front().hash) + ", and had " + hash_text(stored->hash) + " at " +
                        anchor.seen_at + " (incarnation " + anchor.incarnation + ")",
                    {anchor.incarnation, number_text(anchor.head), stored->hash, blocks.front().hash}));
      return false;
    }
    if (view_.is_before(anchor.position)) {
      report_.remarks.push_back("the standby has not replayed what was anchored at " + anchor.seen_at +
                                ": the end of the chain is not compared");
      return false;
    }
    const std::vector<BlockRow> all = view_.blocks(anchor.incarnation, 1);
    report_.findings.push_back(rewritten(
        "block " + number_text(anchor.head) + " of the log, there at " + anchor.seen_at + ", is missing; " +
            (all.empty() ? std::string("no block is left")
                         : "the last one is " + number_text(all.back().number)) +
            " (incarnation " + anchor.incarnation + ")",
        {anchor.incarnation, number_text(anchor.head), "missing", anchor.seen_at}));
    return false;
  }

  // The number of the last block that both have, with the same hash.
  std::int64_t last_common(const std::string& incarnation) {
    std::map<std::int64_t, std::string> there;
    for (const BlockRow& block : view_.blocks(incarnation, 1)) there.emplace(block.number, block.hash);
    std::int64_t last = 0;
    for (const BlockRow& block : store_.blocks(target_, incarnation)) {
      const auto it = there.find(block.number);
      if (it == there.end() || it->second != block.hash) break;
      last = block.number;
    }
    return last;
  }

  void fork(const AnchorRow& anchor) {
    const std::int64_t common = last_common(anchor.incarnation);
    const bool carried = anchor.head > 0 ? common > 0
                                         : view_.has_rows(anchor.incarnation) ||
                                               !store_.end_of_range(target_, anchor.incarnation, 0, 0);
    if (!carried) {
      report_.findings.push_back(vanished("nothing of the log seen at " + anchor.seen_at +
                                              " is there: the database is another one " + "(incarnation " +
                                              view_.incarnation + " instead of " + anchor.incarnation + ")",
                                          {anchor.incarnation, view_.incarnation}));
      return;
    }
    const std::vector<BlockRow> later = view_.blocks(anchor.incarnation, common + 1);
    const auto stored = store_.find_block(target_, anchor.incarnation, common + 1);
    if (stored && !later.empty() && later.front().number == common + 1) {
      report_.findings.push_back(
          rewritten("block " + number_text(common + 1) + " of the log has the hash " +
                        hash_text(later.front().hash) + ", and had " + hash_text(stored->hash) + " at " +
                        anchor.seen_at + " (incarnation " + anchor.incarnation + ")",
                    {anchor.incarnation, number_text(common + 1), stored->hash, later.front().hash}));
      return;
    }
    report_.findings.push_back(
        forked(fork_sentence(anchor, common), {anchor.incarnation, view_.incarnation}));
    carry_forward(anchor.incarnation, common,
                  view_.blocks(anchor.incarnation, std::max<std::int64_t>(common, 1)));
  }

  std::string fork_sentence(const AnchorRow& anchor, std::int64_t common) {
    std::string text = "the log goes on in incarnation " + view_.incarnation + ", after " +
                       (common > 0 ? "block " + number_text(common) + " of " : "") + "incarnation " +
                       anchor.incarnation;
    if (common < anchor.head) {
      text += "; its blocks " + number_text(common + 1) + " to " + number_text(anchor.head) + ", there at " +
              anchor.seen_at + ", are not part of it";
    }
    const std::vector<BlockRow> own = view_.blocks(view_.incarnation, 1);
    if (own.empty() || own.front().number != 1) return text;
    if (own.front().previous.empty()) return text + "; its first block names no block before it";
    const auto before = store_.find_block_by_hash(target_, own.front().previous);
    if (!before) return text + "; its first block names one before it that was never seen here";
    return text + "; its first block names block " + number_text(before->number) + " of " +
           before->incarnation;
  }

  // An incarnation that has no anchor yet.
  void begin(const std::string& incarnation) {
    const auto known = [&](const AnchorRow& anchor) { return anchor.incarnation == incarnation; };
    if (std::ranges::any_of(anchors_, known) || std::ranges::any_of(report_.anchors, known)) return;
    carry_forward(incarnation, 0, view_.blocks(incarnation, 1));
  }

  // blocks: from `head` on, that one included when there is one.
  void carry_forward(const std::string& incarnation, std::int64_t head, const std::vector<BlockRow>& blocks) {
    std::int64_t number = head;
    std::optional<std::string> hash;
    std::vector<BlockRow> added;
    for (const BlockRow& block : blocks) {
      if (block.number == head) {
        hash = block.hash;
        continue;
      }
      if (block.number != number + 1 || (hash && block.previous != *hash)) {
        report_.findings.push_back(
            rewritten("block " + number_text(block.number) + " of the log does not follow block " +
                          number_text(number) + ": the chain is cut (incarnation " + incarnation + ")",
                      {incarnation, number_text(block.number), block.hash, block.previous}));
        return;
      }
      number = block.number;
      hash = block.hash;
      added.push_back(block);
    }
    report_.blocks.insert(report_.blocks.end(), added.begin(), added.end());
    report_.anchors.push_back({incarnation, number, view_.position, view_.extension, now_,
                               incarnation != view_.incarnation, false});
  }

  Store& store_;
  TargetId target_;
  const LogView& view_;
  const Timestamp& now_;
  std::vector<AnchorRow> anchors_;
  AnchorReport report_;
};

}  // namespace

LogView view_of(const LogReader& log, const std::string& incarnation, bool standby) {
  Connection& connection = log.connection();
  LogView view;
  view.incarnation = incarnation;
  const Result about = connection.query(
      "SELECT (SELECT oid FROM pg_catalog.pg_extension WHERE extname = 'schema_audit'),"
      " CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()"
      " ELSE pg_catalog.pg_current_wal_lsn() END");
  view.extension = about.text(0, 0);
  view.position = about.text(0, 1);
  const Result all = connection.query("SELECT DISTINCT incarnation FROM schema_audit.ddl_block ORDER BY 1");
  for (int i = 0; i < all.rows(); ++i) view.incarnations.push_back(all.text(i, 0));
  view.blocks = [log](const std::string& of, std::int64_t from) {
    return log.blocks(
        "WHERE incarnation = $1::pg_catalog.uuid AND number >= $2::pg_catalog.int8 ORDER BY number",
        {of, std::to_string(from)});
  };
  view.has_rows = [&connection](const std::string& of) {
    return connection
               .query(
                   "SELECT EXISTS (SELECT FROM schema_audit.ddl_statement WHERE incarnation ="
                   " $1::pg_catalog.uuid)",
                   {of})
               .text(0, 0) == "t";
  };
  view.is_before = [&connection, standby](const std::string& position) {
    if (!standby || position.empty()) return false;
    return connection
               .query("SELECT coalesce(pg_catalog.pg_last_wal_replay_lsn() < $1::pg_catalog.pg_lsn, false)",
                      {position})
               .text(0, 0) == "t";
  };
  return view;
}

AnchorReport compare_anchors(Store& store, TargetId target, const LogView& view, const Timestamp& now) {
  return Comparison(store, target, view, now).run();
}

void accept_anchors(Store& store, TargetId target, const LogView& view, const Timestamp& now) {
  std::vector<std::string> incarnations = view.incarnations;
  incarnations.push_back(view.incarnation);
  for (const AnchorRow& anchor : store.anchors(target)) incarnations.push_back(anchor.incarnation);
  std::ranges::sort(incarnations);
  const auto repeated = std::ranges::unique(incarnations);
  incarnations.erase(repeated.begin(), repeated.end());
  for (const std::string& incarnation : incarnations) {
    const std::vector<BlockRow> blocks = view.blocks(incarnation, 1);
    store.drop_blocks(target, incarnation, 0);
    store.add_blocks(target, blocks);
    const bool current = incarnation == view.incarnation;
    const bool gone = !current && blocks.empty() && !view.has_rows(incarnation);
    store.set_anchor(target, {incarnation, blocks.empty() ? 0 : blocks.back().number, view.position,
                              view.extension, now, !current, gone});
  }
}

void accept_absence(Store& store, TargetId target) {
  for (AnchorRow anchor : store.anchors(target)) {
    anchor.head = 0;
    anchor.accepted_gone = true;
    store.drop_blocks(target, anchor.incarnation, 0);
    store.set_anchor(target, anchor);
  }
}

std::vector<LogFinding> compare_absence(Store& store, TargetId target, bool gone, const std::string& why) {
  for (const AnchorRow& anchor : store.anchors(target)) {
    if (anchor.accepted_gone || anchor.superseded) continue;
    const std::vector<std::string> facts{anchor.incarnation, anchor.extension, anchor.seen_at};
    if (gone) return {vanished("the log seen at " + anchor.seen_at + " is gone: " + why, facts)};
    return {unreadable("the log, last read at " + anchor.seen_at + ", cannot be read: " + why, facts)};
  }
  return {};
}

}  // namespace schema_audit
