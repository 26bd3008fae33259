#include "core/model/value.hpp"

#include <algorithm>

namespace schema_audit {

namespace {

bool is_default(const Value& value) {
  struct Visitor {
    bool operator()(bool v) const { return !v; }
    // Zero is a value like any other: the query sends NULL where a number is at its default.
    bool operator()(std::int64_t) const { return false; }
    bool operator()(const std::string& v) const { return v.empty(); }
    bool operator()(const TextList& v) const { return v.empty(); }
    bool operator()(const TextMap& v) const { return v.empty(); }
  };
  return std::visit(Visitor{}, value);
}

struct NameLess {
  bool operator()(const Attribute& a, std::string_view b) const { return a.name < b; }
};

}  // namespace

std::string to_text(const Value& value) {
  struct Visitor {
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const TextList& v) const {
      std::string out;
      // An item can be empty (the label of an enum): the separator tells how many there are.
      for (std::size_t i = 0; i < v.size(); ++i) {
        if (i > 0) out += ", ";
        out += v[i];
      }
      return out;
    }
    std::string operator()(const TextMap& v) const {
      std::string out;
      for (const auto& [key, item] : v) {
        if (!out.empty()) out += ", ";
        out += key;
        out += ": ";
        out += item;
      }
      return out;
    }
  };
  return std::visit(Visitor{}, value);
}

const Value* Attributes::find(std::string_view name) const {
  const auto it = std::lower_bound(items_.begin(), items_.end(), name, NameLess{});
  return it != items_.end() && it->name == name ? &it->value : nullptr;
}

std::string_view Attributes::text(std::string_view name) const {
  const Value* value = find(name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

bool Attributes::flag(std::string_view name) const {
  const Value* value = find(name);
  const auto* flag = value ? std::get_if<bool>(value) : nullptr;
  return flag && *flag;
}

void Attributes::set(std::string_view name, Value value) {
  const auto it = std::lower_bound(items_.begin(), items_.end(), name, NameLess{});
  const bool present = it != items_.end() && it->name == name;
  if (is_default(value)) {
    if (present) items_.erase(it);
  } else if (present) {
    it->value = std::move(value);
  } else {
    items_.insert(it, Attribute{std::string(name), std::move(value)});
  }
}

}  // namespace schema_audit
