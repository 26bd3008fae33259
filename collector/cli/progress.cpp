#include "collector/cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include <spdlog/spdlog.h>

#include "collector/run/outcome_line.hpp"

namespace schema_audit {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kUsualWidth = 80;
constexpr std::size_t kWidestBar = 40;
constexpr std::size_t kNarrowestBar = 10;
constexpr std::size_t kRoomForKinds = 30;
constexpr milliseconds kBetweenDrawings{200};

std::size_t terminal_width() {
  winsize size = {};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
  return size.ws_col;
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t all, std::size_t failed, milliseconds spent,
                          const std::set<std::string>& kinds, std::size_t width) {
  std::string text = std::to_string(done) + " of " + std::to_string(all) + " targets";
  if (failed > 0) text += ", " + std::to_string(failed) + " failed";
  const auto spent_s =
      static_cast<std::size_t>(std::chrono::duration_cast<std::chrono::seconds>(spent).count());
  const std::size_t left = done > 0 ? spent_s * (all - done) / done : 0;
  if (done < all && left > 0) text += ", " + std::to_string(left) + " s left";
  const std::size_t taken = text.size() + 4 + (kinds.empty() ? 0 : std::min(kRoomForKinds, width / 4));
  const std::size_t room = width > taken ? std::min(kWidestBar, width - taken) : 0;
  if (all > 0 && room >= kNarrowestBar) {
    const std::size_t full = room * done / all;
    text = "[" + std::string(full, '#') + std::string(room - full, '.') + "] " + text;
  }
  std::string before = ": ";
  for (const std::string& kind : kinds) {
    if (text.size() + before.size() + kind.size() + 1 > width) break;
    text += std::exchange(before, ", ") + kind;
  }
  return text.substr(0, width > 0 ? width - 1 : 0);
}

Progress::Progress() : terminal_(isatty(STDERR_FILENO) != 0), begun_(steady_clock::now()) {}

void Progress::follow(CollectOptions& options) {
  options.on_target = [this](const TargetOutcome& outcome) {
    if (!outcome.error.empty()) ++failed_;  // logged where it arises
    if (!terminal_ && outcome.error.empty())
      spdlog::info("target {}: {}", outcome.target, outcome_line(outcome));
  };
  if (!terminal_) return;
  options.reading = reading_;
  options.on_progress = [this](std::size_t done, std::size_t all) {
    done_ = done;
    all_ = all;
    draw();
  };
  options.on_look = [this] {
    if (all_ > 0 && done_ < all_ && steady_clock::now() - drawn_ > kBetweenDrawings) draw();
  };
}

void Progress::draw() {
  drawn_ = steady_clock::now();
  const auto spent = std::chrono::duration_cast<milliseconds>(drawn_ - begun_);
  const std::string line = progress_line(done_, all_, failed_, spent, reading_->kinds(), terminal_width());
  std::cerr << "\r" << (done_ == all_ ? "" : line) << "\x1b[K" << std::flush;
}

}  // namespace schema_audit
