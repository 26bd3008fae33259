#include "core/canonical/encoding.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace schema_audit {

namespace {

class Writer {
 public:
  void varint(std::uint64_t v) {
    while (v >= 0x80U) {
      out_ += static_cast<char>((v & 0x7fU) | 0x80U);
      v >>= 7U;
    }
    out_ += static_cast<char>(v);
  }

  void text(std::string_view v) {
    varint(v.size());
    out_ += v;
  }

  void tag(char c) { out_ += c; }

  void value(const Value& value) {
    std::visit([this](const auto& v) { write(v); }, value);
  }

  void object(const Object& object, std::string_view schema) {
    text(object.kind);
    text(schema);
    text(object.name);
    text(object.arguments);
    varint(object.attributes.size());
    for (const Attribute& attribute : object.attributes) {
      text(attribute.name);
      value(attribute.value);
    }
    varint(object.children.size());
    for (const Object& child : object.children) this->object(child, "");
  }

  std::string take() { return std::move(out_); }

 private:
  void write(bool) { tag('b'); }
  void write(std::int64_t v) {
    tag('i');
    varint((static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63));
  }
  void write(const std::string& v) {
    tag('t');
    text(v);
  }
  void write(const TextList& v) {
    tag('l');
    varint(v.size());
    for (const auto& item : v) text(item);
  }
  void write(const TextMap& v) {
    tag('m');
    varint(v.size());
    for (const auto& [key, item] : v) {
      text(key);
      text(item);
    }
  }

  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  bool at_end() const { return in_.empty(); }

  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(tag());
      v |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80U) return v;
    }
    throw EncodingError("a number in the stored object is too long");
  }

  // A count of things that take at least one byte each: more than the bytes left cannot be true.
  std::size_t count() {
    const std::uint64_t n = varint();
    if (n > in_.size()) throw EncodingError("the stored object ends early");
    return static_cast<std::size_t>(n);
  }

  std::string_view view() {
    const std::size_t n = count();
    const std::string_view v = in_.substr(0, n);
    in_.remove_prefix(n);
    return v;
  }

  std::string text() { return std::string(view()); }

  char tag() {
    if (in_.empty()) throw EncodingError("the stored object ends early");
    const char c = in_.front();
    in_.remove_prefix(1);
    return c;
  }

  Value value() {
    switch (tag()) {
      case 'b':
        return true;
      case 'i': {
        const std::uint64_t v = varint();
        return static_cast<std::int64_t>((v >> 1U) ^ (~(v & 1U) + 1U));
      }
      case 't':
        return text();
      case 'l': {
        TextList list;
        for (std::size_t n = count(); n > 0; --n) list.push_back(text());
        return list;
      }
      case 'm': {
        TextMap map;
        for (std::size_t n = count(); n > 0; --n) {
          std::string key = text();
          map.insert_or_assign(map.end(), std::move(key), text());
        }
        return map;
      }
      default:
        throw EncodingError("the stored object has a value of an unknown type");
    }
  }

  using VisitText = std::function<void(std::string_view, std::string_view)>;

  // Returns the number of children.
  std::size_t visit_texts(bool is_root, const VisitText& visit) {
    for (int addressing = 0; addressing < 4; ++addressing) view();
    for (std::size_t n = count(); n > 0; --n) {
      const std::string_view name = view();
      switch (tag()) {
        case 'b':
          break;
        case 'i':
          varint();
          break;
        case 't':
          visit(name, view());
          break;
        case 'l':
          for (std::size_t items = count(); items > 0; --items) visit(name, view());
          break;
        case 'm':
          for (std::size_t texts = 2 * count(); texts > 0; --texts) view();
          break;
        default:
          throw EncodingError("the stored object has a value of an unknown type");
      }
    }
    const std::size_t children = count();
    if (!is_root && children > 0) throw EncodingError("a part of the stored object has parts of its own");
    for (std::size_t n = children; n > 0; --n) visit_texts(false, visit);
    return children;
  }

  Object object(const std::string* root_schema) {
    Object object;
    object.kind = text();
    object.schema = text();
    if (root_schema) object.schema = *root_schema;
    object.name = text();
    object.arguments = text();
    for (std::size_t n = count(); n > 0; --n) {
      const std::string name = text();
      if (!object.attributes.empty() && name <= (object.attributes.end() - 1)->name) {
        throw EncodingError("the attributes of the stored object are not in order");
      }
      object.attributes.set(name, value());
    }
    std::size_t children = count();
    if (root_schema && children > 0) throw EncodingError("a part of the stored object has parts of its own");
    for (; children > 0; --children) object.children.push_back(this->object(&object.schema));
    return object;
  }

 private:
  std::string_view in_;
};

}  // namespace

std::string encode(const Object& root) {
  Writer writer;
  writer.object(root, root.schema);
  return writer.take();
}

Object decode(std::string_view body) {
  Reader reader(body);
  Object root = reader.object(nullptr);
  if (!reader.at_end()) throw EncodingError("the stored object has bytes after its end");
  // What the reader takes leniently (a padded number, a repeated or misplaced name, a default that is written
  // out) would let two bodies stand for one object.
  if (!std::is_sorted(root.children.begin(), root.children.end(), comes_before) || encode(root) != body) {
    throw EncodingError("the stored object is not in canonical form");
  }
  return root;
}

std::string encode_hints(const Object& root) {
  Writer writer;
  const auto put = [&](const Hint& hint) {
    writer.varint(hint.oid);
    writer.varint(static_cast<std::uint32_t>(hint.number));
  };
  put(root.hint);
  for (const Object& child : root.children) put(child.hint);
  // Most objects have no dependencies: only those that have are listed behind the hints.
  const auto put_needs = [&](const Object& object, std::size_t index) {
    if (object.needs.empty()) return;
    writer.varint(index);
    writer.varint(object.needs.size());
    for (const Dependency& need : object.needs) {
      writer.varint(need.catalog);
      writer.varint(need.oid);
      writer.varint((static_cast<std::uint64_t>(static_cast<std::uint32_t>(need.number)) << 1U) |
                    (need.of_default ? 1U : 0U));
    }
  };
  put_needs(root, 0);
  for (std::size_t i = 0; i < root.children.size(); ++i) put_needs(root.children[i], i + 1);
  return writer.take();
}

std::size_t each_text(std::string_view body,
                      const std::function<void(std::string_view attribute, std::string_view text)>& visit) {
  return Reader(body).visit_texts(true, visit);
}

void each_oid(std::string_view hints, std::size_t parts, const std::function<void(std::uint32_t)>& own,
              const std::function<void(std::uint32_t)>& needed) {
  // As they would be of such an object.
  Object object;
  object.children.resize(parts);
  apply_hints(object, hints);
  const auto tell = [&](const Object& part) {
    if (part.hint.known()) own(part.hint.oid);
    for (const Dependency& need : part.needs) needed(need.oid);
  };
  tell(object);
  for (const Object& part : object.children) tell(part);
}

void apply_hints(Object& root, std::string_view hints) {
  if (hints.empty()) return;
  const auto forget_all = [&] {
    const auto forget = [](Object& object) {
      object.hint = {};
      object.needs.clear();
    };
    forget(root);
    for (Object& child : root.children) forget(child);
  };
  forget_all();
  try {
    Reader reader(hints);
    const auto number = [&] {
      const std::uint64_t v = reader.varint();
      if (v > std::numeric_limits<std::uint32_t>::max()) throw EncodingError("a hint is out of range");
      return static_cast<std::uint32_t>(v);
    };
    const auto take = [&](Hint& hint) {
      hint.oid = number();
      hint.number = static_cast<std::int32_t>(number());
    };
    take(root.hint);
    for (Object& child : root.children) take(child.hint);
    while (!reader.at_end()) {
      const std::size_t index = number();
      if (index > root.children.size()) throw EncodingError("there are more hints than objects");
      Object& object = index == 0 ? root : root.children[index - 1];
      for (std::size_t n = reader.count(); n > 0; --n) {
        Dependency need;
        need.catalog = number();
        need.oid = number();
        const std::uint64_t v = reader.varint();
        if (v >> 1U > std::numeric_limits<std::uint32_t>::max())
          throw EncodingError("a hint is out of range");
        need.number = static_cast<std::int32_t>(static_cast<std::uint32_t>(v >> 1U));
        need.of_default = (v & 1U) != 0;
        object.needs.push_back(need);
      }
    }
  } catch (const EncodingError&) {
    // Hints only make a rename visible as a rename; torn ones are as good as none.
    forget_all();
  }
}

}  // namespace schema_audit
