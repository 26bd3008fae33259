#include "extension/backend/settings.hpp"

namespace schema_audit {

Settings settings = {true, 1024 * 1024, nullptr, nullptr};

void define_settings() {
  DefineCustomBoolVariable("schema_audit.enabled", "Records DDL commands in the log.",
                           "Only a superuser can change it.", &settings.enabled, true, PGC_SUSET, 0, nullptr,
                           nullptr, nullptr);
  DefineCustomIntVariable("schema_audit.max_statement_length", "Longest text of a statement kept in the log.",
                          "A longer text is cut, and says so at its end.", &settings.max_statement_length,
                          1024 * 1024, 256, 128 * 1024 * 1024, PGC_SUSET, GUC_UNIT_BYTE, nullptr, nullptr,
                          nullptr);
  DefineCustomStringVariable("schema_audit.actor",
                             "The person or job on whose behalf the application runs DDL.",
                             "It is recorded as a claim, beside the roles that the server knows.",
                             &settings.actor, "", PGC_USERSET, 0, nullptr, nullptr, nullptr);
  DefineCustomStringVariable("schema_audit.reason", "Why the DDL is run, for instance a ticket.",
                             "It is recorded as a claim.", &settings.reason, "", PGC_USERSET, 0, nullptr,
                             nullptr, nullptr);
  MarkGUCPrefixReserved("schema_audit");
}

}  // namespace schema_audit
