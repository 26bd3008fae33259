// Bytes that are nearly right: what a fuzzer makes, without one, the same for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace schema_audit::test {

class Mutation {
 public:
  Mutation(std::uint32_t seed, std::vector<std::string> words) : random_(seed), words_(std::move(words)) {}

  // One to four changes: a byte, a piece removed, doubled or moved, a word put in, the end cut off.
  std::string of(std::string text);

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  void change(std::string& text);

  std::mt19937 random_;
  std::vector<std::string> words_;
};

}  // namespace schema_audit::test
