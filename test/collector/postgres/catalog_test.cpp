// The queries of the kinds against a real server: every attribute is read, and a change of one thing is one
// change.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "collector/postgres/connection.hpp"
#include "collector/postgres/pq_rows.hpp"
#include "collector/postgres/transaction.hpp"
#include "core/canonical/encoding.hpp"
#include "core/canonical/fingerprint.hpp"
#include "core/diff/diff.hpp"
#include "core/kinds/catalog_reader.hpp"
#include "core/kinds/registry.hpp"
#include "core/severity/finding.hpp"
#include "test/support/postgres_cluster.hpp"

namespace schema_audit {
namespace {

struct ReadCatalog {
  std::vector<Object> objects;
  std::vector<Skipped> skipped;
  std::string fingerprint;
};

std::string sql_directory() {
  const char* root = std::getenv("SCHEMA_AUDIT_ROOT");
  return std::string(root != nullptr ? root : SCHEMA_AUDIT_SOURCE_DIR) + "/test/sql/";
}

std::string joined_codes(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  codes.reserve(findings.size());
  for (const Finding& finding : findings) codes.push_back(finding.code);
  std::sort(codes.begin(), codes.end());
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : " ") + code;
  return out;
}

class CatalogTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = std::make_unique<PostgresCluster>();
    if (!cluster_->problem().empty()) return;
    const std::string space = cluster_->socket_directory() + "/space";
    execute("postgres", "COPY (SELECT 1) TO PROGRAM 'mkdir " + space + " && cat >/dev/null'");
    shell(psql("postgres") + " -v tablespace=" + space + " -f " + sql_directory() + "kitchen_sink_roles.sql");
    execute("postgres", "CREATE DATABASE sink");
    for (const char* file :
         {"kitchen_sink.sql", "kitchen_sink_14.sql", "kitchen_sink_15.sql", "kitchen_sink_database.sql"}) {
      shell(psql("sink") + " -f " + sql_directory() + file);
    }
  }
  static void TearDownTestSuite() { cluster_.reset(); }

  void SetUp() override { ASSERT_EQ(cluster_->problem(), ""); }

  static std::string option(const std::string& database) {
    return " -h " + cluster_->socket_directory() + " -p " + std::to_string(cluster_->port()) +
           " -U admin -d " + database;
  }
  static std::string psql(const std::string& database) {
    return "psql -qX -v ON_ERROR_STOP=1" + option(database);
  }

  static void shell(const std::string& command) {
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) throw std::runtime_error(command);
  }

  static void execute(const std::string& database, const std::string& sql) {
    const std::string dsn = "host=" + cluster_->socket_directory() +
                            " port=" + std::to_string(cluster_->port()) + " user=admin dbname=" + database;
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(dsn.c_str()), PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()),
                                                                PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    }
  }

  static Connection connect(const std::string& database, const std::string& role = "admin") {
    TargetConfig target;
    target.name = database;
    target.connection.parameters = {{"host", cluster_->socket_directory()},
                                    {"port", std::to_string(cluster_->port())},
                                    {"user", role},
                                    {"dbname", database}};
    return {target, TimeoutConfig{}};
  }

  static ReadCatalog read(Connection& connection) {
    const ReadTransaction transaction(connection);
    PqRows rows(connection);
    ReadCatalog catalog;
    std::vector<Digest> hashes;
    catalog.skipped = read_catalog(rows, [&](Object&& object) {
      hashes.push_back(sha256(encode(object)));
      catalog.objects.push_back(std::move(object));
    });
    catalog.fingerprint = to_hex(fingerprint(std::move(hashes)));
    return catalog;
  }

  static ReadCatalog read(const std::string& database, const std::string& role = "admin") {
    Connection connection = connect(database, role);
    return read(connection);
  }

 private:
  static inline std::unique_ptr<PostgresCluster> cluster_;
};

TEST_F(CatalogTest, ReadsEveryAttributeThereIs) {
  std::set<std::string> missing;
  for (const Kind* kind : registry()) {
    for (const AttributeKind& attribute : kind->attributes) {
      missing.insert(std::string(kind->name) + "." + std::string(attribute.name));
    }
  }
  const auto see = [&](const Object& object) {
    for (const Attribute& attribute : object.attributes) missing.erase(object.kind + "." + attribute.name);
  };
  for (const Object& object : read("sink").objects) {
    see(object);
    for (const Object& child : object.children) see(child);
  }
  std::erase_if(missing, [](const std::string& name) { return name.ends_with(".security_labels"); });
  EXPECT_EQ(missing, (std::set<std::string>{
                         "collation.rules",                           // 16
                         "column.not_null_comment",                   // 18
                         "column.not_null_name",                      // 18
                         "column.not_null_no_inherit",                // 18
                         "column.not_null_not_valid",                 // 18
                         "constraint.not_enforced",                   // 18
                         "constraint.period",                         // 18
                         "domain.not_null_comment",                   // 17
                         "domain.not_null_name",                      // 17
                         "foreign_data_wrapper.connection_function",  // 19
                         "publication.all_sequences",                 // 19
                         "publication.generated_columns",             // 18
                         "publication_table.excepted",                // 19
                         "subscription.failover",                     // 17
                         "subscription.max_retention",                // 19
                         "subscription.origin",                       // 16
                         "subscription.password_not_required",        // 16
                         "subscription.receiver_timeout",             // 19
                         "subscription.retain_dead_tuples",           // 19
                         "subscription.run_as_owner",                 // 16
                         "subscription.server",                       // 19
                         "subscription.two_phase",                    // needs a connection
                         "table.detach_pending",                      // only after an interrupted command
                     }));
}

TEST_F(CatalogTest, NothingOfTheKitchenSinkIsLeftOut) {
  for (const Skipped& skipped : read("sink").skipped) ADD_FAILURE() << skipped.kind << ": " << skipped.reason;
}

TEST_F(CatalogTest, NoSecretComesOut) {
  for (const Object& object : read("sink").objects) {
    EXPECT_EQ(encode(object).find("s3cret"), std::string::npos) << object.kind << " " << object.name;
  }
}

TEST_F(CatalogTest, SecurityLabelsAreAttributes) {
  execute("postgres", "CREATE DATABASE labelled TEMPLATE sink");
  const std::vector<Object> before = read("labelled").objects;
  // No provider of labels is at hand; the catalog is what counts.
  execute("labelled",
          "SET allow_system_table_mods = on; INSERT INTO pg_catalog.pg_seclabel (objoid, classoid, objsubid, "
          "provider, label)"
          " VALUES ('app.customer'::regclass, 'pg_class'::regclass, 0, 'dummy', 'secret=1'),"
          " ('app.customer'::regclass, 'pg_class'::regclass, 1, 'dummy', 'top'),"
          " ('app.point3'::regtype, 'pg_type'::regclass, 0, 'dummy', 'a'),"
          " ('app.point3'::regtype, 'pg_type'::regclass, 0, 'other', 'b'),"
          " ('public.similarity'::regproc, 'pg_proc'::regclass, 0, 'dummy', 'c')");
  const ReadCatalog after = read("labelled");
  EXPECT_EQ(joined_codes(grade(diff(before, after.objects, Lineage::kSameDatabase))),
            "column.security_labels.set composite_type.security_labels.set table.security_labels.set");
  ASSERT_EQ(after.skipped.size(), 1U);
  EXPECT_EQ(after.skipped.front().kind, "security label");
  EXPECT_EQ(after.skipped.front().count, 1);
}

TEST_F(CatalogTest, ARoleWithNothingButConnectReadsTheSame) {
  execute("sink", "CREATE ROLE nobody_special LOGIN");
  const ReadCatalog all = read("sink");
  const ReadCatalog little = read("sink", "nobody_special");
  EXPECT_EQ(all.fingerprint, little.fingerprint);
  EXPECT_EQ(all.skipped, little.skipped);
}

std::vector<Object> read_cluster_objects(Connection connection) {
  const ReadTransaction transaction(connection);
  PqRows rows(connection);
  std::vector<Object> objects;
  read_cluster(rows, [&](Object&& object) { objects.push_back(std::move(object)); });
  return objects;
}

TEST_F(CatalogTest, ReadsEveryAttributeOfTheCluster) {
  shell(psql("postgres") + " -f " + sql_directory() + "kitchen_sink_cluster.sql");
  std::set<std::string> missing;
  for (const Kind* kind : cluster_registry()) {
    for (const AttributeKind& attribute : kind->attributes) {
      missing.insert(std::string(kind->name) + "." + std::string(attribute.name));
    }
  }
  const std::vector<Object> objects = read_cluster_objects(connect("postgres"));
  for (const Object& object : objects) {
    for (const Attribute& attribute : object.attributes) missing.erase(object.kind + "." + attribute.name);
    EXPECT_EQ(encode(object).find("s3cret"), std::string::npos) << object.kind << " " << object.name;
  }
  EXPECT_EQ(missing, (std::set<std::string>{"database.rules"}));  // 16
  execute("postgres", "CREATE ROLE nobody_in_particular LOGIN");
  EXPECT_EQ(read_cluster_objects(connect("postgres")),
            read_cluster_objects(connect("sink", "nobody_in_particular")))
      << "from any database, for any role";
}

TEST_F(CatalogTest, ADumpRestoredIsTheSame) {
  execute("postgres", "CREATE DATABASE restored TEMPLATE template0");
  shell("pg_dump -s" + option("sink") + " | " + psql("restored"));
  shell(psql("restored") + " -f " + sql_directory() + "kitchen_sink_database.sql");
  const ReadCatalog restored = read("restored");
  for (const Finding& finding : grade(diff(read("sink").objects, restored.objects, Lineage::kUnrelated))) {
    ADD_FAILURE() << finding.sentence;
  }
  EXPECT_EQ(read("sink").fingerprint, restored.fingerprint);
}

TEST_F(CatalogTest, TemporaryObjectsDoNotAppear) {
  Connection connection = connect("sink");
  const std::string before = read(connection).fingerprint;
  connection.query("SET default_transaction_read_only = off");
  connection.query("CREATE TEMPORARY TABLE fleeting (id serial PRIMARY KEY, t text CHECK (t <> ''))");
  connection.query("CREATE TEMPORARY VIEW fleeting_view AS SELECT 1 AS one");
  connection.query("CREATE TYPE pg_temp.fleeting_enum AS ENUM ('a')");
  connection.query("CREATE FUNCTION pg_temp.fleeting_function() RETURNS int LANGUAGE sql AS 'SELECT 1'");
  const ReadCatalog after = read(connection);
  EXPECT_EQ(after.fingerprint, before);
  for (const Skipped& skipped : after.skipped) EXPECT_EQ(skipped.reason, "not modelled yet") << skipped.kind;
}

TEST_F(CatalogTest, DataIsNotSchema) {
  const std::string before = read("sink").fingerprint;
  execute("sink",
          "INSERT INTO app.scratch VALUES (1, 'x'); ANALYZE app.scratch; SELECT nextval('app.plain');"
          " REFRESH MATERIALIZED VIEW app.summary");
  EXPECT_EQ(read("sink").fingerprint, before);
}

struct Case {
  const char* sql;
  const char* codes;  // sorted, with a space between
};

// Each statement runs on what the ones before it left, and must be seen as exactly these changes.
constexpr auto kCases = std::to_array<Case>({
    // schema
    {"COMMENT ON SCHEMA app IS 'other'", "schema.comment.changed"},
    {"COMMENT ON SCHEMA app IS NULL", "schema.comment.dropped"},
    {"ALTER SCHEMA ext OWNER TO ks_owner", "schema.owner.changed"},
    {"GRANT USAGE ON SCHEMA ext TO ks_reader", "schema.privileges.set"},
    {"REVOKE ALL ON SCHEMA public FROM PUBLIC", "schema.privileges.changed"},
    {"GRANT USAGE ON SCHEMA public TO PUBLIC", "schema.privileges.changed"},
    {"CREATE SCHEMA short_lived", "schema.added"},
    {"ALTER SCHEMA short_lived RENAME TO renamed", "schema.renamed"},
    {"DROP SCHEMA renamed", "schema.dropped"},
    // extension
    {"ALTER EXTENSION pg_trgm SET SCHEMA ext",
     "changed_privileges.renamed constraint.elements.changed extension.target_schema.changed "
     "index.columns.changed"},
    {"COMMENT ON EXTENSION pg_trgm IS 'x'", "extension.comment.changed"},
    {"CREATE EXTENSION citext SCHEMA ext", "extension.added"},
    {"DROP EXTENSION citext", "extension.dropped"},
    // enum
    {"ALTER TYPE app.mood ADD VALUE 'last'", "enum.labels.changed"},
    {"ALTER TYPE app.mood RENAME VALUE 'last' TO 'final'", "enum.labels.changed"},
    {"ALTER TYPE app.nothing ADD VALUE 'something'", "enum.labels.set"},
    {"ALTER TYPE app.nothing OWNER TO ks_reader", "enum.owner.changed"},
    {"GRANT USAGE ON TYPE app.mood TO PUBLIC", "enum.privileges.changed"},
    {"COMMENT ON TYPE app.nothing IS 'x'", "enum.comment.set"},
    {"ALTER TYPE app.nothing RENAME TO something", "enum.renamed"},
    {"ALTER TYPE app.something SET SCHEMA ext", "enum.renamed"},
    // domain
    {"ALTER DOMAIN app.code SET DEFAULT 'some'", "domain.default.changed"},
    {"ALTER DOMAIN app.code DROP DEFAULT", "domain.default.dropped"},
    {"ALTER DOMAIN app.code DROP NOT NULL", "domain.not_null.dropped"},
    {"ALTER DOMAIN app.positive SET NOT NULL", "domain.not_null.set"},
    {"ALTER DOMAIN app.positive OWNER TO ks_owner", "domain.owner.changed"},
    {"REVOKE USAGE ON DOMAIN app.positive FROM PUBLIC", "domain.privileges.set"},
    {"COMMENT ON DOMAIN app.positive IS 'x'", "domain.comment.set"},
    {"ALTER DOMAIN app.code VALIDATE CONSTRAINT code_later", "domain_constraint.not_valid.dropped"},
    {"ALTER DOMAIN app.code RENAME CONSTRAINT code_later TO code_now", "domain_constraint.renamed"},
    {"ALTER DOMAIN app.code DROP CONSTRAINT code_now", "domain_constraint.dropped"},
    {"ALTER DOMAIN app.code ADD CHECK (VALUE <> 'y')", "domain_constraint.added"},
    {"COMMENT ON CONSTRAINT code_shape ON DOMAIN app.code IS 'x'", "domain_constraint.comment.changed"},
    {"ALTER DOMAIN app.deeper RENAME TO deepest", "domain.renamed"},
    // composite type
    {"ALTER TYPE app.point3 ADD ATTRIBUTE w int CASCADE", "column.added column.added"},
    {"ALTER TYPE app.point3 RENAME ATTRIBUTE w TO v CASCADE", "column.renamed column.renamed"},
    {"ALTER TYPE app.point3 DROP ATTRIBUTE v CASCADE", "column.dropped column.dropped"},
    {"ALTER TYPE app.point3 OWNER TO ks_reader", "composite_type.owner.changed"},
    {"GRANT USAGE ON TYPE app.point3 TO PUBLIC", "composite_type.privileges.dropped"},
    {"COMMENT ON TYPE app.point3 IS NULL", "composite_type.comment.dropped"},
    {"CREATE TYPE app.pair AS (a int)", "composite_type.added"},
    {"ALTER TYPE app.pair ALTER ATTRIBUTE a TYPE text", "column.type.changed"},
    {"DROP TYPE app.pair", "composite_type.dropped"},
    // sequence
    {"ALTER SEQUENCE app.small AS bigint", "sequence.type.changed"},
    {"ALTER SEQUENCE app.small START 5", "sequence.start_value.set"},
    {"ALTER SEQUENCE app.small INCREMENT 2", "sequence.increment_by.set"},
    {"ALTER SEQUENCE app.small MAXVALUE 99", "sequence.max_value.set"},
    {"ALTER SEQUENCE app.small NO MAXVALUE CACHE 3", "sequence.cache_size.set sequence.max_value.dropped"},
    {"ALTER SEQUENCE app.small CYCLE", "sequence.cycle.set"},
    {"ALTER SEQUENCE app.small MINVALUE -3", "sequence.min_value.set"},
    {"ALTER SEQUENCE app.small OWNED BY app.orders.part", "sequence.owned_by.set"},
    {"ALTER SEQUENCE app.small OWNED BY NONE", "sequence.owned_by.dropped"},
    {"ALTER SEQUENCE app.plain OWNER TO ks_reader", "sequence.owner.changed"},
    {"ALTER SEQUENCE app.unlogged_sequence SET LOGGED", "sequence.persistence.dropped"},
    {"GRANT SELECT ON SEQUENCE app.plain TO PUBLIC", "sequence.privileges.changed"},
    {"COMMENT ON SEQUENCE app.plain IS NULL", "sequence.comment.dropped"},
    {"ALTER SEQUENCE app.plain RENAME TO plainer", "sequence.renamed"},
    {"ALTER SEQUENCE app.plainer RESTART 100", ""},
    {"DROP SEQUENCE app.plainer", "sequence.dropped"},
    // routine
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT n + 2'",
     "routine.body.changed"},
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint DEFAULT 3) RETURNS bigint LANGUAGE sql AS 'SELECT n + "
     "2'",
     "routine.parameters.changed"},
    {"CREATE OR REPLACE FUNCTION app.add_one(n bigint DEFAULT 3) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN "
     "RETURN n; END'",
     "routine.body.changed routine.language.changed"},
    {"CREATE OR REPLACE FUNCTION app.returned(a int) RETURNS int LANGUAGE sql RETURN a + 2",
     "routine.sql_body.changed"},
    {"ALTER FUNCTION app.add_one(bigint) IMMUTABLE", "routine.volatility.set"},
    {"ALTER FUNCTION app.add_one(bigint) STABLE", "routine.volatility.changed"},
    {"ALTER FUNCTION app.add_one(bigint) STRICT", "routine.strict.set"},
    {"ALTER FUNCTION app.add_one(bigint) SECURITY DEFINER", "routine.security_definer.set"},
    {"ALTER FUNCTION app.add_one(bigint) LEAKPROOF", "routine.leakproof.set"},
    {"ALTER FUNCTION app.add_one(bigint) PARALLEL SAFE", "routine.parallel.set"},
    {"ALTER FUNCTION app.add_one(bigint) COST 3", "routine.cost.set"},
    {"ALTER FUNCTION app.rows_of() ROWS 1000", "routine.rows.dropped"},
    {"ALTER FUNCTION app.add_one(bigint) SET search_path = pg_catalog", "routine.config.set"},
    {"ALTER FUNCTION app.add_one(bigint) SUPPORT pg_catalog.textlike_support", "routine.support.set"},
    {"ALTER FUNCTION app.add_one(bigint) OWNER TO ks_owner", "routine.owner.changed"},
    {"REVOKE EXECUTE ON FUNCTION app.add_one(bigint) FROM PUBLIC", "routine.privileges.set"},
    {"COMMENT ON FUNCTION app.add_one(bigint) IS 'x'", "routine.comment.set"},
    {"ALTER FUNCTION app.add_one(bigint) RENAME TO add_two", "routine.renamed"},
    {"CREATE OR REPLACE AGGREGATE app.glued(text) (SFUNC = pg_catalog.textcat, STYPE = text, INITCOND = 'x')",
     "routine.initial_condition.changed"},
    {"CREATE OR REPLACE AGGREGATE app.glued(text) (SFUNC = pg_catalog.textcat, STYPE = text)",
     "routine.initial_condition.dropped"},
    {"DROP PROCEDURE app.work(int, text)", "procedure.dropped"},
    {"DROP AGGREGATE app.glued(text)", "aggregate.dropped"},
    {"DROP FUNCTION app.my_rank()", "window_function.dropped"},
    {"CREATE FUNCTION app.fresh() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function.added"},
    // table
    {"ALTER TABLE app.elsewhere SET TABLESPACE pg_default", "table.tablespace.dropped"},
    {"ALTER TABLE app.elsewhere SET (fillfactor = 55)", "table.options.set"},
    {"ALTER TABLE app.elsewhere SET (toast.autovacuum_enabled = false)", ""},  // it has no TOAST table
    {"ALTER TABLE app.scratch SET LOGGED", "table.persistence.dropped"},
    {"ALTER TABLE app.elsewhere ENABLE ROW LEVEL SECURITY", "table.row_security.set"},
    {"ALTER TABLE app.elsewhere FORCE ROW LEVEL SECURITY", "table.force_row_security.set"},
    {"ALTER TABLE app.elsewhere DISABLE ROW LEVEL SECURITY", "table.row_security.dropped"},
    {"ALTER TABLE app.elsewhere REPLICA IDENTITY FULL", "table.replica_identity.set"},
    {"ALTER TABLE app.elsewhere OWNER TO ks_owner", "table.owner.changed"},
    {"GRANT SELECT ON app.elsewhere TO ks_reader", "table.privileges.set"},
    {"COMMENT ON TABLE app.elsewhere IS 'x'", "table.comment.set"},
    {"ALTER TABLE app.elsewhere RENAME TO somewhere", "table.renamed"},
    {"ALTER TABLE app.somewhere SET SCHEMA ext", "table.renamed"},
    {"ALTER TABLE ext.somewhere SET SCHEMA app", "table.renamed"},
    {"ALTER TABLE app.typed NOT OF", "table.of_type.dropped"},
    {"ALTER TABLE app.child NO INHERIT ext.parent", "column.inherited.dropped table.inherits.changed"},
    {"ALTER TABLE app.events DETACH PARTITION app.events_1",
     "check.added constraint.attached_to.dropped foreign_key.added index.attached_to.dropped "
     "table.partition_bound.dropped"
     " table.partition_of.dropped trigger.dropped"},
    {"CREATE TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
     "partition.added"},
    {"DROP TABLE app.hashed_1", "partition.dropped"},
    {"CREATE TABLE app.fresh (a int)", "table.added"},
    {"DROP TABLE app.fresh", "table.dropped"},
    // column
    {"ALTER TABLE app.somewhere ADD COLUMN c text", "column.added"},
    {"ALTER TABLE app.somewhere ADD COLUMN d text NOT NULL", "required_column.added"},
    {"ALTER TABLE app.somewhere ADD COLUMN e text NOT NULL DEFAULT 'x'", "not_null_column.added"},
    {"ALTER TABLE app.somewhere DROP COLUMN e", "column.dropped"},
    {"ALTER TABLE app.somewhere RENAME COLUMN d TO \"D D\"", "column.renamed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN \"D D\" DROP NOT NULL", "column.not_null.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN \"D D\" SET NOT NULL", "column.not_null.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c TYPE varchar(9)", "column.type.changed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c TYPE varchar(9) COLLATE \"C\"", "column.collation.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET DEFAULT 'x'", "column.default.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET DEFAULT 'y'", "column.default.changed"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c DROP DEFAULT", "column.default.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STORAGE MAIN", "column.storage.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET COMPRESSION pglz", "column.compression.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STATISTICS 0", "column.statistics.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET STATISTICS -1", "column.statistics.dropped"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c SET (n_distinct = 5)", "column.options.set"},
    {"ALTER TABLE app.somewhere ALTER COLUMN c RESET (n_distinct)", "column.options.dropped"},
    {"GRANT SELECT (c) ON app.somewhere TO ks_reader", "column.privileges.set"},
    {"COMMENT ON COLUMN app.somewhere.c IS 'x'", "column.comment.set"},
    {"ALTER TABLE app.customer ALTER COLUMN id SET GENERATED BY DEFAULT", "column.identity.changed"},
    {"ALTER TABLE app.customer ALTER COLUMN id SET INCREMENT 5", "column.identity_options.set"},
    {"ALTER SEQUENCE app.customer_id_seq RENAME TO ids", "column.identity_sequence.changed"},
    {"GRANT SELECT ON SEQUENCE app.ids TO ks_reader", "column.identity_privileges.changed"},
    {"COMMENT ON SEQUENCE app.ids IS NULL", "column.identity_comment.dropped"},
    {"ALTER TABLE app.customer ALTER COLUMN small_id DROP IDENTITY",
     "column.identity.dropped column.identity_options.dropped column.identity_sequence.dropped"},
    {"ALTER TABLE app.customer ALTER COLUMN upper_name DROP EXPRESSION",
     "column.generated.dropped column.generation_expression.dropped"},
    // constraint
    {"ALTER TABLE app.orders VALIDATE CONSTRAINT orders_customer", "constraint.not_valid.dropped"},
    {"ALTER TABLE app.orders ALTER CONSTRAINT orders_customer DEFERRABLE INITIALLY IMMEDIATE",
     "constraint.initially_deferred.dropped"},
    {"ALTER TABLE app.orders ALTER CONSTRAINT orders_customer NOT DEFERRABLE",
     "constraint.deferrable.dropped"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_customer, ADD CONSTRAINT orders_customer FOREIGN KEY "
     "(customer)"
     " REFERENCES app.customer (id) ON DELETE CASCADE",
     "constraint.on_delete.changed constraint.on_update.dropped"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_parent", "foreign_key.dropped"},
    {"ALTER TABLE app.customer DROP CONSTRAINT amount_fits", "check.dropped"},
    {"ALTER TABLE app.customer ADD CONSTRAINT amount_fits CHECK (amount >= 1)", "check.added"},
    {"ALTER TABLE app.customer DROP CONSTRAINT customer_valid", "exclusion.dropped"},
    {"ALTER TABLE app.customer DROP CONSTRAINT customer_email", "unique.dropped"},
    {"ALTER TABLE app.customer ADD UNIQUE (email)", "unique.added"},
    {"ALTER TABLE app.orders DROP CONSTRAINT orders_pkey", "primary_key.dropped"},
    {"ALTER TABLE app.orders ADD PRIMARY KEY (part, id)", "primary_key.added"},
    {"ALTER TABLE app.orders RENAME CONSTRAINT orders_pkey TO orders_key", "constraint.renamed"},
    {"COMMENT ON CONSTRAINT orders_key ON app.orders IS 'x'", "constraint.comment.set"},
    {"COMMENT ON INDEX app.orders_key IS 'x'", "constraint.index_comment.set"},
    {"ALTER INDEX app.orders_key SET (fillfactor = 60)", "constraint.options.set"},
    {"ALTER INDEX app.orders_key SET TABLESPACE ks_space", "constraint.tablespace.set"},
    {"ALTER TABLE app.orders CLUSTER ON orders_key", "constraint.clustered.set"},
    {"ALTER TABLE app.orders REPLICA IDENTITY USING INDEX orders_key",
     "constraint.replica_identity.set table.replica_identity.changed"},
    // index
    {"CREATE INDEX somewhere_c ON app.somewhere (c)", "index.added"},
    {"ALTER INDEX app.somewhere_c SET (fillfactor = 60)", "index.options.set"},
    {"ALTER INDEX app.somewhere_c SET TABLESPACE ks_space", "index.tablespace.set"},
    {"COMMENT ON INDEX app.somewhere_c IS 'x'", "index.comment.set"},
    {"ALTER TABLE app.somewhere CLUSTER ON somewhere_c", "index.clustered.set"},
    {"ALTER INDEX app.customer_lower ALTER COLUMN 1 SET STATISTICS 78", "index.statistics.changed"},
    {"ALTER INDEX app.somewhere_c RENAME TO somewhere_d", "index.renamed"},
    {"REINDEX INDEX app.somewhere_d", ""},
    {"DROP INDEX app.somewhere_d", "index.dropped"},
    {"CREATE INDEX ON ONLY app.events (ref)", "index.added"},
    {"ALTER TABLE app.identified REPLICA IDENTITY NOTHING",
     "index.replica_identity.dropped table.replica_identity.changed"},
    // view, materialized view
    {"CREATE OR REPLACE VIEW app.lone AS SELECT id, name AS \"na\"\"me\", 1::bigint AS orders FROM "
     "app.customer",
     "view.query.changed"},
    {"ALTER VIEW app.joined SET (security_barrier = false)", "view.options.changed"},
    {"ALTER VIEW app.joined SET (security_invoker = true)", "view.options.changed"},
    {"ALTER VIEW app.joined OWNER TO ks_writer", "view.owner.changed"},
    {"REVOKE ALL ON app.joined FROM ks_reader", "view.privileges.dropped"},
    {"COMMENT ON VIEW app.joined IS NULL", "view.comment.dropped"},
    {"ALTER VIEW app.joined RENAME COLUMN total TO everything", "column.renamed view.query.changed"},
    {"ALTER VIEW app.joined RENAME TO together", "view.renamed"},
    {"DROP VIEW app.together", "view.dropped"},
    {"ALTER MATERIALIZED VIEW app.summary SET (fillfactor = 51)", "materialized_view.options.changed"},
    {"ALTER MATERIALIZED VIEW app.summary SET TABLESPACE ks_space", "materialized_view.tablespace.set"},
    {"ALTER MATERIALIZED VIEW app.summary OWNER TO ks_writer", "materialized_view.owner.changed"},
    {"GRANT SELECT ON app.summary TO PUBLIC", "materialized_view.privileges.changed"},
    {"COMMENT ON MATERIALIZED VIEW app.summary IS NULL", "materialized_view.comment.dropped"},
    {"ALTER MATERIALIZED VIEW app.summary RENAME TO total", "materialized_view.renamed"},
    {"DROP MATERIALIZED VIEW app.total", "materialized_view.dropped"},
    // trigger
    {"ALTER TABLE app.orders ENABLE TRIGGER off", "trigger.enabled.dropped"},
    {"ALTER TABLE app.orders ENABLE REPLICA TRIGGER on_always", "trigger.enabled.changed"},
    {"COMMENT ON TRIGGER off ON app.orders IS 'x'", "trigger.comment.set"},
    {"ALTER TRIGGER off ON app.orders RENAME TO \"on\"", "trigger.renamed"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER DELETE OR INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION "
     "app.touch()",
     "trigger.events.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION "
     "app.touch()",
     "trigger.timing.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch()",
     "trigger.level.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch('a')",
     "trigger.function_arguments.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders EXECUTE FUNCTION app.touch('a', "
     "'')",
     "trigger.function_arguments.changed"},
    {"CREATE OR REPLACE TRIGGER \"on\" BEFORE DELETE OR INSERT ON app.orders WHEN (now() > '2000-01-01') "
     "EXECUTE FUNCTION app.touch('a', '')",
     "trigger.condition.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE OF part ON app.orders EXECUTE FUNCTION app.touch('a', "
     "'')",
     "trigger.condition.dropped trigger.events.changed trigger.timing.changed trigger.update_columns.set"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE ON app.orders REFERENCING NEW TABLE AS n EXECUTE "
     "FUNCTION app.touch('a', '')",
     "trigger.new_table.set trigger.update_columns.dropped"},
    {"CREATE OR REPLACE TRIGGER \"on\" AFTER UPDATE ON app.orders REFERENCING OLD TABLE AS n EXECUTE "
     "FUNCTION app.touch('a', '')",
     "trigger.new_table.dropped trigger.old_table.set"},
    {"DROP TRIGGER \"on\" ON app.orders", "trigger.dropped"},
    {"CREATE TRIGGER fresh AFTER INSERT ON app.orders EXECUTE FUNCTION app.touch()", "trigger.added"},
    // policy
    {"ALTER POLICY readers ON app.customer USING (amount > 1)", "policy.using.changed"},
    {"ALTER POLICY readers ON app.customer TO ks_reader", "policy.roles.changed"},
    {"ALTER POLICY readers ON app.customer TO PUBLIC", "policy.roles.dropped"},
    {"ALTER POLICY writers ON app.customer WITH CHECK (true)", "policy.with_check.changed"},
    {"COMMENT ON POLICY readers ON app.customer IS NULL", "policy.comment.dropped"},
    {"ALTER POLICY readers ON app.customer RENAME TO watchers", "policy.renamed"},
    {"DROP POLICY watchers ON app.customer", "policy.dropped"},
    {"CREATE POLICY readers ON app.customer FOR SELECT", "policy.added"},
    // rule
    {"CREATE OR REPLACE RULE no_delete AS ON DELETE TO app.scratch WHERE old.a > 11 DO INSTEAD NOTHING",
     "rule.definition.changed"},
    {"CREATE OR REPLACE RULE no_delete AS ON DELETE TO app.scratch WHERE old.a > 11 DO ALSO NOTHING",
     "rule.definition.changed"},
    {"CREATE OR REPLACE RULE no_delete AS ON UPDATE TO app.scratch WHERE old.a > 11 DO ALSO NOTHING",
     "rule.event.changed"},
    {"ALTER TABLE app.scratch ENABLE RULE copied", "rule.enabled.dropped"},
    {"ALTER TABLE app.scratch ENABLE ALWAYS RULE copied", "rule.enabled.set"},
    {"ALTER TABLE app.scratch ENABLE REPLICA RULE copied", "rule.enabled.changed"},
    {"COMMENT ON RULE no_delete ON app.scratch IS NULL", "rule.comment.dropped"},
    {"ALTER RULE no_delete ON app.scratch RENAME TO yes_delete", "rule.renamed"},
    {"DROP RULE yes_delete ON app.scratch", "rule.dropped"},
    {"CREATE RULE fresh AS ON DELETE TO app.scratch DO INSTEAD NOTHING", "rule.added"},
    // event trigger
    {"ALTER EVENT TRIGGER ks_asleep ENABLE ALWAYS", "event_trigger.enabled.changed"},
    {"ALTER EVENT TRIGGER ks_asleep ENABLE", "event_trigger.enabled.dropped"},
    {"ALTER EVENT TRIGGER ks_watch OWNER TO ks_super", "event_trigger.owner.changed"},
    {"COMMENT ON EVENT TRIGGER ks_watch IS 'x'", "event_trigger.comment.changed"},
    {"ALTER EVENT TRIGGER ks_watch RENAME TO ks_watcher", "event_trigger.renamed"},
    {"DROP EVENT TRIGGER ks_watcher", "event_trigger.dropped"},
    // types
    {"ALTER TYPE app.span OWNER TO ks_reader", "range_type.owner.changed"},
    {"GRANT USAGE ON TYPE app.span TO PUBLIC", "range_type.privileges.dropped"},
    {"COMMENT ON TYPE app.span IS NULL", "range_type.comment.dropped"},
    {"ALTER TYPE ext.manifold RENAME TO foldable", "range_type.multirange.changed"},
    {"ALTER TYPE app.many RENAME TO more", "range_type.renamed"},
    {"DROP TYPE app.more", "range_type.dropped"},
    {"ALTER TYPE app.base SET (STORAGE = main)", "base_type.storage.changed"},
    {"ALTER TYPE app.base SET (RECEIVE = NONE)", "base_type.receive_function.dropped"},
    {"ALTER TYPE app.base SET (SEND = NONE)", "base_type.send_function.dropped"},
    {"ALTER TYPE app.base SET (TYPMOD_IN = NONE)", "base_type.modifier_input_function.dropped"},
    {"ALTER TYPE app.base SET (TYPMOD_OUT = NONE)", "base_type.modifier_output_function.dropped"},
    {"ALTER TYPE app.base SET (ANALYZE = NONE)", "base_type.analyze_function.dropped"},
    {"ALTER TYPE app.base SET (SUBSCRIPT = jsonb_subscript_handler)", "base_type.subscript_function.set"},
    {"ALTER TYPE app.base OWNER TO ks_reader", "base_type.owner.changed"},
    {"COMMENT ON TYPE app.base IS 'x'", "base_type.comment.changed"},
    {"ALTER TYPE app.shell OWNER TO ks_reader", "shell_type.owner.changed"},
    {"COMMENT ON TYPE app.shell IS NULL", "shell_type.comment.dropped"},
    {"DROP TYPE app.shell", "shell_type.dropped"},
    // collation, conversion
    {"ALTER COLLATION app.posix OWNER TO ks_reader", "collation.owner.changed"},
    {"COMMENT ON COLLATION app.posix IS NULL", "collation.comment.dropped"},
    {"ALTER COLLATION app.posix RENAME TO bytes", "collation.renamed column.collation.changed"},
    {"DROP COLLATION app.loose", "collation.dropped"},
    {"CREATE COLLATION app.loose (PROVIDER = icu, LOCALE = 'de')", "collation.added"},
    {"ALTER CONVERSION app.converted OWNER TO ks_reader", "conversion.owner.changed"},
    {"ALTER CONVERSION app.converted SET SCHEMA ext", "conversion.renamed"},
    {"COMMENT ON CONVERSION ext.converted IS NULL", "conversion.comment.dropped"},
    {"DROP CONVERSION ext.converted", "conversion.dropped"},
    // cast, operator and its classes
    {"COMMENT ON CAST (app.mood AS int) IS NULL", "cast.comment.dropped"},
    {"DROP CAST (app.mood AS int)", "cast.dropped"},
    {"CREATE CAST (app.mood AS int) WITH INOUT AS IMPLICIT", "cast.added"},
    {"ALTER OPERATOR app.!== (app.base, app.base) SET (RESTRICT = neqsel, JOIN = neqjoinsel)",
     "operator.join_function.set operator.restrict_function.set"},
    {"ALTER OPERATOR app.!== (app.base, app.base) SET (RESTRICT = NONE)",
     "operator.restrict_function.dropped"},
    {"ALTER OPERATOR app.!== (app.base, app.base) OWNER TO ks_reader", "operator.owner.changed"},
    {"COMMENT ON OPERATOR app.!== (app.base, app.base) IS 'x'", "operator.comment.set"},
    {"ALTER OPERATOR app.- (NONE, app.by_value) SET SCHEMA ext", "operator.renamed"},
    {"DROP OPERATOR ext.- (NONE, app.by_value)", "operator.dropped"},
    {"ALTER OPERATOR FAMILY app.base_family USING btree ADD FUNCTION 1 (app.base, text) "
     "app.compare(app.base, app.base)",
     "operator_family.functions.changed"},
    {"ALTER OPERATOR FAMILY app.base_family USING btree DROP FUNCTION 1 (app.base, text)",
     "operator_family.functions.changed"},
    {"ALTER OPERATOR FAMILY app.base_family USING btree RENAME TO family",
     "operator_class.family.changed operator_family.renamed"},
    {"ALTER OPERATOR FAMILY app.family USING btree OWNER TO ks_reader", "operator_family.owner.changed"},
    {"ALTER OPERATOR CLASS app.base_class USING btree OWNER TO ks_reader", "operator_class.owner.changed"},
    {"ALTER OPERATOR CLASS app.base_class USING btree RENAME TO class", "operator_class.renamed"},
    {"COMMENT ON OPERATOR CLASS app.class USING btree IS NULL", "operator_class.comment.dropped"},
    {"DROP OPERATOR CLASS app.class USING btree",
     "operator_class.dropped operator_family.functions.dropped operator_family.operators.dropped"},
    {"DROP OPERATOR FAMILY app.family USING btree", "operator_family.dropped"},
    {"ALTER OPERATOR FAMILY pg_catalog.integer_ops USING hash ADD FUNCTION 1 (text, text) hashtext(text)",
     "operator_family.added"},
    // access method, language, transform
    {"COMMENT ON ACCESS METHOD ks_heap IS NULL", "access_method.comment.dropped"},
    {"DROP ACCESS METHOD ks_tree", "access_method.dropped"},
    {"CREATE ACCESS METHOD ks_tree TYPE INDEX HANDLER hashhandler", "access_method.added"},
    {"ALTER TABLE app.otherwise SET ACCESS METHOD heap", "table.access_method.dropped"},
    {"ALTER LANGUAGE ks_language OWNER TO ks_super", "language.owner.changed"},
    {"GRANT USAGE ON LANGUAGE ks_language TO PUBLIC", "language.privileges.changed"},
    {"CREATE OR REPLACE TRUSTED LANGUAGE ks_untrusted HANDLER app.language_handler", "language.trusted.set"},
    {"ALTER LANGUAGE ks_untrusted RENAME TO ks_trusted", "language.renamed"},
    {"DROP LANGUAGE ks_trusted", "language.dropped"},
    {"CREATE OR REPLACE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
     "transform.to_sql.dropped"},
    {"COMMENT ON TRANSFORM FOR int LANGUAGE sql IS NULL", "transform.comment.dropped"},
    {"DROP TRANSFORM FOR int LANGUAGE sql CASCADE",
     "function.dropped function.dropped function.dropped function.dropped procedure.dropped "
     "transform.dropped"},
    // text search
    {"ALTER TEXT SEARCH CONFIGURATION app.search ALTER MAPPING FOR int WITH app.dictionary",
     "text_search_configuration.mappings.changed"},
    {"ALTER TEXT SEARCH CONFIGURATION app.search DROP MAPPING FOR int",
     "text_search_configuration.mappings.changed"},
    {"ALTER TEXT SEARCH CONFIGURATION app.search OWNER TO ks_reader",
     "text_search_configuration.owner.changed"},
    {"ALTER TEXT SEARCH CONFIGURATION app.search RENAME TO find", "text_search_configuration.renamed"},
    {"ALTER TEXT SEARCH DICTIONARY app.dictionary (STOPWORDS)", "text_search_dictionary.options.changed"},
    {"ALTER TEXT SEARCH DICTIONARY app.dictionary RENAME TO words",
     "text_search_configuration.mappings.changed text_search_dictionary.renamed"},
    {"COMMENT ON TEXT SEARCH DICTIONARY app.words IS NULL", "text_search_dictionary.comment.dropped"},
    {"ALTER TEXT SEARCH TEMPLATE app.plain SET SCHEMA ext",
     "text_search_dictionary.template.changed text_search_template.renamed"},
    {"ALTER TEXT SEARCH PARSER app.words RENAME TO parts",
     "text_search_configuration.parser.changed text_search_parser.renamed"},
    {"COMMENT ON TEXT SEARCH PARSER app.parts IS NULL", "text_search_parser.comment.dropped"},
    {"DROP TEXT SEARCH CONFIGURATION app.find", "text_search_configuration.dropped"},
    {"DROP TEXT SEARCH PARSER app.parts", "text_search_parser.dropped"},
    // foreign data
    {"ALTER FOREIGN DATA WRAPPER ks_anything OPTIONS (SET host 'other.example')",
     "foreign_data_wrapper.options.changed"},
    {"ALTER FOREIGN DATA WRAPPER ks_anything OPTIONS (SET password 'other')", ""},
    {"ALTER FOREIGN DATA WRAPPER ks_anything OPTIONS (DROP password)",
     "foreign_data_wrapper.options.changed"},
    {"ALTER FOREIGN DATA WRAPPER ks_wrapper NO HANDLER NO VALIDATOR",
     "foreign_data_wrapper.handler.dropped foreign_data_wrapper.validator.dropped"},
    {"REVOKE ALL ON FOREIGN DATA WRAPPER ks_wrapper FROM ks_writer",
     "foreign_data_wrapper.privileges.dropped"},
    {"ALTER FOREIGN DATA WRAPPER ks_wrapper RENAME TO ks_wrap", "foreign_data_wrapper.renamed"},
    {"ALTER SERVER ks_server VERSION '2'", "foreign_server.version.changed"},
    {"ALTER SERVER ks_server OPTIONS (ADD dbname 'd')", "foreign_server.options.changed"},
    {"REVOKE ALL ON FOREIGN SERVER ks_server FROM ks_reader", "foreign_server.privileges.dropped"},
    {"CREATE USER MAPPING FOR ks_writer SERVER ks_server", "user_mapping.added"},
    {"ALTER USER MAPPING FOR ks_reader SERVER ks_server OPTIONS (SET password 'x')", ""},
    {"DROP USER MAPPING FOR PUBLIC SERVER ks_server", "user_mapping.dropped"},
    {"ALTER SERVER ks_server RENAME TO ks_served",
     "foreign_server.renamed foreign_table.server.changed "
     "foreign_table.server.changed foreign_table.server.changed"},
    {"ALTER FOREIGN TABLE app.foreign_events OPTIONS (SET table_name 'that')",
     "foreign_table.options.changed"},
    {"ALTER FOREIGN TABLE app.foreign_events ALTER COLUMN a OPTIONS (DROP secret)",
     "column.foreign_options.changed"},
    {"ALTER FOREIGN TABLE app.foreign_events ADD COLUMN c int", "column.added"},
    {"ALTER FOREIGN TABLE app.foreign_events DROP CONSTRAINT foreign_check", "check.dropped"},
    {"ALTER FOREIGN TABLE app.foreign_events OWNER TO ks_reader",
     "foreign_table.owner.changed foreign_table.privileges.dropped"},
    {"COMMENT ON FOREIGN TABLE app.foreign_events IS NULL", "foreign_table.comment.dropped"},
    {"ALTER FOREIGN TABLE app.foreign_child NO INHERIT app.parent",
     "check.added column.inherited.dropped column.inherited.dropped foreign_table.inherits.dropped"},
    {"ALTER TABLE app.spread DETACH PARTITION app.foreign_partition",
     "foreign_table.partition_bound.dropped foreign_table.partition_of.dropped"},
    {"ALTER FOREIGN TABLE app.foreign_events RENAME TO elsewhere_events", "foreign_table.renamed"},
    {"DROP FOREIGN TABLE app.elsewhere_events", "foreign_table.dropped"},
    // publication, subscription
    {"ALTER PUBLICATION ks_all SET (publish = 'insert')", "publication.publish.changed"},
    {"ALTER PUBLICATION ks_all SET (publish_via_partition_root = false)", "publication.via_root.dropped"},
    {"ALTER PUBLICATION ks_some ADD TABLE app.parent", "publication_table.added publication_table.added"},
    {"ALTER PUBLICATION ks_some DROP TABLE ONLY app.child", "publication_table.dropped"},
    {"ALTER PUBLICATION ks_filtered SET TABLE app.identified (a) WHERE (a > 5 AND b <> 'x')",
     "publication_table.columns.changed"},
    {"ALTER PUBLICATION ks_filtered SET TABLE app.identified (a) WHERE (a > 6)",
     "publication_table.row_filter.changed"},
    {"ALTER PUBLICATION ks_schemas DROP TABLES IN SCHEMA ext", "publication.schemas.changed"},
    {"ALTER PUBLICATION ks_none OWNER TO ks_super", "publication.owner.changed"},
    {"COMMENT ON PUBLICATION ks_all IS NULL", "publication.comment.dropped"},
    {"ALTER PUBLICATION ks_none RENAME TO ks_nothing", "publication.renamed"},
    {"DROP PUBLICATION ks_all", "publication.dropped"},
    {"CREATE PUBLICATION ks_all FOR ALL TABLES", "publication.added"},
    {"CREATE SUBSCRIPTION altered CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = "
     "NONE)",
     "subscription.added"},
    {"ALTER SUBSCRIPTION altered CONNECTION 'dbname=y'", ""},
    {"ALTER SUBSCRIPTION altered SET PUBLICATION q WITH (refresh = false)",
     "subscription.publications.changed"},
    {"ALTER SUBSCRIPTION altered SET (slot_name = other)", "subscription.slot_name.changed"},
    {"ALTER SUBSCRIPTION altered SET (slot_name = altered)", "subscription.slot_name.dropped"},
    {"ALTER SUBSCRIPTION altered SET (binary = true, streaming = true)",
     "subscription.binary.set subscription.streaming.set"},
    {"ALTER SUBSCRIPTION altered SET (synchronous_commit = local)", "subscription.synchronous_commit.set"},
    {"ALTER SUBSCRIPTION altered SET (disable_on_error = true)", "subscription.disable_on_error.set"},
    {"ALTER SUBSCRIPTION altered OWNER TO ks_super", "subscription.owner.changed"},
    {"COMMENT ON SUBSCRIPTION altered IS 'x'", "subscription.comment.set"},
    {"ALTER SUBSCRIPTION altered SET (slot_name = NONE)", "subscription.slot_name.set"},
    {"ALTER SUBSCRIPTION altered RENAME TO altered_too", "subscription.renamed"},
    {"DROP SUBSCRIPTION altered_too", "subscription.dropped"},
    // statistics
    {"ALTER STATISTICS app.stats SET STATISTICS 60", "statistics.target.changed"},
    {"ALTER STATISTICS app.stats SET STATISTICS -1", "statistics.target.dropped"},
    {"ALTER STATISTICS app.stats OWNER TO ks_reader", "statistics.owner.changed"},
    {"COMMENT ON STATISTICS app.stats IS NULL", "statistics.comment.dropped"},
    {"ALTER STATISTICS app.stats SET SCHEMA ext", "statistics.renamed"},
    {"DROP STATISTICS ext.stats", "statistics.dropped"},
    {"CREATE STATISTICS app.fresh_stats (mcv) ON a, b FROM app.scratch", "statistics.added"},
    // default privileges, settings, privileges on what others brought
    {"ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner IN SCHEMA app GRANT DELETE ON TABLES TO ks_writer",
     "default_privileges.privileges.changed"},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
     "default_privileges.dropped"},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE ks_reader GRANT SELECT ON TABLES TO ks_writer",
     "default_privileges.added"},
    {"ALTER DATABASE altered SET work_mem = '8MB'", "database_setting.added"},
    {"ALTER DATABASE altered SET work_mem = '9MB'", "database_setting.value.changed"},
    {"ALTER DATABASE altered RESET work_mem", "database_setting.dropped"},
    {"ALTER ROLE ks_writer IN DATABASE altered SET work_mem = '8MB'", "database_setting.added"},
    {"REVOKE EXECUTE ON FUNCTION ext.similarity_op(text, text) FROM PUBLIC", "changed_privileges.added"},
    {"GRANT EXECUTE ON FUNCTION ext.similarity_op(text, text) TO ks_reader",
     "changed_privileges.privileges.changed"},
    {"GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO ks_reader",
     "changed_privileges.privileges.changed"},
    {"REVOKE ALL ON FUNCTION pg_catalog.pg_ls_dir(text) FROM ks_reader, ks_writer",
     "changed_privileges.dropped"},
});

TEST_F(CatalogTest, OneStatementIsOneChange) {
  execute("postgres", "CREATE DATABASE altered TEMPLATE sink");
  Connection connection = connect("altered");
  std::vector<Object> before = read(connection).objects;
  for (const Case& c : kCases) {
    try {
      execute("altered", c.sql);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    std::vector<Object> after = read(connection).objects;
    const auto findings = grade(diff(before, after, Lineage::kSameDatabase));
    EXPECT_EQ(joined_codes(findings), c.codes) << c.sql;
    before = std::move(after);
  }
}

}  // namespace
}  // namespace schema_audit
