#include "collector/store/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "collector/store/store_error.hpp"
#include "collector/store/store_file.hpp"

namespace schema_audit {
namespace {

std::string holder_of(int descriptor) {
  std::array<char, 32> buffer = {};
  const ssize_t got = pread(descriptor, buffer.data(), buffer.size() - 1, 0);
  std::string text(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  text = text.substr(0, text.find_first_not_of("0123456789"));
  return text.empty() ? "" : " (process " + text + ")";
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& store) {
  make_store_directory(store);
  const std::string path = store.string() + ".lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) {
    throw StoreError(ExitCode::kStore, store.string(),
                     "cannot open " + path + ": " + std::strerror(errno) +
                         "; this user must be able to write the directory of the store");
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const bool busy = errno == EWOULDBLOCK;
    const std::string message = busy ? "another run is in progress" + holder_of(descriptor_)
                                     : std::string("cannot lock it: ") + std::strerror(errno);
    close(descriptor_);
    throw StoreError(busy ? ExitCode::kBusy : ExitCode::kStore, store.string(), message);
  }
  // The number only helps people; the lock holds without it, even on a full disk.
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = pwrite(descriptor_, pid.data(), pid.size(), 0);
  }
}

RunLock::~RunLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace schema_audit
