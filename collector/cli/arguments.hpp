// What the command line says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collector/cli/format.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

// What the exit code says of findings.
enum class ExitCodeMode { kSeverity, kAny, kNever };

struct Arguments {
  std::string verb;  // "collect", "diff", ...
  std::optional<std::string> config_file;
  std::optional<std::string> log_level;
  Format format = Format::kText;
  std::vector<Artefact> artefacts;
  std::string artefact_directory;  // drift; empty: none

  std::vector<std::string> names;  // positional: targets, references, an object
  std::string since;               // log
  std::string object;              // log
  std::string who;                 // log
  std::size_t limit = 0;           // log
  bool attempts = false;           // log
  bool deep = false;               // check
  bool accept_log = false;         // check
  bool force = false;              // init
  bool dry_run = false;            // collect, prune
  int days = 30;                   // trend
  std::string environment;         // import
  std::string label;               // import
  bool reports = false;            // export
  ExitCodeMode exit_code = ExitCodeMode::kSeverity;

  bool reverse = false;                      // plan
  bool online = false;                       // plan
  std::vector<std::string> allowed_hazards;  // plan
  bool replay = false;                       // plan
  bool prove = false;                        // plan
  std::string proving_server;                // plan; empty: a private one
};

// Throws CollectorError (usage) with one line, or exits the program when --help or --version was asked for:
// then returns nullopt and has written to stdout.
std::optional<Arguments> parse_arguments(int argc, const char* const* argv);

}  // namespace schema_audit
