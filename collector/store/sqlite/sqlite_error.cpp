#include "collector/store/sqlite/sqlite_error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace schema_audit {
namespace {

constexpr int kPrimaryCode = 0xff;

std::string message_of(const SQLite::Exception& error, int system_error) {
  switch (error.getErrorCode() & kPrimaryCode) {
    case SQLITE_READONLY:
      if (error.getExtendedErrorCode() == SQLITE_READONLY_DBMOVED)
        return "was moved or deleted while in use; run again";
      return "cannot be written; run as its owner, or set store in the configuration to a file that can be "
             "written";
    case SQLITE_FULL:
      return "no room left on its file system; the unfinished part was undone, make room and run again";
    case SQLITE_IOERR:
      return "input/output error (" +
             (system_error != 0 ? std::string(std::strerror(system_error)) : std::string(error.what())) +
             "); the unfinished part was undone, check the disk, its quota and limits, and run again";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "in use by another process; try again when that is done";
    case SQLITE_CORRUPT:
      return "is damaged; restore it from a backup, or move it away to start a new one";
    case SQLITE_NOTADB:
      return "is not a store of schema-audit; move the file away, or set store in the configuration to "
             "another";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "cannot be opened; this user must be able to read and write the file and its directory";
    default:
      return std::string("internal error: ") + error.what();
  }
}

ExitCode exit_code_of(int code) {
  switch (code & kPrimaryCode) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ExitCode::kBusy;
    case SQLITE_READONLY:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ExitCode::kStore;
    default:
      return ExitCode::kInternal;
  }
}

}  // namespace

StoreError to_store_error(const std::string& path, const SQLite::Exception& error, int system_error) {
  return {exit_code_of(error.getErrorCode()), path, message_of(error, system_error)};
}

}  // namespace schema_audit
