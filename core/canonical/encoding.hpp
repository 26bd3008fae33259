// The canonical encoding of a root object: the bytes that are hashed and stored.
//
//   object     := text(kind) text(schema) text(name) text(arguments) attributes children
//   text       := varint(length) bytes
//   attributes := varint(count) { text(name) value }*          sorted by name
//   value      := 'b' | 'i' varint(zigzag) | 't' text | 'l' varint(count) text* | 'm' varint(count) { text
//   text }* children   := varint(count) object*                        sorted by kind, name, arguments;
//   schema left empty
//
// A bool is only written when it is true. Equal objects have equal bytes and unequal ones unequal bytes:
// every part is length-prefixed, so nothing can run into its neighbour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/model/object.hpp"

namespace schema_audit {

// A body that is not a canonical encoding: torn, altered, or from a later version.
class EncodingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// REQUIRES: children sorted (sort_children).
std::string encode(const Object& root);

// The inverse: encode(decode(body)) == body, or it throws EncodingError. Never reads beyond the bytes, never
// allocates more than they can describe.
Object decode(std::string_view body);

// Hints of the root and its children in the order of the encoding; kept beside the body, never hashed.
std::string encode_hints(const Object& root);

// Every text, and every item of a list, that an attribute of the object or of a part of it holds, without
// making an object of the body. Returns the number of parts. Throws EncodingError.
std::size_t each_text(std::string_view body,
                      const std::function<void(std::string_view attribute, std::string_view text)>& visit);

// The OIDs of the object and its parts, and those of what they need. Torn hints have none.
void each_oid(std::string_view hints, std::size_t parts, const std::function<void(std::uint32_t)>& own,
              const std::function<void(std::uint32_t)>& needed);

// Puts hints back. Hints that do not fit the object are ignored as a whole (they are only hints).
void apply_hints(Object& root, std::string_view hints);

}  // namespace schema_audit
