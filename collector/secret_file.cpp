#include "collector/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "collector/error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

std::string read_secret_file(const std::filesystem::path& path, std::size_t most) {
  const std::string name = "secret file " + printable(path.string());
  // O_NONBLOCK: a FIFO must not hang the cron job.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status = {};
  if (file < 0 || fstat(file, &status) != 0) {
    const std::string why = std::strerror(errno);
    if (file >= 0) close(file);
    throw CollectorError(ExitCode::kPermission, name + ": " + why);
  }
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  ssize_t got = 0;
  while (size < text.size() && (got = read(file, text.data() + size, text.size() - size)) > 0)
    size += static_cast<std::size_t>(got);
  close(file);
  if (!S_ISREG(status.st_mode)) throw CollectorError(ExitCode::kConfig, name + ": is no file");
  // As libpq treats .pgpass; systemd hands out credentials with mode 0440.
  if ((status.st_mode & (S_IWGRP | S_IRWXO)) != 0)
    throw CollectorError(ExitCode::kPermission, name + ": others can read or change it; run chmod 600 on it");
  if (got < 0) throw CollectorError(ExitCode::kPermission, name + ": cannot be read");
  if (size > most) throw CollectorError(ExitCode::kConfig, name + ": is too large");
  text.resize(size);
  return text;
}

}  // namespace schema_audit
