// Bodies of object versions as the store keeps them: compressed by zstd, which knows beforehand what bodies
// have in common. Short ones, and those of stores before version 9, are kept as they are.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

struct ZSTD_CCtx_s;

namespace schema_audit {

// Of one thread.
class BodyPacker {
 public:
  BodyPacker();

  // The result lives until the next call, and no longer than the body.
  const std::string& pack(const std::string& body);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };

  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::string packed_;
};

// None is larger: SQLite keeps no longer value.
inline constexpr unsigned long long kLongestBody = 1'000'000'000;

// The body of a stored one. What is damaged comes back as it is, and is no body then.
std::string unpack_body(std::string stored);

}  // namespace schema_audit
