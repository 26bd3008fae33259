#include "collector/cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "collector/cli/context.hpp"
#include "collector/cli/version.hpp"
#include "collector/config/nearest.hpp"
#include "collector/error.hpp"
#include "core/render/printable.hpp"

namespace schema_audit {

namespace {

constexpr const char* kFooter = R"(References (wherever two sides are compared):
  production                     the target as it is now, read live
  production@41                  snapshot 41 of it; production@latest is the newest
  production@2026-11-01T10:00    the last snapshot at or before that time (UTC)
  production@-2h                 the same, that long ago (s, min, h, d, w)
  production@release-42          the newest snapshot with that label
  apps.app_orders                one database of the target apps, which stands for many
  before.json                    a snapshot document (a name with a / in it or that ends in .json or .json.zst)

Exit codes:
  0 nothing, or minor findings only   1 major   2 critical   3 a target could not be read
  (--exit-code any: 1 for every finding; never: 0 whatever is found)
  64 usage   65 bad input file   69 unavailable   70 internal error   73 cannot write an output
  74 the store cannot be read or written   75 another run is in progress   77 permission   78 configuration

Examples:
  schema-audit init > schema_audit.yaml
  schema-audit check --deep                            # is the log still what it was?
  schema-audit check --format nagios                   # one line, exit code 0 to 3
  schema-audit collect                                 # the cron line
  schema-audit daemon                                  # the same as a service
  schema-audit drift staging production --output markdown=drift.md --output sarif=drift.sarif
  schema-audit drift production --artifacts out          # in a job: SQL, JSON, Markdown
  schema-audit diff production@41 production --format json
  schema-audit log production --since 2026-11-01 --object public.orders
  schema-audit blame production public.orders
  schema-audit plan production staging --prove          # the SQL, tried there and back
  schema-audit trend production --days 90
  schema-audit backup && schema-audit prune && schema-audit maintain     # once a night
)";

// What the library calls a missing subcommand is, most of the time, a verb with a typing error.
std::string explained(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> rest = app.remaining();
  if (!app.get_subcommands().empty() || rest.empty() || rest.front().starts_with('-')) return error.what();
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
  const auto meant = nearest(rest.front(), verbs);
  return "unknown verb \"" + printable(rest.front()) + "\"" +
         (meant ? "; did you mean \"" + *meant + "\"?" : "");
}

ExitCodeMode to_exit_code_mode(const std::string& word) {
  if (word == "severity") return ExitCodeMode::kSeverity;
  if (word == "any") return ExitCodeMode::kAny;
  if (word == "never") return ExitCodeMode::kNever;
  throw CollectorError(ExitCode::kUsage,
                       "unknown --exit-code \"" + printable(word) + "\": severity, any and never are known");
}

struct Raw {
  std::string config_file, log_level, format, exit_code = "severity";
  std::vector<std::string> artefacts;
};

void add_output(CLI::App& verb, Raw& raw) {
  verb.add_option(
      "--format", raw.format,
      "format on stdout: text (the default), json, markdown, html, junit, sarif or github; of diff "
      "and drift also sql");
  verb.add_option("--output", raw.artefacts,
                  "FORMAT=PATH: write the result there too; may be given several times")
      ->allow_extra_args(false);
  verb.add_option("--exit-code", raw.exit_code,
                  "what findings exit with: severity (0, 1 or 2), any (1) or never (0)")
      ->capture_default_str();
}

void add_verbs(CLI::App& app, Arguments& arguments, Raw& raw) {
  auto* init = app.add_subcommand("init", "write a commented configuration to stdout, or to FILE");
  init->add_option("FILE", arguments.names, "the file to make")->expected(0, 1);
  init->add_flag("--force", arguments.force, "replace FILE when it exists");

  auto* check = app.add_subcommand("check", "connect to targets and say what works there and what does not");
  check->add_option("TARGET", arguments.names, "all when none is named");
  check->add_flag("--deep", arguments.deep,
                  "compare every row of the log that the store has with the database");
  check->add_flag("--accept-log", arguments.accept_log,
                  "accept the logs of the named targets as they are now, findings and all");
  check->add_option("--format", raw.format,
                    "text (the default), json, nagios (one line; exits with 0 to 3) or prometheus");
  check
      ->add_option("--output", raw.artefacts,
                   "FORMAT=PATH, or PATH in the format of its name (.json, .prom), else that of stdout")
      ->allow_extra_args(false);

  auto* collect = app.add_subcommand(
      "collect", "pull events and snapshots of targets into the store, report what changed, alert");
  collect->add_option("TARGET", arguments.names, "all when none is named");
  collect->add_flag("--dry-run", arguments.dry_run, "do all of it and keep nothing: no snapshot, no alert");
  add_output(*collect, raw);

  auto* crawl = app.add_subcommand("crawl", "collect one target");
  crawl->add_option("TARGET", arguments.names, "its name")->expected(1)->required();
  crawl->add_flag("--dry-run", arguments.dry_run, "do all of it and keep nothing: no snapshot, no alert");
  add_output(*crawl, raw);

  app.add_subcommand(
      "daemon",
      "collect from time to time, and at once what has changed, until SIGTERM; SIGHUP reads the "
      "configuration again");

  auto* diff_latest =
      app.add_subcommand("diff-latest", "what the last collection found changed, from the store");
  diff_latest->add_option("TARGET", arguments.names, "all when none is named");
  add_output(*diff_latest, raw);

  auto* snapshots = app.add_subcommand(
      "snapshots", "list the stored snapshots; with a REFERENCE, print that snapshot as JSON");
  snapshots->add_option("TARGET|REFERENCE", arguments.names, "all targets when none is named")
      ->expected(0, 1);
  snapshots->add_option("--format", raw.format, "text (the default) or json");

  auto* diff = app.add_subcommand("diff", "what leads from one side to the other");
  diff->add_option("BEFORE AFTER", arguments.names, "two references")->expected(2)->required();
  add_output(*diff, raw);

  auto* drift = app.add_subcommand("drift", "how a target differs from its reference");
  drift
      ->add_option("REFERENCE TARGET", arguments.names,
                   "with TARGET alone, its reference is the one of the configuration")
      ->expected(1, 2)
      ->required();
  add_output(*drift, raw);
  drift->add_option("--artifacts", arguments.artefact_directory,
                    "DIRECTORY: write schema-diff.sql, drift-report.json and drift-summary.md there, too");

  auto* log = app.add_subcommand("log", "the collected DDL log: who did what, when and from where");
  log->add_option("TARGET", arguments.names, "all targets when none is named");
  log->add_option("--since", arguments.since, "from this time on (UTC), such as 2026-11-01T10:00");
  log->add_option("--object", arguments.object,
                  "only what touched this object or a part of it, such as public.orders");
  log->add_option("--who", arguments.who, "only what this role or named end user did");
  log->add_flag(
      "--attempts", arguments.attempts,
      "what failed, was refused, was rolled back or could not be recorded, instead of what happened");
  log->add_option("--limit", arguments.limit, "the newest that many statements")->check(CLI::PositiveNumber);
  log->add_option("--format", raw.format, "text (the default) or json");

  auto* blame =
      app.add_subcommand("blame", "for an object and each of its parts: who touched it last, and how");
  blame->add_option("TARGET OBJECT", arguments.names, "a target (or target@snapshot) and an object's address")
      ->expected(2)
      ->required();
  blame->add_option("--format", raw.format, "text (the default) or json");

  auto* alert = app.add_subcommand(
      "alert",
      "test, preview or retry a CHANNEL: send an example now; show the newest alert as the channel would "
      "get it; try again what was given up");
  alert
      ->add_option("test|preview|retry CHANNEL", arguments.names,
                   "what to do, and a channel of the configuration")
      ->expected(2)
      ->required();

  auto* plan = app.add_subcommand("plan", "the statements that turn one side into the other");
  plan->add_option("FROM TO", arguments.names, "two references; empty: a database that was just created")
      ->expected(2, 3)
      ->required();
  plan->add_flag("--reverse", arguments.reverse, "from TO to FROM");
  plan->add_flag("--online", arguments.online,
                 "statements that let others go on meanwhile, where there are such");
  plan->add_option("--allow-hazard", arguments.allowed_hazards,
                   "NAME of what a step may do to data; without it, a plan that does so is not shown")
      ->allow_extra_args(false);
  plan->add_flag("--replay", arguments.replay,
                 "the statements that people ran between two snapshots of one target, as its log has them; "
                 "what is missing is filled in from the difference. Proves the plan, too");
  plan->add_flag("--prove", arguments.prove,
                 "show it only when it was tried in a scratch database, there and back: on a private server, "
                 "or on one that is named behind it (postgresql://...)");
  plan->add_option("--format", raw.format, "sql or json");
}

// What keeps the store.
void add_store_verbs(CLI::App& app, Arguments& arguments, Raw& raw) {
  auto* trend = app.add_subcommand(
      "trend", "drift and changes over time, what changed most often, and who changes databases by hand");
  trend->add_option("TARGET", arguments.names, "all targets when none is named");
  trend->add_option("--days", arguments.days, "so many days back")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  trend->add_option("--format", raw.format, "text (the default) or json");

  auto* tag = app.add_subcommand("tag", "give a stored snapshot a label, which keeps it from being pruned");
  tag->add_option("REFERENCE LABEL", arguments.names, "such as production@41; without LABEL it is taken away")
      ->expected(1, 2)
      ->required();

  auto* to_file =
      app.add_subcommand("export", "write a stored snapshot, or reports, as a document to FILE or stdout");
  to_file->add_option("REFERENCE FILE", arguments.names, "such as production@latest")
      ->expected(1, 2)
      ->required();
  to_file->add_flag("--reports", arguments.reports,
                    "what collections of the target found, in place of a snapshot");

  auto* from_file = app.add_subcommand("import", "store a document for a target that is not collected");
  from_file->add_option("FILE TARGET", arguments.names, "the document, and the name to keep it under")
      ->expected(2)
      ->required();
  from_file->add_option("--environment", arguments.environment, "environment of the target")
      ->default_str("imported");
  from_file->add_option("--label", arguments.label, "label of the snapshot");

  auto* prune =
      app.add_subcommand("prune", "remove from the store what keep in the configuration calls too old");
  prune->add_flag("--dry-run", arguments.dry_run, "say what would be removed");
  prune->add_option("--format", raw.format, "text (the default) or json");

  auto* backup =
      app.add_subcommand("backup", "copy the store while it is in use, and compare the copy with it");
  backup->add_option("DIRECTORY", arguments.names, "default: keep.backup_directory")->expected(0, 1);
  backup->add_option("--format", raw.format, "text (the default) or json");

  auto* restore = app.add_subcommand("restore", "put a backup in the place of the store, which is kept");
  restore->add_option("BACKUP", arguments.names, "a file that backup made")->expected(1)->required();

  auto* verify = app.add_subcommand("verify", "look whether the store, or a backup of it, is whole");
  verify->add_option("FILE", arguments.names, "default: the store")->expected(0, 1);
  verify->add_option("--format", raw.format, "text (the default) or json");

  app.add_subcommand("maintain", "give room back and keep queries quick");
}

}  // namespace

std::optional<Arguments> parse_arguments(int argc, const char* const* argv) {
  Arguments arguments;
  Raw raw;
  CLI::App app("git log, git blame and git diff for PostgreSQL schemas across environments", "schema-audit");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text());
  app.add_option("--config", raw.config_file,
                 "configuration file (default: $SCHEMA_AUDIT_CONFIG, ./schema_audit.yaml, "
                 "~/.config/schema_audit/schema_audit.yaml, "
                 "/etc/schema_audit/schema_audit.yaml)");
  app.add_option("--log-level", raw.log_level, "debug, info, warning, error or off (on stderr)");
  // Verbs inherit it when they are added: --config may also stand behind a verb.
  app.fallthrough();
  add_verbs(app, arguments, raw);
  add_store_verbs(app, arguments, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      std::ostringstream text;
      app.exit(error, text, text);
      print(text.str());
      return std::nullopt;
    }
    throw CollectorError(ExitCode::kUsage, explained(app, error) + "; see schema-audit --help");
  }
  arguments.verb = app.get_subcommands().front()->get_name();
  if (!raw.config_file.empty()) arguments.config_file = raw.config_file;
  if (!raw.log_level.empty()) arguments.log_level = raw.log_level;
  if (arguments.accept_log && arguments.names.empty())
    throw CollectorError(ExitCode::kUsage, "check --accept-log needs the names of the targets to accept");
  if (arguments.attempts && !arguments.object.empty())
    throw CollectorError(ExitCode::kUsage, "log --attempts knows no objects: use it without --object");
  if (arguments.verb == "import" && arguments.environment.empty()) arguments.environment = "imported";
  if (arguments.replay) {
    arguments.prove = true;
    if (arguments.reverse || arguments.online)
      throw CollectorError(ExitCode::kUsage, "--replay shows what was run: without --reverse and --online");
  }
  if (arguments.verb == "plan" && arguments.names.size() == 3) {
    if (!arguments.prove)
      throw CollectorError(ExitCode::kUsage, "a plan has two sides; see schema-audit --help");
    arguments.proving_server = std::move(arguments.names.back());
    arguments.names.pop_back();
  }
  if (raw.format.empty()) raw.format = arguments.verb == "plan" ? "sql" : "text";
  arguments.format = to_format(raw.format);
  arguments.exit_code = to_exit_code_mode(raw.exit_code);
  for (const std::string& text : raw.artefacts) {
    const bool file = arguments.verb == "diff-latest" || arguments.verb == "check";
    const Format otherwise = arguments.verb == "check" ? arguments.format : Format::kText;
    arguments.artefacts.push_back(file ? to_file(text, otherwise) : to_artefact(text));
  }
  for (const Artefact& artefact : arguments.artefacts) check_format(arguments.verb, artefact.format);
  check_format(arguments.verb, arguments.format);
  return arguments;
}

}  // namespace schema_audit
