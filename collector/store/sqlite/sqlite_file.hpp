// What is known of a database file before it is taken for a store.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "collector/store/migrations.hpp"

namespace schema_audit {

// "SAud": tells our files from other programs' (file(1) shows it too).
inline constexpr int kApplicationId = 0x53417564;
inline constexpr int kBusyTimeoutMs = 10'000;

// Of the text of a migration, as a store keeps it.
std::string checksum(const Migration& migration);

// Throws StoreError when the file is another program's. A new file, or one whose making was cut short, is
// not.
void refuse_foreign_database(SQLite::Database& database, const std::string& path);

// How many migrations were applied. Throws StoreError when a newer program made the store, or when its
// migrations are not the ones that this program knows.
int applied_migrations(SQLite::Database& database, const std::string& path);

}  // namespace schema_audit
