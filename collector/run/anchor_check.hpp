// Compares the chain of blocks in a database with the blocks that the store has of it, and carries the anchor
// forward where they agree.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "collector/run/log_finding.hpp"
#include "collector/run/log_reader.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

// What a database shows of its log, as of one instant.
struct LogView {
  std::string incarnation;                // the current one
  std::string extension;                  // OID of the extension
  std::string position;                   // WAL position
  std::vector<std::string> incarnations;  // of which there are blocks
  // The blocks of one incarnation from this number on, by number.
  std::function<std::vector<BlockRow>(const std::string& incarnation, std::int64_t from)> blocks;
  // Whether there are statements of an incarnation.
  std::function<bool(const std::string& incarnation)> has_rows;
  // Whether this is a standby that has not replayed up to a WAL position.
  std::function<bool(const std::string& position)> is_before;
};

// REQUIRES: an open transaction that outlives the view, log.has_seals().
LogView view_of(const LogReader& log, const std::string& incarnation, bool standby);

struct AnchorReport {
  std::vector<LogFinding> findings;
  std::vector<std::string> remarks;  // what could not be compared
  // To be stored; nothing of an incarnation whose chain is not what it was.
  std::vector<BlockRow> blocks;
  std::vector<AnchorRow> anchors;
};

// Reads the store and writes nothing.
AnchorReport compare_anchors(Store& store, TargetId target, const LogView& view, const Timestamp& now);

// The anchors as the database has it now, whatever was there before: for an operator who accepts it. Writes
// to the store.
void accept_anchors(Store& store, TargetId target, const LogView& view, const Timestamp& now);

// The same where there is no log any more.
void accept_absence(Store& store, TargetId target);

// What it means that the log cannot be read: nothing when it never was. gone: the extension or its tables are
// not there, else it may not be read. why: in words.
std::vector<LogFinding> compare_absence(Store& store, TargetId target, bool gone, const std::string& why);

}  // namespace schema_audit
