// How drift and changes went over time, what changed most often, and who changes databases by hand.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collector/clock.hpp"
#include "collector/store/store.hpp"

namespace schema_audit {

inline constexpr std::array<std::string_view, 3> kTrendSeverities{"critical", "major", "minor"};

// One number for each period, oldest first.
struct TrendSeries {
  std::string environment;
  std::string_view severity;
  std::vector<std::int64_t> values;
};

struct ChangedObject {
  std::string target;
  ObjectChanges changes;
};

struct Contributor {
  std::string environment;
  Contribution contribution;
  bool by_hand = false;
};

struct Trend {
  Timestamp since;
  Timestamp until;
  int days_per_period = 1;
  std::vector<Timestamp> ends;       // of the periods
  std::vector<TrendSeries> drift;    // findings that stood at the end of each period, over all targets
  std::vector<TrendSeries> changes;  // findings of each period
  std::vector<ChangedObject> objects;
  std::vector<Contributor> people;
};

// Of the last so many days. Every environment has a series for every severity.
Trend trend_of(Store& store, const std::vector<TargetRow>& targets, UnixMicros now, int days,
               std::size_t objects);

// Whether a program is one that people type statements into, by the name that it gives itself.
bool is_interactive(std::string_view application_name);

// One block character for each value, between nothing and the greatest.
std::string sparkline(const std::vector<std::int64_t>& values);

}  // namespace schema_audit
