// Thrown when a catalog could not be read at one instant, but the log could: it goes with the error, for a
// busy schema is no reason to lose sight of who is changing it.
#pragma once

#include <memory>
#include <utility>

#include "collector/postgres/postgres_error.hpp"
#include "collector/run/observation.hpp"

namespace schema_audit {

class BusyCatalog : public PostgresError {
 public:
  BusyCatalog(const PostgresError& why, Observation seen)
      : PostgresError(why), seen_(std::make_shared<const Observation>(std::move(seen))) {}

  // Without objects, all the same as of the instant in it.
  const Observation& seen() const { return *seen_; }

 private:
  std::shared_ptr<const Observation> seen_;  // the same in every copy of the exception
};

}  // namespace schema_audit
