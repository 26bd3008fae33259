// What a kind of object is: its catalog query, its attributes with the severity of each change. Kinds are
// data; one <kind>.cpp holds all that is special about one kind and the registry lists them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.hpp"
#include "core/model/severity.hpp"

namespace schema_audit {

// How a field of the query becomes a Value. NULL, '' and 'f' mean "at its default": the attribute is not
// written.
enum class ValueType {
  kText,
  kName,        // text[] of the parts of a qualified name; kept as one text, quoted by quote_identifier()
  kQuery,       // the text of a query as pg_get_viewdef() prints it; see query_text.hpp
  kBool,        // 't' or 'f'
  kInteger,     // NULL when at its default
  kList,        // text[], order kept
  kSet,         // text[], sorted before it is kept
  kOptions,     // text[] of name=value (reloptions, attoptions, proconfig), kept as a map
  kPrivileges,  // aclitem[]; see AttributeKind::acl
};

// The system catalog that an object's OID belongs to: the fixed OID of the catalog (src/include/catalog/*.h).
enum class Catalog : std::uint32_t {
  kDefaultPrivileges = 826,    // pg_default_acl
  kType = 1247,                // pg_type
  kProcedure = 1255,           // pg_proc
  kRelation = 1259,            // pg_class
  kForeignServer = 1417,       // pg_foreign_server
  kUserMapping = 1418,         // pg_user_mapping
  kForeignDataWrapper = 2328,  // pg_foreign_data_wrapper
  kAccessMethod = 2601,        // pg_am
  kCast = 2605,                // pg_cast
  kConstraint = 2606,          // pg_constraint
  kConversion = 2607,          // pg_conversion
  kLanguage = 2612,            // pg_language
  kSchema = 2615,              // pg_namespace
  kOperatorClass = 2616,       // pg_opclass
  kOperator = 2617,            // pg_operator
  kRule = 2618,                // pg_rewrite
  kTrigger = 2620,             // pg_trigger
  kOperatorFamily = 2753,      // pg_opfamily
  kSetting = 2964,             // pg_db_role_setting
  kExtension = 3079,           // pg_extension
  kPolicy = 3256,              // pg_policy
  kStatistics = 3381,          // pg_statistic_ext
  kInitialPrivileges = 3394,   // pg_init_privs
  kCollation = 3456,           // pg_collation
  kEventTrigger = 3466,        // pg_event_trigger
  kTransform = 3576,           // pg_transform
  kTextDictionary = 3600,      // pg_ts_dict
  kTextParser = 3601,          // pg_ts_parser
  kTextConfiguration = 3602,   // pg_ts_config
  kTextTemplate = 3764,        // pg_ts_template
  kSubscription = 6100,        // pg_subscription
  kPublication = 6104,         // pg_publication
  kPublicationTable = 6106,    // pg_publication_rel
};

// See AttributeKind::acl and Kind::query.
inline constexpr char kAclByRow = '*';

struct AttributeKind {
  std::string_view name;   // column of the query and key in every output
  std::string_view label;  // how a sentence names it: "type", "NOT NULL"
  ValueType type = ValueType::kText;
  // Severity when the attribute goes from its default to a value, back to its default, from one value to
  // another. The codes are <kind>.<name>.set, .dropped and .changed.
  Severity set = Severity::kMinor;
  Severity dropped = Severity::kMinor;
  Severity changed = Severity::kMinor;
  std::string_view advice;
  // kPrivileges: the type of object as parse_privileges() takes it; kAclByRow: each row of the query says it.
  char acl = 0;
  // The query sends a value for every object, so the attribute can only change: .set and .dropped do not
  // exist.
  bool always = false;
};

// A kind may grade its objects differently: a foreign key is dropped with more harm than a check. The codes
// are <variant>.added and <variant>.dropped; <kind>.renamed is common to all.
struct Variant {
  std::string_view name;
  std::string_view label;  // for sentences: "foreign key", "check constraint"
  Severity added = Severity::kMinor;
  Severity dropped = Severity::kMajor;
  std::string_view added_advice;
  // Empty: objects are never graded so when they are dropped, and the code <variant>.dropped does not exist.
  std::string_view dropped_advice;
};

struct Kind {
  std::string_view name;   // "materialized_view"
  std::string_view label;  // "materialized view"

  // The catalog of its own rows, and for a part of a root object the catalog that parent_oid points into.
  Catalog catalog;
  bool is_root = true;
  Catalog parent_catalog = Catalog::kRelation;

  // The query, for a server_version_num. Addressing columns: oid, name; a root kind: schema (except schemas
  // and extensions: leave the column out), arguments (routines); a part: parent_oid, number (columns). For
  // kPrivileges: acl_owner, the owner's name, and for kAclByRow acl_type, the type of object, with a '+'
  // behind it when the list adds to what is default instead of replacing it. All other columns are attributes
  // by name. Sorted by oid (root) or parent_oid (part). Fully qualified names. No temporary object, no member
  // of an extension, nothing of a system schema.
  std::string (*query)(int server_version) = nullptr;

  // Of a kind that most databases have none of: what stands between SELECT FROM and a condition that holds
  // for its rows and few others; without such a row the query is not asked. Empty: always asked.
  std::string_view presence = {};

  std::span<const AttributeKind> attributes = {};

  // The first is the usual one. variant() returns one of them; nullptr means: always the first.
  std::span<const Variant> variants;
  std::string_view (*variant)(const Object& object, bool added) = nullptr;

  // A rename, and its advice.
  Severity renamed = Severity::kMajor;
  std::string_view renamed_advice;

  // Words of pg_identify_object() that mean this kind, for reading the log.
  std::span<const std::string_view> object_types = {};

  const AttributeKind* attribute(std::string_view attribute_name) const;
  const Variant& variant_of(const Object& object, bool added) const;
};

}  // namespace schema_audit
