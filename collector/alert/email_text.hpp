// A notice as the parts of an e-mail. Pure.
#pragma once

#include <string>

#include "collector/alert/notice.hpp"

namespace schema_audit {

// A value for a header: text that is not plain ASCII becomes encoded words of RFC 2047. Never holds a line
// break of the text's own.
std::string header_text(std::string_view text);

// Lines end in CR LF, as e-mail wants them.
std::string email_plain_text(const Notice& notice);
std::string email_html(const Notice& notice);

}  // namespace schema_audit
