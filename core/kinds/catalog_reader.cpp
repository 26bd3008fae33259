#include "core/kinds/catalog_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/kinds/array_text.hpp"
#include "core/kinds/column_numbers.hpp"
#include "core/kinds/common_attributes.hpp"
#include "core/kinds/dependencies.hpp"
#include "core/kinds/number_text.hpp"
#include "core/kinds/presence.hpp"
#include "core/kinds/privileges.hpp"
#include "core/kinds/query_text.hpp"
#include "core/kinds/registry.hpp"
#include "core/kinds/security_labels.hpp"
#include "core/kinds/unmodelled.hpp"

namespace schema_audit {

namespace {

constexpr std::uint32_t kNoMore = std::numeric_limits<std::uint32_t>::max();
constexpr int kRowsBetweenCheckpoints = 500;

TextMap to_options(std::string_view text) {
  TextMap options;
  for (const std::string& item : parse_array(text)) {
    const auto equals = item.find('=');
    // Some minors of 15 and 17 keep a log position among the options of columns; it is nobody's choice.
    if (item.substr(0, equals) == "pg_attver") continue;
    // An option without a value is written as its bare name.
    options.insert_or_assign(item.substr(0, equals),
                             equals == std::string::npos ? "" : item.substr(equals + 1));
  }
  return options;
}

std::string to_name(std::string_view text) {
  std::string name;
  for (const std::string& part : parse_array(text)) {
    if (!name.empty()) name += '.';
    name += quote_identifier(part);
  }
  return name;
}

// What a row says about its privileges.
struct AclContext {
  std::string_view owner;
  std::string_view type;
};

TextMap to_privileges(const AttributeKind& attribute, std::string_view text, const AclContext& acl) {
  if (attribute.acl != kAclByRow) return parse_privileges(text, acl.owner, attribute.acl);
  if (acl.type.empty()) throw std::logic_error("privileges without a type of object");
  return acl.type.ends_with('+') ? parse_added_privileges(text, acl.owner, acl.type.front())
                                 : parse_privileges(text, acl.owner, acl.type.front());
}

Value to_value(const AttributeKind& attribute, std::string_view text, const AclContext& acl,
               int server_version) {
  switch (attribute.type) {
    case ValueType::kText:
      return std::string(text);
    case ValueType::kName:
      return to_name(text);
    case ValueType::kQuery:
      return normalize_query(text, server_version);
    case ValueType::kBool:
      return text == "t";
    case ValueType::kInteger:
      return to_integer<std::int64_t>(text);
    case ValueType::kList:
      return parse_array(text);
    case ValueType::kSet: {
      TextList items = parse_array(text);
      std::sort(items.begin(), items.end());
      return items;
    }
    case ValueType::kOptions:
      return to_options(text);
    case ValueType::kPrivileges:
      return to_privileges(attribute, text, acl);
  }
  throw std::logic_error("a type of value without a reader");
}

// The kind's query, for the selected root objects.
std::string query_of(const Kind& kind, int server_version, const CatalogSelection* only) {
  std::string query = kind.query(server_version);
  const auto* oids = only != nullptr ? only->of(root_catalog(kind)) : nullptr;
  if (oids == nullptr) return query;
  const std::string condition = " = ANY (" + oid_array(*oids) + ")";
  constexpr std::string_view kBegin = "/*only ";
  constexpr std::string_view kEnd = "*/";
  for (auto at = query.find(kBegin); at != std::string::npos; at = query.find(kBegin, at)) {
    const auto end = query.find(kEnd, at);
    const std::string column = query.substr(at + kBegin.size(), end - at - kBegin.size());
    query.replace(at, end + kEnd.size() - at, "AND " + column + condition);
  }
  return "SELECT * FROM (" + query + ") AS kind_rows WHERE " + (kind.is_root ? "oid" : "parent_oid") +
         condition;
}

// One kind's query, one row ahead.
class KindRows {
 public:
  KindRows(const Kind& kind, RowSource& source, SecurityLabels* labels, Dependencies* dependencies,
           const std::function<void()>& checkpoint, const CatalogSelection* only = nullptr)
      : kind_(kind),
        labels_(labels),
        dependencies_(dependencies),
        checkpoint_(checkpoint),
        server_version_(source.server_version()),
        cursor_(source.open(query_of(kind, server_version_, only))) {
    for (int i = 0; i < cursor_->columns(); ++i) bind(i, cursor_->column_name(i));
    if (oid_ < 0 || name_ < 0 || (!kind.is_root && parent_oid_ < 0)) {
      throw std::logic_error("the query of kind " + std::string(kind.name) + " lacks an addressing column");
    }
    advance();
  }

  const Kind& kind() const { return kind_; }

  // What the rows are sorted by: a root's own OID, a part's root. kNoMore after the last row.
  std::uint32_t position() const { return position_; }

  // The current row as an object; moves on. columns: of the root object, for a part that is none of them.
  Object take(const Columns* columns = nullptr) {
    Object object;
    object.kind = kind_.name;
    object.schema = text(schema_);
    object.name = text(name_);
    object.arguments = text(arguments_);
    object.hint.oid = number_ >= 0 ? position_ : to_integer<std::uint32_t>(text(oid_));
    if (number_ >= 0) object.hint.number = to_integer<std::int32_t>(text(number_));
    const AclContext acl{text(acl_owner_), text(acl_type_)};
    object.attributes.reserve(attributes_.size());
    for (const auto& [column, attribute, numbers] : attributes_) {
      const auto field = cursor_->field(column);
      if (!field) continue;
      object.attributes.set(attribute->name, numbers == ColumnNumbers::kNone
                                                 ? to_value(*attribute, *field, acl, server_version_)
                                                 : name_columns(*columns, *field, numbers));
    }
    if (has_labels_) labels_->attach(kind_.catalog, object);
    if (dependencies_ != nullptr) dependencies_->attach(kind_.catalog, object);
    advance();
    return object;
  }

  void skip() { advance(); }

  // Of the current row, a column.
  bool has_own_collation() const { return !text(own_collation_).empty(); }

 private:
  // A column of the query that is an attribute.
  struct Field {
    int column;
    const AttributeKind* attribute;
    ColumnNumbers numbers;
  };

  void bind(int i, std::string_view name) {
    const std::array<std::pair<std::string_view, int*>, 9> addressing{{{"oid", &oid_},
                                                                       {"parent_oid", &parent_oid_},
                                                                       {"number", &number_},
                                                                       {"schema", &schema_},
                                                                       {"name", &name_},
                                                                       {"arguments", &arguments_},
                                                                       {"acl_owner", &acl_owner_},
                                                                       {"acl_type", &acl_type_},
                                                                       {"own_collation", &own_collation_}}};
    for (const auto& [word, slot] : addressing) {
      if (word == name) {
        *slot = i;
        return;
      }
    }
    const ColumnNumbers numbers = take_suffix(name);
    const AttributeKind* attribute = kind_.attribute(name);
    if (!attribute || (numbers != ColumnNumbers::kNone && kind_.is_root)) {
      throw std::logic_error("the query of kind " + std::string(kind_.name) + " has a column " +
                             std::string(name) + " that is no attribute of it");
    }
    attributes_.push_back({i, attribute, numbers});
    // Attributes::set() appends in constant time when the names come in order.
    std::sort(attributes_.begin(), attributes_.end(),
              [](const Field& a, const Field& b) { return a.attribute->name < b.attribute->name; });
  }

  std::string_view text(int column) const {
    return column < 0 ? std::string_view() : cursor_->field(column).value_or(std::string_view());
  }

  void advance() {
    if (++rows_ % kRowsBetweenCheckpoints == 0 && checkpoint_) checkpoint_();
    const std::uint32_t before = position_;
    position_ =
        cursor_->next() ? to_integer<std::uint32_t>(text(kind_.is_root ? oid_ : parent_oid_)) : kNoMore;
    if (position_ < before)
      throw std::logic_error("the query of kind " + std::string(kind_.name) + " is not sorted");
  }

  const Kind& kind_;
  SecurityLabels* labels_;      // nullptr: of no interest
  Dependencies* dependencies_;  // likewise
  bool has_labels_ = labels_ != nullptr && kind_.attribute(kSecurityLabelsAttribute.name) != nullptr;
  const std::function<void()>& checkpoint_;
  int server_version_;
  std::unique_ptr<RowCursor> cursor_;
  std::vector<Field> attributes_;
  std::uint32_t position_ = 0;
  std::uint64_t rows_ = 0;
  int oid_ = -1, parent_oid_ = -1, number_ = -1, schema_ = -1, name_ = -1, arguments_ = -1, acl_owner_ = -1;
  int acl_type_ = -1, own_collation_ = -1;
};

using Kinds = std::vector<const Kind*>;
using Streams = std::vector<std::unique_ptr<KindRows>>;

// The stream with the lowest position, nullptr when all are at their end.
KindRows* lowest(const Streams& streams) {
  KindRows* found = nullptr;
  for (const auto& stream : streams) {
    if (stream->position() != kNoMore && (!found || stream->position() < found->position()))
      found = stream.get();
  }
  return found;
}

// Roots and parts of one catalog, merged by OID: every stream is read once, nothing is kept but the current
// object.
void merge(const Streams& roots, const Streams& parts, const std::function<void(Object&&)>& sink,
           std::map<std::string, std::int64_t>& orphans) {
  while (KindRows* stream = lowest(roots)) {
    const std::uint32_t oid = stream->position();
    Object root = stream->take();
    Columns columns{root};
    for (const auto& part : parts) {
      for (; part->position() < oid; part->skip()) ++orphans[std::string(part->kind().name)];
      while (part->position() == oid) {
        const bool own_collation = part->has_own_collation();
        root.children.push_back(part->take(&columns));
        root.children.back().schema = root.schema;
        if (own_collation) columns.with_own_collation.push_back(root.children.back().hint.number);
      }
    }
    sort_children(root);
    sink(std::move(root));
  }
  for (const auto& part : parts) {
    for (; part->position() != kNoMore; part->skip()) ++orphans[std::string(part->kind().name)];
  }
}

}  // namespace

std::vector<Skipped> read_catalog(RowSource& source, const std::function<void(Object&&)>& sink,
                                  const std::function<void()>& checkpoint, const CatalogSelection* only) {
  const Presence presence(source, only);
  SecurityLabels labels(source);
  Dependencies dependencies(source, only);
  std::map<Catalog, std::pair<Kinds, Kinds>> catalogs;
  for (const Kind* kind : registry()) {
    if (!presence.has(*kind)) continue;
    auto& [roots, parts] = catalogs[root_catalog(*kind)];
    (kind->is_root ? roots : parts).push_back(kind);
  }
  std::map<std::string, std::int64_t> orphans;
  for (const auto& [catalog, kinds] : catalogs) {
    const auto* oids = only != nullptr ? only->of(catalog) : nullptr;
    if (oids != nullptr && oids->empty()) continue;
    // Open no longer than they are read: what their sorts and hashes hold is given back.
    const auto opened = [&](const Kinds& of) {
      Streams streams;
      for (const Kind* kind : of) {
        streams.push_back(
            std::make_unique<KindRows>(*kind, source, &labels, &dependencies, checkpoint, only));
      }
      return streams;
    };
    merge(opened(kinds.first), opened(kinds.second), sink, orphans);
  }

  std::vector<Skipped> skipped;
  skipped.reserve(orphans.size());
  for (const auto& [kind, count] : orphans) {
    skipped.push_back(
        {kind, "its parent belongs to an extension or is of a kind that is not modelled", count});
  }
  // With a selection most of them belong to what was not read.
  if (labels.left() > 0 && only == nullptr) {
    skipped.push_back(
        {"security label", "its object belongs to an extension or is not modelled", labels.left()});
  }
  const auto unmodelled = source.open(unmodelled_query(only));
  while (unmodelled->next()) {
    skipped.push_back({std::string(unmodelled->field(0).value_or("")), "not modelled yet",
                       to_integer<std::int64_t>(unmodelled->field(1).value_or(""))});
  }
  return skipped;
}

void read_cluster(RowSource& source, const std::function<void(Object&&)>& sink,
                  const std::function<void()>& checkpoint) {
  for (const Kind* kind : cluster_registry()) {
    KindRows rows(*kind, source, nullptr, nullptr, checkpoint);
    while (rows.position() != kNoMore) sink(rows.take());
  }
}

}  // namespace schema_audit
