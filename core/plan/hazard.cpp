#include "core/plan/hazard.hpp"

#include <array>

namespace schema_audit {

std::span<const HazardKind> hazards() {
  static constexpr auto kHazards = std::to_array<HazardKind>({
      {Hazard::kDataLoss, "data_loss", "Stored values are gone afterwards.", true},
      {Hazard::kConvertsValues, "converts_values",
       "Stored values are converted; the step fails when one does not fit.", false},
      {Hazard::kHiddenValue, "hidden_value",
       "Snapshots hold no secrets: a value must be set by hand afterwards.", false},
      {Hazard::kOutsideTransaction, "outside_transaction",
       "Cannot run in a transaction: what came before stays when it fails.", false},
      {Hazard::kRewritesTable, "rewrites_table", "Writes the whole table anew, with its indexes.", false},
      {Hazard::kScansTable, "scans_table", "Reads the whole table.", false},
      {Hazard::kBlocksWrites, "blocks_writes", "Writers wait until the transaction ends.", false},
      {Hazard::kBlocksReads, "blocks_reads", "Readers and writers wait until the transaction ends.", false},
      {Hazard::kNeedsEmptyTable, "needs_empty_table", "Fails when the table has rows.", false},
      {Hazard::kBreaksClients, "breaks_clients",
       "Statements of applications that were written for the old schema fail, or get what they do not "
       "expect.",
       false},
  });
  return kHazards;
}

const HazardKind& about(Hazard hazard) { return hazards()[static_cast<std::size_t>(hazard)]; }

std::optional<Hazard> hazard_from_name(std::string_view name) {
  for (const HazardKind& kind : hazards()) {
    if (kind.name == name) return kind.hazard;
  }
  return std::nullopt;
}

}  // namespace schema_audit
