// What tables, foreign tables and composite types share: their columns.
#pragma once

#include <string>

#include "core/plan/kind_plan.hpp"

namespace schema_audit {

// "name type COLLATE c DEFAULT d NOT NULL", as CREATE TABLE and ADD COLUMN take it.
std::string column_definition(const Creation& creation, const Unit& column, bool with_identity = true);

// What of a column cannot stand in its definition: storage, statistics, options; of an inherited one, where
// it differs from its parent's, or all of it when it has nothing from one yet.
void add_column_settings(const Creation& creation, const Unit& column, Steps& steps, bool bare = false);

// "ALTER TABLE schema.table ALTER COLUMN name "; only: not for partitions and children.
std::string alter_column(const Unit& column, bool only = false);

// "GENERATED ALWAYS AS IDENTITY (...)" of a column with an identity.
std::string identity_clause(const Unit& column);

// The name of the sequence behind it.
std::string identity_sequence(const Unit& column);

// Gives the column an identity, takes it away, or changes its options.
void alter_identity(Alteration& alteration);

// The default or the expression of a column as SQL.
std::string default_text(const Attributes& column);

// The rule behind ADD CONSTRAINT name: "CHECK (...)", "FOREIGN KEY ...".
std::string constraint_definition(const Unit& constraint);

// SET and RESET of the storage parameters that differ.
void alter_storage_options(Alteration& alteration, std::string_view command);

// The same of an index, or of the index behind a constraint.
void alter_index_options(Alteration& alteration);

// Beside everything else; not of a partitioned table.
void drop_index_online(const Unit& unit, Steps& steps);

bool is_partitioned(const Object& root);

}  // namespace schema_audit
