// Objects at random, the same ones for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/model/object.hpp"

namespace schema_audit::test {

class RandomObjects {
 public:
  explicit RandomObjects(std::uint32_t seed) : random_(seed) {}

  // Between 0 and n - 1. REQUIRES: n > 0.
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  bool chance(std::size_t one_in) { return below(one_in) == 0; }

  // Short, long, hostile or any bytes.
  std::string text();

  Value value();

  // A root object with a random name, attributes, parts in canonical order, and hints.
  Object object();

 private:
  Object bare(bool is_part);

  std::mt19937 random_;
};

}  // namespace schema_audit::test
