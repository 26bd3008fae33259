// Reads the tags that frameworks put into comments around a statement. Pure: no server.
//
//   sqlcommenter  /*action='%2Fpolls',actor='maria%40example.com'*/   keys and values percent-encoded
//   Marginalia    /*application:web,actor:maria@example.com*/         as it is
//
// A comment that is not a list of tags from its beginning to its end is prose, and no part of it counts.
#pragma once

#include <string>
#include <string_view>

namespace schema_audit {

// The actor that the comments before the first word of the statement or behind its last one name; empty when
// none does. `statement` is one statement. The tags actor, user, username and db_user name it; the first of
// these that is there counts, and of several with the same name the last.
std::string actor_in_comments(std::string_view statement, bool plain_backslash);

// The value of one tag of one comment's content (without the marks of the comment); empty when there is none.
std::string tag_value(std::string_view comment, std::string_view key);

}  // namespace schema_audit
