#include "collector/cli/context.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include "collector/compression.hpp"
#include "collector/config/nearest.hpp"
#include "collector/error.hpp"
#include "collector/run/referenced_snapshot.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

std::unique_ptr<Store> Context::existing_store() const {
  std::error_code error;
  if (!std::filesystem::exists(config.store, error) && !error) return nullptr;
  return open_store(config.store, StoreMode::kReadOnly);
}

std::unique_ptr<Store> Context::required_store() const {
  std::unique_ptr<Store> store = existing_store();
  if (!store) {
    throw CollectorError(ExitCode::kUsage,
                         "there is no store at " + config.store.string() + " yet: run schema-audit collect");
  }
  return store;
}

std::unique_ptr<Store> Context::writable_store() const {
  return open_store(config.store, StoreMode::kReadWrite, config.keep.backup_directory);
}

TargetRow required_target(Store& store, const std::string& name) {
  if (auto target = store.find_target(name)) return *target;
  std::vector<std::string> names;
  for (const TargetRow& target : store.targets()) names.push_back(target.name);
  std::string hint;
  if (const auto meant = nearest(name, names)) {
    hint = "; did you mean \"" + *meant + "\"?";
  } else {
    for (const std::string& known : names) hint += (hint.empty() ? "; it has " : ", ") + known;
  }
  throw CollectorError(ExitCode::kUsage, "the store has no target \"" + printable(name) + "\"" + hint);
}

SnapshotRow required_snapshot(Store& store, const TargetRow& target, const Reference& reference) {
  if (!reference.is_stored()) {
    throw CollectorError(ExitCode::kUsage, printable(reference.text) +
                                               " is no stored snapshot: name one as TARGET@ID, TARGET@latest "
                                               "or TARGET@LABEL");
  }
  const auto row = referenced_snapshot(store, target.id, reference);
  if (!row) throw CollectorError(ExitCode::kUsage, "there is no snapshot " + printable(reference.text));
  return *row;
}

void print(const std::string& text) {
  std::cout << text << std::flush;
  if (!std::cout) throw CollectorError(ExitCode::kCannotCreate, "cannot write to stdout");
}

void write_file(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new." + std::to_string(::getpid());
  const auto fail = [&](int error) {
    std::remove(temporary.c_str());
    throw CollectorError(ExitCode::kCannotCreate, "cannot write " + path + ": " + std::strerror(error));
  };
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << (wants_compression(path) ? compress(text) : text) << std::flush;
    if (!file) fail(errno);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail(errno);
}

}  // namespace schema_audit
