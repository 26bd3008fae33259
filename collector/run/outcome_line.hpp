// One line about what a collection of one target gave, for the log.
#pragma once

#include <string>

#include "collector/run/collect.hpp"

namespace schema_audit {

// Something was found that was not known.
bool has_news(const TargetOutcome& outcome);

// "2 critical, 1 major; snapshot 7". May hold names from the database: not made inert.
std::string outcome_line(const TargetOutcome& outcome);

}  // namespace schema_audit
