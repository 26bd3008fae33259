#include "collector/run/channel_alerts.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "collector/alert/alert_id.hpp"
#include "collector/alert/drift_news.hpp"
#include "collector/run/alert_message.hpp"
#include "collector/run/drift_digest.hpp"

namespace schema_audit {
namespace {

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return words.empty() || std::ranges::find(words, word) != words.end();
}

Report of_kinds(Report report, const std::vector<std::string>& kinds) {
  std::erase_if(report.findings, [&](const Finding& f) { return !holds(kinds, f.change.object.kind); });
  return report;
}

// What the channel knows from now on.
void remember(Store& store, TargetId id, const CurrentDrift& drift, const std::string& channel,
              DriftNews news, const std::optional<ToldDrift>& told, const std::string& digest,
              Severity severity, const Timestamp& now) {
  if (news == DriftNews::kResolved) {
    store.forget_told_drift(id, drift.reference, channel);
  } else if (news != DriftNews::kNone) {
    store.set_told_drift(id, drift.reference, channel,
                         {digest, std::string(to_text(severity)), told ? told->since : now, now});
  }
}

}  // namespace

std::size_t queue_channel_alerts(const Config& config, Store& store, const TargetConfig& target, TargetId id,
                                 const SnapshotRow& snapshot, const std::optional<Report>& changes,
                                 const std::optional<CurrentDrift>& drift, const Clock& clock) {
  struct Queued {
    Severity worst = Severity::kNone;
    std::vector<std::string> channels;
  };
  std::map<std::string, Queued> by_payload;
  for (const AlertChannelConfig& channel : config.alerts) {
    if (!holds(channel.environments, target.environment)) continue;
    TargetNews news;
    if (changes) {
      Report wanted = of_kinds(*changes, channel.kinds);
      if (!wanted.findings.empty() && worst(wanted.findings) >= channel.min_severity)
        news.changes = std::move(wanted);
    }
    if (drift) {
      Report wanted = of_kinds(drift->report, channel.kinds);
      const std::string digest = drift_digest(wanted);
      const Severity severity = worst(wanted.findings);
      const auto told = store.told_drift(id, drift->reference, channel.name);
      news.state = drift_news(told, digest, severity, channel, clock());
      remember(store, id, *drift, channel.name, news.state, told, digest, severity, snapshot.taken_at);
      if (news.state != DriftNews::kNone) {
        news.drift = std::move(wanted);
        news.told = told;
      }
    }
    if (const auto message = make_alert(target, snapshot, news)) {
      Queued& queued = by_payload[message->payload];
      queued.worst = message->worst;
      queued.channels.push_back(channel.name);
    }
  }
  std::size_t alerts = 0;
  for (const auto& [payload, queued] : by_payload) {
    const AlertRow alert{alert_id({target.name, std::to_string(snapshot.id), snapshot.taken_at, payload}), id,
                         snapshot.taken_at, std::string(to_text(queued.worst)), payload};
    if (store.add_alert(alert, queued.channels)) ++alerts;
  }
  return alerts;
}

}  // namespace schema_audit
