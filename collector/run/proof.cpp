#include "collector/run/proof.hpp"

#include <utility>

#include "collector/postgres/postgres_error.hpp"
#include "core/diff/diff.hpp"
#include "core/kinds/registry.hpp"
#include "core/render/printable.hpp"
#include "core/severity/finding.hpp"

namespace schema_audit {

namespace {

constexpr std::size_t kMostShown = 3;

// What is still different, as sentences; empty when nothing is.
std::string differences(std::vector<Object> now, const std::vector<Object>& wanted) {
  std::vector<Finding> findings = grade(diff(std::move(now), wanted, Lineage::kUnrelated));
  // The scratch database is of another cluster, or was not there before.
  std::erase_if(findings, [](const Finding& finding) { return is_cluster_kind(finding.change.object.kind); });
  std::string text;
  for (std::size_t i = 0; i < findings.size() && i < kMostShown; ++i)
    text += (i == 0 ? "" : "; ") + printable(findings[i].sentence);
  if (findings.size() > kMostShown)
    text += " and " + std::to_string(findings.size() - kMostShown) + " more differences";
  return text;
}

class Trial {
 public:
  Trial(const Plan& plan, const PlanOptions& options, const std::vector<Object>& before,
        const std::vector<Object>& after)
      : plan_(plan), options_(options), before_(before), after_(after) {}

  Proof run(ScratchDatabase& database) {
    stage_ = "the earlier side cannot be built from nothing";
    database.apply(make_plan(database.objects(), before_, {}));
    if (Proof proof; differs(database, before_, proof)) return proof;
    stage_ = "the plan does not lead to the later side";
    database.apply(plan_);
    if (Proof proof; differs(database, after_, proof)) return proof;
    stage_ = "the way back does not lead to the earlier side";
    PlanOptions back = options_;
    for (KnownRename& rename : back.renames) std::swap(rename.before, rename.after);
    database.apply(make_plan(after_, before_, back));
    if (Proof proof; differs(database, before_, proof)) return proof;
    return {true, "on PostgreSQL " + database.server_version() +
                      ": applied to the earlier side, built from nothing, it gave the later one, and the "
                      "way back gave the earlier one"};
  }

  Proof failed(const std::string& why) const { return {false, stage_ + ": " + why}; }

 private:
  bool differs(ScratchDatabase& database, const std::vector<Object>& wanted, Proof& proof) const {
    const std::string text = differences(database.objects(), wanted);
    if (!text.empty()) proof = failed(text);
    return !text.empty();
  }

  const Plan& plan_;
  const PlanOptions& options_;
  const std::vector<Object>& before_;
  const std::vector<Object>& after_;
  std::string stage_ = "there is no scratch database";
};

}  // namespace

Proof prove(ScratchServer& server, const Plan& plan, const PlanOptions& options,
            const std::vector<Object>& before, const std::vector<Object>& after) {
  for (const Step& step : plan.steps) {
    if (step.has(Hazard::kHiddenValue))
      return {false,
              "snapshots do not hold a value of " + step.object.kind + " " + printable(to_text(step.object))};
  }
  Trial trial(plan, options, before, after);
  Proof proof;
  try {
    server.with_database([&](ScratchDatabase& database) { proof = trial.run(database); });
  } catch (const PostgresError& error) {
    if (error.is_connection_failure()) throw;
    return trial.failed(error.text());
  }
  return proof;
}

}  // namespace schema_audit
