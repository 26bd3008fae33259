// What a step of a plan can do to data, or to those who use it meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace schema_audit {

enum class Hazard : std::uint8_t {
  kDataLoss,
  kConvertsValues,
  kHiddenValue,
  kOutsideTransaction,
  kRewritesTable,
  kScansTable,
  kBlocksWrites,
  kBlocksReads,
  kNeedsEmptyTable,
  kBreaksClients,
};

struct HazardKind {
  Hazard hazard;
  std::string_view name;     // stable
  std::string_view meaning;  // one sentence
  bool dangerous = false;    // a plan with it is shown only when it was allowed by name
};

// All of them, in the order above.
std::span<const HazardKind> hazards();

const HazardKind& about(Hazard hazard);

// nullopt when there is no such name.
std::optional<Hazard> hazard_from_name(std::string_view name);

}  // namespace schema_audit
