// One side of a plan: every object as a unit that is created, altered and dropped by itself, and what each
// unit needs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/kinds/kind.hpp"
#include "core/model/object.hpp"

namespace schema_audit {

using UnitId = int;
inline constexpr UnitId kNoUnit = -1;

// Some parts of objects come and go by statements of their own.
enum class Facet {
  kObject,
  kDefault,      // the default of a column, or its expression
  kOwnedBy,      // that a sequence belongs to a column
  kAttached,     // that a table is a partition
  kParents,      // what a table inherits from
  kTyped,        // the type that a table is made of
  kIndexAttach,  // that an index, or the index of a constraint, is a part of a partitioned one
  kMembers,      // the operators and functions of an operator family
  kShell,        // the name of a base type, before its functions
};

struct Unit {
  UnitId id = kNoUnit;
  const Object* root = nullptr;
  const Object* object = nullptr;  // the root itself, or a part of it
  const Kind* kind = nullptr;      // null: a kind of a later version
  Facet facet = Facet::kObject;
  UnitId root_unit = kNoUnit;  // of a root: itself
  std::vector<UnitId> parts;   // of a root: its parts and facets
  // What it cannot exist without, and what only has to come before it.
  std::vector<UnitId> needs;
  std::vector<UnitId> follows;
  std::vector<UnitId> needed_by;

  bool is_root() const { return root == object && facet == Facet::kObject; }
  const Attributes& attributes() const { return object->attributes; }
  Identity identity() const { return root == object ? identity_of(*root) : identity_of(*root, *object); }
};

// Immutable once made; refers to the objects, which must outlive it.
class Model {
 public:
  explicit Model(const std::vector<std::shared_ptr<const Object>>& objects);

  const std::vector<Unit>& units() const { return units_; }
  const Unit& unit(UnitId id) const { return units_[static_cast<std::size_t>(id)]; }

  // By address; null when there is none. A relation is a table, foreign table, view, materialized view or
  // sequence; names are qualified and quoted as quote_identifier() does.
  const Unit* find(const Object& root, const Object& object, Facet facet = Facet::kObject) const;
  const Unit* relation(std::string_view qualified_name) const;
  const Unit* part(const Unit& root, std::string_view kind, std::string_view name,
                   Facet facet = Facet::kObject) const;
  const Unit* root(std::string_view kind, std::string_view qualified_name) const;
  // An index or a constraint with an index, by the qualified name of the index.
  const Unit* index(std::string_view qualified_name) const;

  // The columns of a root in their order on the server.
  std::vector<const Unit*> columns(const Unit& root) const;

 private:
  using Address = std::tuple<std::uint32_t, std::uint32_t, std::int32_t>;

  void add_root(const Object& root);
  UnitId add(const Object& root, const Object& object, Facet facet, UnitId root_unit);
  void connect(Unit& unit);
  const Unit* provided(const Unit& other, Unit& by);
  const Unit* family_of(const Unit& operator_class, Facet facet) const;
  const Unit* members_of(const Unit& operator_class) const;
  void connect_column(Unit& unit);
  void connect_key(Unit& unit);
  void connect_partition(Unit& unit);
  void connect_parents(Unit& unit);
  void follow_partition_parts(Unit& unit);
  void need(Unit& unit, const Unit* other);
  void follow(Unit& unit, const Unit* other);
  void need_columns(Unit& unit, const Unit* root);

  std::vector<Unit> units_;
  std::map<Address, UnitId> by_hint_;
  std::map<
      std::tuple<std::string_view, std::string, std::string_view, std::string_view, std::string_view, int>,
      UnitId>
      by_name_;
  std::map<std::string, UnitId, std::less<>> relations_;
  std::map<std::string, UnitId, std::less<>> indexes_;
};

}  // namespace schema_audit
