// The values that a sequence can have, and what becomes of the one that it has when they change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/plan/step.hpp"

namespace schema_audit {

struct SequenceBounds {
  bool ascends = true;
  std::int64_t least = 1;
  std::int64_t most = 1;

  std::int64_t first() const { return ascends ? least : most; }
};

// What is not said follows from the type, "bigint" unless it is a smaller one, and from the direction.
SequenceBounds sequence_bounds(std::string_view type, std::int64_t increment,
                               std::optional<std::int64_t> minimum, std::optional<std::int64_t> maximum);

// ALTER SEQUENCE fails when the value is out of the new bounds: one that has not come to them yet gives way
// to the first. One that is past them stays, and the statement fails. Adds what has to be done before the
// sequence is altered; returns the clause for the statement that does it, empty or with a space in front.
std::string fit_value(const std::string& sequence, const SequenceBounds& before, const SequenceBounds& after,
                      Steps& steps);

}  // namespace schema_audit
