#include "collector/compression.hpp"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

#include "collector/error.hpp"

namespace schema_audit {
namespace {

constexpr std::string_view kMagic = "\x28\xb5\x2f\xfd";

[[noreturn]] void refuse(const std::string& why) {
  throw CollectorError(ExitCode::kBadData, "not to be decompressed: " + why);
}

}  // namespace

bool wants_compression(std::string_view name) { return name.ends_with(".zst"); }

std::string compress(std::string_view text) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  if (!context) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size());
  if (ZSTD_isError(size) != 0)
    throw CollectorError(ExitCode::kInternal, std::string("cannot compress: ") + ZSTD_getErrorName(size));
  out.resize(size);
  return out;
}

std::string decompress(std::string text, std::size_t most) {
  if (!text.starts_with(kMagic)) return text;
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  // In pieces: what the header says of the size may be anything.
  std::string out;
  std::array<char, 128 * 1024> piece;
  ZSTD_inBuffer input{text.data(), text.size(), 0};
  std::size_t left = 1;
  while (input.pos < input.size || left != 0) {
    ZSTD_outBuffer output{piece.data(), piece.size(), 0};
    const std::size_t before = input.pos;
    left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left) != 0) refuse(ZSTD_getErrorName(left));
    if (output.pos > most - out.size()) refuse("it has more than " + std::to_string(most) + " bytes");
    out.append(piece.data(), output.pos);
    if (left != 0 && output.pos == 0 && input.pos == before) refuse("it is incomplete");
  }
  return out;
}

}  // namespace schema_audit
