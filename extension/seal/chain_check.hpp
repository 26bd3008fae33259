// Compares the log with its seals: each block with the one before, with its transactions, and these with
// their rows.
#pragma once

#include "extension/seal/log_scan.hpp"

namespace schema_audit {

enum class CheckStatus { kOk, kWarning, kFailed };

// Receives one result at a time: which check, how it went, a sentence.
using CheckSink = std::function<void(const char* check, CheckStatus status, const std::string& detail)>;

// Streams over the log under the active snapshot; keeps one transaction in memory, and that only by its
// leaves. With from_block only the current incarnation is looked at, from that block on: the hash of the
// block before is believed. Rows that the current transaction itself has written are not sealed yet and left
// out.
void check_chains(Oid log_schema, std::optional<std::int64_t> from_block, const CheckSink& sink);

}  // namespace schema_audit
