// Commands that change objects in passing: their rows come from what the server reported to have touched.
#pragma once

#include "extension/capture/recording.hpp"

namespace schema_audit {

// Object rows of the commands, for the table of unseen commands.
List* reassigned(const Recording& recording);
List* truncated(const Recording& recording);
List* clustered(const Recording& recording);
List* reindexed(const Recording& recording);
List* explained(const Recording& recording);

}  // namespace schema_audit
