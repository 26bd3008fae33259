// Names for what has to give way, and for what stands only for a moment.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace schema_audit {

// The name with the suffix, or with suffix1, suffix2, ...: the first that is not taken. Keeps to the 63 bytes
// that PostgreSQL's names have (NAMEDATALEN), and cuts no character of UTF-8 in two.
std::string free_name(std::string_view name, std::string_view suffix,
                      const std::function<bool(const std::string&)>& is_taken);

// The same where several get one at the same time, for one of them: none gets that of another. all gives
// their names, this one's too, in an order that is always the same.
std::string free_name_among(const std::function<std::vector<std::string>()>& all, std::string_view name,
                            std::string_view suffix, const std::function<bool(const std::string&)>& is_taken);

}  // namespace schema_audit
