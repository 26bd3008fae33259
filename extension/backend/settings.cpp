#include "extension/backend/settings.hpp"

#include "extension/actor/actor_key.hpp"

namespace schema_audit {

namespace {

constexpr config_enum_entry kOnFailure[] = {{"error", static_cast<int>(OnFailure::kError), false},
                                            {"warning", static_cast<int>(OnFailure::kWarning), false},
                                            {nullptr, 0, false}};

void enabled_changes(bool now, void*) {
  if (now) settings.switch_is_recorded = false;
}

}  // namespace

Settings settings = {true, false, 1024 * 1024, nullptr, nullptr, 0, nullptr, false, true, 256, 1000, false};

void define_settings() {
  DefineCustomBoolVariable("schema_audit.enabled", "Records DDL commands in the log.",
                           "Only a superuser can change it.", &settings.enabled, true, PGC_SUSET, 0, nullptr,
                           enabled_changes, nullptr);
  DefineCustomIntVariable("schema_audit.max_statement_length", "Longest text of a statement kept in the log.",
                          "A longer text is cut, and says so at its end.", &settings.max_statement_length,
                          1024 * 1024, 256, 128 * 1024 * 1024, PGC_SUSET, GUC_UNIT_BYTE, nullptr, nullptr,
                          nullptr);
  DefineCustomStringVariable("schema_audit.actor",
                             "The person or job on whose behalf the application runs DDL.",
                             "A signed token proves it; anything else is a claim. Facts stay beside it.",
                             &settings.actor, "", PGC_USERSET, 0, nullptr, nullptr, nullptr);
  DefineCustomStringVariable("schema_audit.reason", "Why the DDL is run, for instance a ticket.",
                             "It is recorded as a claim.", &settings.reason, "", PGC_USERSET, 0, nullptr,
                             nullptr, nullptr);
  DefineCustomEnumVariable("schema_audit.on_failure",
                           "What becomes of a DDL command that cannot be recorded.",
                           "error refuses the command; warning lets it pass and keeps the gap as an attempt.",
                           &settings.on_failure, static_cast<int>(OnFailure::kError), kOnFailure, PGC_SUSET,
                           0, nullptr, nullptr, nullptr);
  DefineCustomStringVariable("schema_audit.actor_key", "Secret key that proves tokens naming an actor.",
                             "Without a key every actor is a claim.", &settings.actor_key, "", PGC_SUSET,
                             GUC_SUPERUSER_ONLY | GUC_NO_SHOW_ALL | GUC_NOT_IN_SAMPLE, check_actor_key,
                             nullptr, show_actor_key);
  DefineCustomBoolVariable("schema_audit.log_temporary", "Records commands on temporary objects too.",
                           nullptr, &settings.log_temporary, false, PGC_SUSET, 0, nullptr, nullptr, nullptr);
  DefineCustomBoolVariable("schema_audit.log_attempts",
                           "Keeps DDL commands that failed, were refused or were rolled back.", nullptr,
                           &settings.log_attempts, true, PGC_SUSET, 0, nullptr, nullptr, nullptr);
  // Shared memory is sized when the server starts.
  if (process_shared_preload_libraries_in_progress) {
    DefineCustomIntVariable("schema_audit.attempt_buffer", "Shared memory for attempts not yet stored.",
                            nullptr, &settings.attempt_buffer, 256, 16, 1024 * 1024, PGC_POSTMASTER,
                            GUC_UNIT_KB, nullptr, nullptr, nullptr);
  }
  DefineCustomIntVariable("schema_audit.seal_interval", "Time between two looks for transactions to seal.",
                          "0 starts no background worker.", &settings.seal_interval, 1000, 0, 3600 * 1000,
                          PGC_SIGHUP, GUC_UNIT_MS, nullptr, nullptr, nullptr);
  DefineCustomBoolVariable("schema_audit.allow_log_changes", "Lets a superuser change the log by hand.",
                           "Each change is recorded. Meant for repairs.", &settings.allow_log_changes, false,
                           PGC_SUSET, GUC_NOT_IN_SAMPLE, nullptr, nullptr, nullptr);
  MarkGUCPrefixReserved("schema_audit");
}

}  // namespace schema_audit
