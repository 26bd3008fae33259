// What a database holds that no kind stands for yet, so that it is counted instead of passed over.
#pragma once

#include <string>

namespace schema_audit {

// The query: kind (text), count; one row for each kind of which there is at least one.
std::string unmodelled_query();

}  // namespace schema_audit
