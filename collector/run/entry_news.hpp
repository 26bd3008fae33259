// What an entry for many databases has to tell by itself: which databases came, went or were renamed since
// the collection before.
#pragma once

#include <cstddef>

#include "collector/clock.hpp"
#include "collector/run/collect.hpp"
#include "collector/run/fleet.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

struct EntryNews {
  TargetOutcome outcome;   // of the entry
  std::size_t alerts = 0;  // new in the outbox
};

// Keeps the expansion in the store, with its report and its alerts, in one transaction; in a dry run nothing.
// The first time there is no news. When the databases could not be listed, those that are known have failed
// with it.
EntryNews keep_expansion(const Config& config, Store& store, const Expansion& expansion, const Clock& clock,
                         bool dry_run);

}  // namespace schema_audit
