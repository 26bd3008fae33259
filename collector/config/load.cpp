#include "collector/config/load.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "collector/config/sections.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;

class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string read_file(const std::filesystem::path& path) {
  const auto fail = [&](const std::string& why) -> void { throw ConfigError(path.string(), {}, why); };
  // O_NONBLOCK: a FIFO must not hang the cron job.
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0)
    fail(std::string("cannot read: ") + std::strerror(errno));
  if (!S_ISREG(status.st_mode)) fail("not a regular file");
  if ((status.st_mode & S_IWOTH) != 0) fail("everyone on this machine may write it; run chmod o-w on it");
  std::string text;
  std::array<char, 65536> buffer = {};
  for (;;) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(std::string("cannot read: ") + std::strerror(errno));
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kLargestFile) fail("larger than 1 MiB; that is not a configuration of schema-audit");
  }
}

std::filesystem::path base_directory(const Environment& environment, const char* variable,
                                     const char* below_home) {
  if (const auto value = environment(variable); value && value->starts_with('/')) return *value;
  if (const auto home = environment("HOME"); home && !home->empty())
    return std::filesystem::path(*home) / below_home;
  return {};
}

std::filesystem::path read_store_path(const ConfigContext& context, Section& root) {
  if (const auto text = root.text("store")) {
    if (text->empty()) context.fail(root.find("store")->mark, "store: must not be empty");
    const std::filesystem::path path = *text;
    return path.is_absolute() ? path : std::filesystem::path(context.file).parent_path() / path;
  }
  std::filesystem::path path = default_store_path(context.environment);
  if (path.empty())
    context.fail(root.mark(), "key \"store\" is missing, and there is no $HOME to keep the store in");
  return path;
}

}  // namespace

std::filesystem::path find_config(const std::optional<std::string>& flag, const Environment& environment) {
  if (flag) return *flag;
  if (const auto named = environment("SCHEMA_AUDIT_CONFIG"); named && !named->empty()) return *named;
  std::vector<std::filesystem::path> places = {"schema_audit.yaml"};
  const auto user = base_directory(environment, "XDG_CONFIG_HOME", ".config");
  if (!user.empty()) places.push_back(user / "schema_audit" / "schema_audit.yaml");
  places.emplace_back("/etc/schema_audit/schema_audit.yaml");
  std::string list;
  for (const std::filesystem::path& place : places) {
    std::error_code error;
    if (std::filesystem::exists(place, error)) return place;
    list += (list.empty() ? "" : ", ") + place.string();
  }
  throw CollectorError(ExitCode::kConfig, "no configuration: looked for " + printable(list) +
                                              "; write one with schema-audit init, or name it with --config");
}

Config load_config(const std::filesystem::path& file, const Environment& environment) {
  return parse_config(read_file(file), file, environment);
}

Config parse_config(std::string_view text, const std::filesystem::path& file,
                    const Environment& environment) {
  const ConfigContext context{file.string(), environment};
  if (text.size() > kLargestFile)
    context.fail({}, "larger than 1 MiB; that is not a configuration of schema-audit");
  if (text.find('\0') != std::string_view::npos) context.fail({}, "holds a zero byte; that is not text");
  const YamlNode tree = parse_yaml(text, context.file);
  if (tree.type == YamlNode::Type::kNull) context.fail({}, "is empty; write one with schema-audit init");
  Section root(context, tree, "");
  Config config;
  config.file = file;
  config.store = read_store_path(context, root);
  config.ignore = built_in_ignore_rules();
  if (const YamlNode* node = root.find("ignore")) {
    for (IgnoreConfig& rule : read_ignore_rules(context, *node)) config.ignore.push_back(std::move(rule));
  }
  if (const YamlNode* node = root.find("severity")) config.severity = read_severity_rules(context, *node);
  if (const YamlNode* node = root.find("renames")) config.renames = read_renames(context, *node);
  if (const YamlNode* node = root.find("alerts")) config.alerts = read_alert_channels(context, *node);
  if (const YamlNode* node = root.find("timeouts")) config.timeouts = read_timeouts(context, *node);
  if (const YamlNode* node = root.find("run")) config.run = read_run(context, *node);
  if (const YamlNode* node = root.find("log")) config.log = read_log(context, *node);
  config.keep.backup_directory = config.store.parent_path() / "backups";
  if (const YamlNode* node = root.find("keep")) config.keep = read_keep(context, *node, config.store);
  if (const YamlNode* node = root.find("check")) config.check = read_check(context, *node);
  if (const YamlNode* node = root.find("daemon")) config.daemon = read_daemon(context, *node);
  const YamlNode& targets = root.require("targets");
  root.finish();
  config.targets = read_targets(context, targets);
  for (const AlertChannelConfig& channel : config.alerts) {
    for (const std::string& environment_name : channel.environments) {
      bool known = false;
      for (const TargetConfig& target : config.targets)
        known = known || target.environment == environment_name;
      if (!known) {
        context.fail(channel.mark, "alert channel \"" + channel.name + "\": no target is in environment \"" +
                                       environment_name + "\"");
      }
    }
  }
  return config;
}

std::filesystem::path default_store_path(const Environment& environment) {
  const std::filesystem::path base = base_directory(environment, "XDG_STATE_HOME", ".local/state");
  return base.empty() ? base : base / "schema_audit" / "store.db";
}

}  // namespace schema_audit
