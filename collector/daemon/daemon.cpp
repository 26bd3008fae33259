#include "collector/daemon/daemon.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "collector/alert/sinks.hpp"
#include "collector/daemon/collecting.hpp"
#include "collector/daemon/daemon_metrics.hpp"
#include "collector/daemon/service_manager.hpp"
#include "collector/interrupt.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"

namespace schema_audit {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kStep{100};

std::set<std::string> names_of(const Config& config) {
  std::set<std::string> names;
  if (!config.daemon.listen) return names;
  for (const TargetConfig& target : config.targets) names.insert(target.name);
  return names;
}

std::string page_address(const Config& config) {
  return config.daemon.http_host.empty()
             ? ""
             : config.daemon.http_host + ":" + std::to_string(config.daemon.http_port);
}

// Two daemons on one store would do everything twice.
RunLock only_daemon(const Config& config) {
  try {
    return RunLock(config.store.string() + ".daemon");
  } catch (const StoreError& error) {
    if (error.exit_code() != ExitCode::kBusy) throw;
    throw CollectorError(ExitCode::kBusy, "another daemon works on this store: " + std::string(error.what()));
  }
}

class Daemon {
 public:
  Daemon(Config config, const DaemonOptions& options)
      : options_(options),
        only_(only_daemon(config)),
        state_(std::move(config)),
        turn_(state_.config()->store),
        deliverer_(state_, turn_, options.clock),
        listener_([this](const std::string& target) { agenda_.changed(target); }),
        collecting_({state_, turn_, agenda_, listener_, deliverer_, options.clock,
                     [this](const std::string& status) { manager_.status(status); }}) {}

  void run() {
    begin();
    listener_.set_limit(state_.config()->daemon.listen_per_server);
    const auto stop = [] { return interrupt_requested(); };
    std::vector<std::thread> threads;
    threads.emplace_back([&] { collecting_.run_interval(stop); });
    threads.emplace_back([&] { collecting_.run_at_once(stop); });
    threads.emplace_back([&] { deliverer_.run(stop); });
    threads.emplace_back([&] { listener_.run(stop, [this] { state_.beat(Worker::kListener); }); });
    manager_.ready("watching " + std::to_string(state_.config()->targets.size()) + " targets");
    spdlog::info("watching {} targets", state_.config()->targets.size());
    std::optional<steady_clock::time_point> told;
    while (!interrupt_requested()) {
      if (take_reload_request()) reload();
      const auto now = steady_clock::now();
      const bool due = manager_.watchdog() && (!told || now - *told > *manager_.watchdog() / 3);
      if (due && !state_.is_stuck()) {
        manager_.alive();
        told = now;
      }
      std::this_thread::sleep_for(kStep);
    }
    manager_.stopping();
    spdlog::info("asked to stop: what is complete is kept");
    for (std::thread& thread : threads) thread.join();
  }

 private:
  // What cannot work is to be known now.
  void begin() {
    const auto config = state_.config();
    static_cast<void>(make_sinks(config->alerts, options_.clock));
    if (const auto hold = turn_.wait([] { return interrupt_requested(); }))
      open_store(config->store, StoreMode::kReadWrite, config->keep.backup_directory);
    if (config->daemon.http_host.empty()) return;
    pages_.emplace(config->daemon.http_host, config->daemon.http_port,
                   HttpServer::Pages{[this] { return daemon_metrics(state_, listener_.counts()); },
                                     [this] { return daemon_health(state_, options_.clock()); }});
    spdlog::info("/metrics and /healthz on {}:{}", config->daemon.http_host, pages_->port());
  }

  void reload() {
    manager_.reloading();
    const auto before = state_.config();
    try {
      Config config = options_.load();
      static_cast<void>(make_sinks(config.alerts, options_.clock));
      if (config.store != before->store)
        throw CollectorError(ExitCode::kConfig, "another store needs a restart");
      for (const auto& [what, changed] :
           {std::pair("daemon.http", page_address(config) != page_address(*before)),
            std::pair("log.file", config.log.file != before->log.file)}) {
        if (changed) spdlog::warn("another {} needs a restart", what);
      }
      if (options_.on_new_config) options_.on_new_config(config);
      listener_.set_limit(config.daemon.listen_per_server);
      listener_.keep_only(names_of(config));
      agenda_.forget_others(names_of(config));
      state_.set_config(std::move(config));
      ++state_.reloads;
      collecting_.hurry();
      const std::size_t count = state_.config()->targets.size();
      spdlog::info("the configuration was read again: {} targets", count);
      manager_.ready("watching " + std::to_string(count) + " targets");
    } catch (const CollectorError& error) {
      ++state_.failed_reloads;
      spdlog::error("the configuration that there is stays: {}", error.what());
      manager_.ready(std::string("the configuration that there is stays: ") + error.what());
    }
  }

  const DaemonOptions& options_;
  const ServiceManager manager_;
  const RunLock only_;
  DaemonState state_;
  StoreTurn turn_;
  Agenda agenda_;
  Deliverer deliverer_;
  Listener listener_;
  Collecting collecting_;
  std::optional<HttpServer> pages_;
};

}  // namespace

void run_daemon(Config config, const DaemonOptions& options) {
  install_reload_handler();
  Daemon(std::move(config), options).run();
}

}  // namespace schema_audit
