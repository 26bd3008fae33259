#include "collector/alert/email_sink.hpp"

#include <curl/curl.h>

#include <array>
#include <ctime>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include "collector/alert/email_text.hpp"
#include "collector/alert/webhook_url.hpp"
#include "collector/error.hpp"
#include "collector/interrupt.hpp"

namespace schema_audit {
namespace {

constexpr long kFirstPermanentError = 500;
constexpr long kConnectTimeoutMs = 10'000;
constexpr long kTimeoutMs = 60'000;

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
template <typename T>
using Owned = std::unique_ptr<T, CurlDeleter>;

int on_progress(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return interrupt_requested() ? 1 : 0;
}

void check(CURLcode code) {
  if (code != CURLE_OK) throw std::runtime_error("libcurl refuses an option");
}

Owned<curl_slist> list_of(const std::vector<std::string>& lines) {
  Owned<curl_slist> list;
  for (const std::string& line : lines) {
    if (line.find_first_of("\r\n") != std::string::npos)
      throw std::invalid_argument("a line break in a header");
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

// RFC 5322, in UTC. strftime would write the names of the locale.
std::string mail_date(UnixMicros now) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(now / kMicrosPerSecond);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays.at(static_cast<std::size_t>(parts.tm_wday))) + ", " + two(parts.tm_mday) + " " +
         kMonths.at(static_cast<std::size_t>(parts.tm_mon)) + " " + std::to_string(parts.tm_year + 1900) +
         " " + two(parts.tm_hour) + ":" + two(parts.tm_min) + ":" + two(parts.tm_sec) + " +0000";
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string line;
  for (const std::string& address : addresses) line += (line.empty() ? "<" : ", <") + address + ">";
  return line;
}

void add_part(curl_mime* mime, const std::string& data, const char* type, const char* filename = nullptr) {
  curl_mimepart* part = curl_mime_addpart(mime);
  if (part == nullptr) throw std::bad_alloc();
  check(curl_mime_data(part, data.data(), data.size()));
  check(curl_mime_type(part, type));
  check(curl_mime_encoder(part, filename != nullptr ? "base64" : "quoted-printable"));
  if (filename != nullptr) check(curl_mime_filename(part, filename));
}

// multipart/mixed: the text as plain and as HTML, and the whole notice as a file.
Owned<curl_mime> make_mime(CURL* curl, const Notice& notice, const std::string& payload) {
  Owned<curl_mime> mixed(curl_mime_init(curl));
  Owned<curl_mime> alternative(curl_mime_init(curl));
  if (!mixed || !alternative) throw std::bad_alloc();
  add_part(alternative.get(), email_plain_text(notice), "text/plain; charset=utf-8");
  add_part(alternative.get(), email_html(notice), "text/html; charset=utf-8");
  curl_mimepart* part = curl_mime_addpart(mixed.get());
  if (part == nullptr) throw std::bad_alloc();
  check(curl_mime_subparts(part, alternative.get()));
  static_cast<void>(alternative.release());
  Owned<curl_slist> inlined = list_of({"Content-Disposition: inline"});
  check(curl_mime_type(part, "multipart/alternative"));
  // Read when the message is sent: the part has to keep it.
  check(curl_mime_headers(part, inlined.get(), 1));
  static_cast<void>(inlined.release());
  add_part(mixed.get(), payload, "application/json", "notice.json");
  return mixed;
}

}  // namespace

EmailSink::EmailSink(AlertChannelConfig config, Clock clock)
    : config_(std::move(config)), clock_(std::move(clock)) {}

SendResult EmailSink::send(const AlertMessage& message) {
  Notice notice;
  try {
    notice = parse_notice(message.id, message.payload);
  } catch (const CollectorError& error) {
    return {SendResult::Status::kGone, error.what(), std::nullopt};
  }
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  check(initialised);
  const Owned<CURL> curl(curl_easy_init());
  if (!curl) throw std::bad_alloc();
  const Owned<curl_slist> headers =
      list_of({"Date: " + mail_date(clock_()), "From: <" + config_.from + ">", "To: " + joined(config_.to),
               "Message-ID: <" + message.id + "@schema-audit." + notice.target + ">",
               // What tells of one drift is one thread.
               "References: <" + (notice.incident.empty() ? message.id : notice.incident) + "@schema-audit." +
                   notice.target + ">",
               "Subject: " + header_text(notice.headline()), "Auto-Submitted: auto-generated",
               "X-Schema-Audit-Severity: " + std::string(to_text(notice.severity))});
  const Owned<curl_slist> recipients = list_of(config_.to);
  const Owned<curl_mime> mime = make_mime(curl.get(), notice, message.payload);
  const auto set = [&](CURLoption option, auto value) { check(curl_easy_setopt(curl.get(), option, value)); };
  set(CURLOPT_URL, config_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, static_cast<long>(config_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (!config_.ca_file.empty()) set(CURLOPT_CAINFO, config_.ca_file.c_str());
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!config_.username.empty()) {
    set(CURLOPT_USERNAME, config_.username.c_str());
    set(CURLOPT_PASSWORD, config_.password.c_str());
  }
  set(CURLOPT_MAIL_FROM, config_.from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_MIMEPOST, mime.get());
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  set(CURLOPT_TIMEOUT_MS, kTimeoutMs);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_ABORTED_BY_CALLBACK && interrupt_requested()) throw Interrupted();
  if (code == CURLE_OK) return {SendResult::Status::kDelivered, "", std::nullopt};
  long reply = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply);
  // A permanent refusal of this message says nothing of the next one; anything else is the server's state.
  const bool refused = reply >= kFirstPermanentError && code != CURLE_LOGIN_DENIED;
  return {refused ? SendResult::Status::kRefused : SendResult::Status::kDown,
          webhook_host(config_.url) + ": " + curl_easy_strerror(code) +
              (reply >= 400 ? " (reply " + std::to_string(reply) + ")" : ""),
          std::nullopt};
}

std::string EmailSink::preview(const AlertMessage& message) const {
  const Notice notice = parse_notice(message.id, message.payload);
  return "From: " + config_.from + "\nTo: " + joined(config_.to) + "\nSubject: " + notice.headline() +
         "\n\n" + without_returns(email_plain_text(notice));
}

}  // namespace schema_audit
