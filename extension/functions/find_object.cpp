#include "extension/functions/find_object.hpp"

#include "core/kinds/registry.hpp"
#include "extension/backend/spi.hpp"
#include "extension/functions/spelling.hpp"
#include "extension/store/instant.hpp"
#include "extension/store/snapshot_store.hpp"

namespace schema_audit {

namespace {

// How well an object fits what was typed: the lower the better, nullopt: not at all. `name` is spelled.
std::optional<std::size_t> rank(const Identity& identity, const std::string& name,
                                const std::vector<std::string>& schemas) {
  const std::string kind = spell_address(identity.kind) + ' ';
  // A role may be called as a schema is: what belongs to the cluster is meant with its kind in front only.
  const bool needs_kind = is_cluster_kind(identity.kind);
  const auto fits = [&](const std::string& address) {
    return (!needs_kind && name == address) || name == kind + address;
  };
  const std::string address = spell_address(to_text(identity));
  if (fits(address)) return 0;
  const std::string prefix = spell_address(quote_identifier(identity.schema)) + '.';
  // A routine without its arguments.
  const std::string bare =
      identity.kind == "routine" ? prefix + spell_address(quote_identifier(identity.name)) : address;
  if (fits(bare)) return 0;
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    if (identity.schema != schemas[i] || !address.starts_with(prefix)) continue;
    if (fits(address.substr(prefix.size())) || fits(bare.substr(prefix.size()))) return i + 1;
  }
  return std::nullopt;
}

class Best {
 public:
  Best(const std::string& name, const std::vector<std::string>& schemas) : name_(name), schemas_(schemas) {}

  void clear() {
    found_.clear();
    rank_ = SIZE_MAX;
  }

  void offer(Object&& root) {
    std::optional<std::size_t> best = rank(identity_of(root), name_, schemas_);
    for (const Object& child : root.children) {
      const auto r = rank(identity_of(root, child), name_, schemas_);
      if (r && (!best || *r < *best)) best = r;
    }
    if (!best || *best > rank_) return;
    if (*best < rank_) found_.clear();
    rank_ = *best;
    found_.push_back(std::move(root));
  }

  std::vector<Object>& found() { return found_; }

 private:
  const std::string& name_;
  const std::vector<std::string>& schemas_;
  std::vector<Object> found_;
  std::size_t rank_ = SIZE_MAX;
};

[[noreturn]] void refuse_ambiguous(const std::string& name, const std::vector<Object>& found) {
  std::string all;
  for (const Object& object : found)
    all += (all.empty() ? "" : ", ") + object.kind + " " + to_text(identity_of(object));
  throw SqlError(ERRCODE_AMBIGUOUS_FUNCTION, "\"" + name + "\" is not unique", "It could be: " + all + ".",
                 "Write the whole address, with the kind in front if need be.");
}

}  // namespace

std::vector<std::string> search_path_schemas() {
  std::vector<std::string> names;
  List* path = pg_call([] { return fetch_search_path(false); });
  for (int i = 0; i < list_length(path); ++i) {
    const Oid schema = list_nth_oid(path, i);
    const char* name = pg_call([&] { return get_namespace_name(schema); });
    if (name != nullptr) names.emplace_back(name);
  }
  return names;
}

FoundObject find_object(const std::string& name, const std::vector<std::string>& schemas) {
  const std::string spelled = spell_address(name);
  Best best(spelled, schemas);
  read_instant([&] { best.clear(); }, [&](Object&& root) { best.offer(std::move(root)); });
  bool exists = true;
  if (best.found().empty()) {
    exists = false;
    const SpiConnection spi;
    for (Object& object : gone_objects()) best.offer(std::move(object));
  }
  if (best.found().empty()) {
    throw SqlError(
        ERRCODE_UNDEFINED_OBJECT, "no object \"" + name + "\" in this database or its snapshots", "",
        "Write its address as schema_diff() shows it, such as public.orders or public.f(integer, text).");
  }
  if (best.found().size() > 1) refuse_ambiguous(name, best.found());
  return {std::move(best.found().front()), exists};
}

}  // namespace schema_audit
