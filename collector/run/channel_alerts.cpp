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

bool hears_of(const AlertChannelConfig& channel, const TargetConfig& target) {
  return holds(channel.environments, target.environment);
}

std::size_t queue_channel_alerts(const Config& config, Store& store, const TargetConfig& target, TargetId id,
                                 const SnapshotRow& snapshot, const std::optional<Report>& changes,
                                 const std::optional<CurrentDrift>& drift, const Clock& clock,
                                 const AlertScripts& scripts) {
  struct Queued {
    Severity worst = Severity::kNone;
    bool changes = false;
    bool drift = false;
    bool files = false;  // a channel takes some
    std::vector<std::string> channels;
  };
  std::map<std::pair<std::string, std::string>, Queued> by_payload;  // and link
  for (const AlertChannelConfig& channel : config.alerts) {
    if (!hears_of(channel, target)) continue;
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
      Queued& queued = by_payload[{message->payload, channel.link}];
      queued.worst = message->worst;
      queued.changes = news.changes.has_value();
      queued.drift = news.drift.has_value() && news.state != DriftNews::kResolved;
      queued.files = queued.files || channel.type == AlertChannelConfig::Type::kEmail;
      queued.channels.push_back(channel.name);
    }
  }
  std::size_t alerts = 0;
  std::map<std::pair<bool, bool>, std::string> attachments;  // a plan takes its time
  const auto attached = [&](const Queued& queued) {
    const auto [place, is_new] = attachments.try_emplace({queued.changes, queued.drift});
    if (is_new) place->second = attachments_to_json(scripts(queued.changes, queued.drift));
    return place->second;
  };
  for (const auto& [key, queued] : by_payload) {
    const auto& [payload, link] = key;
    std::vector<std::string> parts{target.name, std::to_string(snapshot.id), snapshot.taken_at, payload};
    if (!link.empty()) parts.push_back(link);
    AlertRow alert{alert_id(parts), id, snapshot.taken_at, std::string(to_text(queued.worst)), payload, ""};
    if (!link.empty()) alert.payload = with_link(payload, link, alert.id);
    if (queued.files && scripts) alert.attachments = attached(queued);
    if (store.add_alert(alert, queued.channels)) ++alerts;
  }
  return alerts;
}

}  // namespace schema_audit
