// schema-audit diff-latest: what the last collection of each target found changed.
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "collector/cli/colours.hpp"
#include "collector/cli/context.hpp"
#include "collector/cli/report_output.hpp"
#include "collector/run/changes.hpp"
#include "core/kinds/registry.hpp"
#include "core/render/printable.hpp"
#include "core/severity/group.hpp"

namespace schema_audit {
namespace {

// What belongs to a whole cluster is shown once, however many of its databases are.
class ClusterFindings {
 public:
  void drop_known(const TargetRow& target, const SnapshotRow& snapshot, std::vector<Finding>& findings) {
    const std::string cluster =
        target.environment + "\n" + snapshot.lineage.substr(0, snapshot.lineage.find('/'));
    const auto dropped = std::erase_if(findings, [&](const Finding& finding) {
      return is_cluster_kind(finding.change.object.kind) &&
             !shown_.insert({cluster, finding.code, finding.sentence}).second;
    });
    if (dropped == 0) return;
    // What followed from them stands by itself.
    for (Finding& finding : findings) finding.follows.clear();
    sort_worst_first(findings);
    group(findings);
  }

 private:
  std::set<std::tuple<std::string, std::string, std::string>> shown_;
};

struct LatestChanges {
  std::string target;
  std::optional<Report> report;  // nothing: it has one snapshot only
};

LatestChanges latest_changes(const Context& context, Store& store, const TargetRow& target,
                             ClusterFindings& cluster) {
  const std::vector<SnapshotRow> rows = store.snapshots(target.id);
  if (rows.size() < 2) return {target.name, std::nullopt};
  Report report = changes_between(store, target, rows[rows.size() - 2], rows.back(), context.config.rules());
  cluster.drop_known(target, rows.back(), report.findings);
  return {target.name, std::move(report)};
}

std::string text(const std::vector<LatestChanges>& all, Format format, bool colours) {
  std::string out;
  for (const LatestChanges& one : all) {
    if (!out.empty()) out += "\n";
    if (!one.report) {
      out += one.target + ": there is no earlier snapshot\n";
    } else if (one.report->findings.empty()) {
      out += one.target + ": No changes detected\n";
    } else {
      out += render(*one.report, format, colours);
    }
  }
  return out;
}

std::string json(const std::vector<LatestChanges>& all) {
  nlohmann::ordered_json document;
  document["format"] = "schema_audit/diff-latest";
  document["version"] = 1;
  document["targets"] = nlohmann::ordered_json::array();
  for (const LatestChanges& one : all) {
    nlohmann::ordered_json item{{"target", one.target}};
    if (one.report) item["changes"] = nlohmann::ordered_json::parse(render_json(*one.report, false));
    document["targets"].push_back(std::move(item));
  }
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string render_all(const std::vector<LatestChanges>& all, const Config& config, Format format,
                       bool colours = false) {
  if (const RenderSet whole = render_set(format)) {
    ReportSet set;
    for (const LatestChanges& one : all) {
      if (one.report) set.reports.push_back(placed(*one.report, config, one.target));
    }
    return whole(set);
  }
  return format == Format::kJson ? json(all) : text(all, format, colours);
}

}  // namespace

ExitCode run_diff_latest(const Context& context) {
  const std::unique_ptr<Store> store = context.required_store();
  std::vector<LatestChanges> all;
  ClusterFindings cluster;
  if (context.arguments.names.empty()) {
    for (const TargetRow& target : store->targets()) {
      // What stands for many databases, or was never reached.
      if (store->latest_snapshot(target.id)) all.push_back(latest_changes(context, *store, target, cluster));
    }
  }
  for (const std::string& name : context.arguments.names)
    all.push_back(latest_changes(context, *store, required_target(*store, name), cluster));
  for (const Artefact& artefact : context.arguments.artefacts)
    write_file(artefact.path, render_all(all, context.config, artefact.format));
  print(render_all(all, context.config, context.arguments.format, colours_wanted()));
  Severity severity = Severity::kNone;
  for (const LatestChanges& one : all) {
    if (one.report) severity = std::max(severity, worst(one.report->findings));
  }
  return exit_code_of(severity, context.arguments.exit_code);
}

}  // namespace schema_audit
