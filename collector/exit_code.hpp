// The exit codes of schema-audit. 0 to 2 grade what was found, 3 says that
// something could not be looked at, the rest follow sysexits(3).
#pragma once

namespace schema_audit {

enum class ExitCode : int {
  kNone = 0,
  kMajor = 1,
  kCritical = 2,
  kIncomplete = 3,
  kUsage = 64,
  kBadData = 65,
  kUnavailable = 69,
  kInternal = 70,
  kCannotCreate = 73,
  kStore = 74,
  kBusy = 75,
  kPermission = 77,
  kConfig = 78,
};

}  // namespace schema_audit
