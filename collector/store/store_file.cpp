#include "collector/store/store_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "collector/store/store_error.hpp"

namespace schema_audit {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what, int error) {
  std::string advice;
  if (error == EACCES || error == EPERM)
    advice = "; give this user the right to write there, or set store in the configuration";
  if (error == EROFS) advice = "; set store in the configuration to a place that can be written";
  if (error == ENOSPC || error == EDQUOT) advice = "; make room on that file system";
  throw StoreError(ExitCode::kStore, file.string(), what + ": " + std::strerror(error) + advice);
}

void make_directory(const std::filesystem::path& directory, const std::filesystem::path& file) {
  std::error_code error;
  if (directory.empty() || std::filesystem::is_directory(directory, error)) return;
  make_directory(directory.parent_path(), file);
  if (mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    fail(file, "cannot make directory " + directory.string(), errno);
  }
}

}  // namespace

void make_store_directory(const std::filesystem::path& file) { make_directory(file.parent_path(), file); }

void make_store_file(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) {
    close(descriptor);
  } else if (errno != EEXIST) {
    fail(file, "cannot make it", errno);
  }
}

}  // namespace schema_audit
