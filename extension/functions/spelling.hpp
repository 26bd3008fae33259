// One spelling for the addresses that users type.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// An address with every word folded and quoted as the server would, other names of types replaced by their
// own, and no idle spaces: public.Orders, "public" . "orders" and public.orders come out alike, and so do
// f(int) and f(integer). For comparing, not for showing.
std::string spell_address(std::string_view text);

}  // namespace schema_audit
