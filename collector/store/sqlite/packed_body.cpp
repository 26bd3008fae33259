#include "collector/store/sqlite/packed_body.hpp"

#include <zstd.h>

#include <new>
#include <stdexcept>
#include <string_view>

namespace schema_audit {

namespace {

// No body begins like a frame of zstd: first comes the length of the kind's name, which is less than this.
constexpr std::string_view kFrame = "\x28\xb5\x2f\xfd";
constexpr int kLevel = 3;
constexpr std::size_t kShort = 64;

// What bodies have in common, made of a few of them; the most frequent comes last. Stored bodies cannot be
// read without it: not one byte of it may ever change.
using namespace std::literals::string_view_literals;
// clang-format off
constexpr std::string_view kCommon =
    "\006policy\000\000\000\004\007commandt\006select\005rolesl\001\006PUBLIC\005usingt>((tenant_id = (current_se"
    "tting('app.tenant'::text))::integer))\005checkt\026(CURRENT_USER = owner)\000\007trigger\000\nupdated_at\000"
    "\006\007enabledt\006always\006eventsl\003\006insert\006update\006delete\010functiont\027public.set_updated_a"
    "t()\005levelt\003row\006timingt\006before\011conditiont\036(OLD.* IS DISTINCT FROM NEW.*)\000\004rule\000"
    "\000\000\002\005eventt\006insert\ndefinitiont\022DO INSTEAD NOTHING\000\010sequence\006public\007_id_seq\000"
    "\005\005cycleb\011incrementt\0011\010maxvaluet\n2147483647\010owned_byl\001\002id\004typet\007integer\004enu"
    "m\006public\006status\000\002\006labelsl\004\007pending\006active\010inactive\007deleted\005ownert\010postgr"
    "es\006domain\006public\005email\000\002\005ownert\010postgres\004typet\004text\004view\006public\000\000\004"
    "\007optionsm\002\020security_barrier\004true\020security_invoker\004true\005ownert\010postgres\nprivilegesm"
    "\001\006PUBLIC\006SELECT\005queryt\273\001 SELECT a.id,\n    a.name,\n    count(*) AS count,\n    b.created_"
    "at\n   FROM (public.users a\n     JOIN public.orders b ON ((b.id = a.parent_id)))\n     LEFT JOIN  WHERE (  "
    "GROUP BY  ORDER BY \007routine\006public\000\007integer\n\004bodyt@\nBEGIN\n  SELECT count(*) INTO  FROM  WH"
    "ERE ;\n  RETURN NEW;\nEND;\n\004kindt\010function\010languaget\007plpgsql\005ownert\010postgres\010parallelt"
    "\004safe\nparameterst\011n integer\006resultt\007trigger\020security_definerb\006strictb\nvolatilityt\011imm"
    "utable\010\004bodyt\007SELECT \004kindt\010function\010languaget\003sql\005ownert\010postgres\nparameterst"
    "\007integer\006resultt\006bigint\013returns_setb\nvolatilityt\006stable\007commentt\004the \005table\006publ"
    "ic\005users\000\004\007commentt\000\005ownert\010postgres\nprivilegesm\001\003app\036SELECT, INSERT, UPDATE,"
    " DELETE\014row_securityb\006column\000\006status\000\003\007defaultt\017'pending'::text\010not_nullb\004type"
    "t\004text\000\006column\000\004name\000\002\011collationt\016pg_catalog.\"C\"\004typet\025character varying("
    "50)\000\006column\000\002id\000\005\010identityt\nby default\021identity_sequencet\016public._id_seq\010not_"
    "nullb\004typet\004uuid\007defaultt\021gen_random_uuid()\000\006column\000\002id\000\003\007defaultt#nextval("
    "'public._id_seq'::regclass)\010not_nullb\004typet\006bigint\000\006column\000\005email\000\002\010not_nullb"
    "\004typet\026character varying(255)\000\006column\000\006amount\000\002\007defaultt\0040.00\004typet\015nume"
    "ric(10,2)\000\006column\000\004code\000\001\004typet\014character(2)\000\006column\000\004date\000\001\004ty"
    "pet\004date\000\006column\000\005price\000\001\004typet\020double precision\000\006column\000\001n\000\001"
    "\004typet\010smallint\000\006column\000\004tags\000\002\007defaultt\014'{}'::text[]\004typet\006text[]\000"
    "\006column\000\ncreated_at\000\002\010not_nullb\004typet\033timestamp without time zone\000\006column\000\nu"
    "pdated_at\000\003\007defaultt\005now()\010not_nullb\004typet\030timestamp with time zone\000\006column\000"
    "\004data\000\002\007defaultt\013'{}'::jsonb\004typet\005jsonb\000\006column\000\007enabled\000\003\007defaul"
    "tt\005false\010not_nullb\004typet\007boolean\000\006column\000\006active\000\002\007defaultt\004true\004type"
    "t\007boolean\000\006column\000\007user_id\000\001\004typet\007integer\000\006column\000\010position\000\003"
    "\007defaultt\0010\010not_nullb\004typet\007integer\000\006column\000\011parent_id\000\001\004typet\006bigint"
    "\000\006column\000\002id\000\002\010not_nullb\004typet\006bigint\000\006column\000\013description\000\001"
    "\004typet\004text\000\006column\000\004name\000\002\010not_nullb\004typet\004text\000\nconstraint\000\013use"
    "rs_check\000\003\017constraint_typet\005check\nexpressiontX((status)::text = ANY ((ARRAY['a'::character vary"
    "ing, 'b'::character varying])::text[]))\011not_validb\000\nconstraint\000\013users_check\000\002\017constrai"
    "nt_typet\005check\nexpressiont\034(( >= 0) AND ( IS NOT NULL))\000\nconstraint\000\017users_email_key\000"
    "\002\007columnsl\001\005email\017constraint_typet\006unique\000\nconstraint\000\024users_parent_id_fkey\000"
    "\007\007columnsl\001\011parent_id\017constraint_typet\013foreign key\ndeferrableb\022initially_deferredb\011"
    "on_deletet\007cascade\022referenced_columnsl\001\002id\020referenced_tablet\007public.\000\nconstraint\000"
    "\022users_user_id_fkey\000\005\007columnsl\001\007user_id\017constraint_typet\013foreign key\011on_deletet"
    "\010set null\022referenced_columnsl\001\002id\020referenced_tablet\014public.users\000\nconstraint\000\nuser"
    "s_pkey\000\002\007columnsl\001\002id\017constraint_typet\013primary key\000\005index\000\017users_lower_idx"
    "\000\004\007columnsl\001\033lower(name) DESC NULLS LAST\006methodt\003gin\007includel\001\002id\006uniqueb"
    "\000\005index\000\016users_name_idx\000\004\007columnsl\001\004name\006methodt\005btree\011predicatet\024(de"
    "leted_at IS NULL)\006uniqueb\000\005index\000'index_users_on_parent_id_and_created_at\000\002\007columnsl"
    "\002\011parent_id\ncreated_at\011predicatet\006(NOT )\000\005index\000\016users_name_idx\000\001\007columnsl"
    "\001\004name\000"sv;
// clang-format on

struct Free {
  void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
  void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Safe from any thread.
const ZSTD_CDict* packing_dictionary() {
  static const std::unique_ptr<ZSTD_CDict, Free> kDictionary(
      ZSTD_createCDict(kCommon.data(), kCommon.size(), kLevel));
  if (!kDictionary) throw std::bad_alloc();
  return kDictionary.get();
}

const ZSTD_DDict* unpacking_dictionary() {
  static const std::unique_ptr<ZSTD_DDict, Free> kDictionary(
      ZSTD_createDDict(kCommon.data(), kCommon.size()));
  if (!kDictionary) throw std::bad_alloc();
  return kDictionary.get();
}

}  // namespace

void BodyPacker::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }

BodyPacker::BodyPacker() : context_(ZSTD_createCCtx()) {
  if (!context_) throw std::bad_alloc();
}

const std::string& BodyPacker::pack(const std::string& body) {
  if (body.size() < kShort) return body;
  packed_.resize(ZSTD_compressBound(body.size()));
  const std::size_t size = ZSTD_compress_usingCDict(context_.get(), packed_.data(), packed_.size(),
                                                    body.data(), body.size(), packing_dictionary());
  if (ZSTD_isError(size) != 0 || size >= body.size()) return body;
  packed_.resize(size);
  return packed_;
}

std::string unpack_body(std::string stored) {
  if (!stored.starts_with(kFrame)) return stored;
  const unsigned long long size = ZSTD_getFrameContentSize(stored.data(), stored.size());
  if (size > kLongestBody) return stored;
  static thread_local const std::unique_ptr<ZSTD_DCtx, Free> kContext(ZSTD_createDCtx());
  if (!kContext) throw std::bad_alloc();
  std::string body(static_cast<std::size_t>(size), '\0');
  const std::size_t unpacked = ZSTD_decompress_usingDDict(
      kContext.get(), body.data(), body.size(), stored.data(), stored.size(), unpacking_dictionary());
  if (unpacked != body.size()) return stored;
  return body;
}

}  // namespace schema_audit
