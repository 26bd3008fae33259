// On whose behalf a statement is run, and how far that can be believed. Never mixed with what the server
// knows for a fact.
#pragma once

#include "extension/capture/statement.hpp"

namespace schema_audit {

struct ActorClaim {
  const char* actor = nullptr;  // null: nobody is named
  const char* trust = nullptr;  // value of the column actor_trust; null with it
};

// In this order: a token in schema_audit.actor ('verified', or 'claimed' when it proves nothing: then the
// name says why, and the client is warned once of each such token), another text there ('claimed'), a
// comment around the client's statement ('comment'), the identity that the client proved ('authenticated').
// `frame` is null when the statement was not seen to begin. In the current memory context.
ActorClaim actor_of(const StatementFrame* frame);

// The text when it is valid in the encoding of the database, else a copy with question marks in place of the
// bytes that are not ASCII. Null for an empty text.
const char* valid_text(const char* text);

}  // namespace schema_audit
