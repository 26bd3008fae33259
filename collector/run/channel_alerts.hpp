// Puts into the outbox what one collection of one target means to each channel.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "collector/alert/attachment.hpp"
#include "collector/clock.hpp"
#include "collector/config/config.hpp"
#include "collector/store/snapshot_row.hpp"
#include "collector/store/store.hpp"
#include "core/render/report.hpp"

namespace schema_audit {

// How a target differs from its reference now, whether or not that is new.
struct CurrentDrift {
  TargetId reference = 0;
  Report report;
};

// Whether a channel is told of targets of this environment.
bool hears_of(const AlertChannelConfig& channel, const TargetConfig& target);

// The statements that go along with a message: makes "changes.sql" of what changed and "drift.sql" of what
// would undo the drift. Asked only where a channel takes files; may be empty: there are none.
using AlertScripts = std::function<std::vector<Attachment>(bool changes, bool drift)>;

// At most one message for a channel: the changes since the last snapshot if one of them is as bad as the
// channel asks for, and the drift if there is news of it. Channels that are told the same share an alert.
// Returns how many alerts are new. REQUIRES: within the transaction of the collection.
std::size_t queue_channel_alerts(const Config& config, Store& store, const TargetConfig& target, TargetId id,
                                 const SnapshotRow& snapshot, const std::optional<Report>& changes,
                                 const std::optional<CurrentDrift>& drift, const Clock& clock,
                                 const AlertScripts& scripts = {});

}  // namespace schema_audit
