#include "collector/alert/webhook_url.hpp"

#include <curl/curl.h>

#include <memory>

#include "core/render/printable.hpp"

namespace schema_audit {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

Url parse(const std::string& text) {
  Url url(curl_url());
  if (url && text.find('\0') == std::string::npos &&
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK) {
    return url;
  }
  return nullptr;
}

std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  return host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

std::string webhook_host(const std::string& url) {
  const Url parsed = parse(url);
  if (!parsed) return "?";
  const std::string port = part(parsed, CURLUPART_PORT);
  return printable(part(parsed, CURLUPART_HOST) + (port.empty() ? "" : ":" + port));
}

std::optional<std::string> webhook_url_problem(const std::string& url, bool allow_http) {
  const Url parsed = parse(url);
  if (!parsed) return "not a URL";
  const std::string scheme = part(parsed, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return "only https is supported";
  if (!part(parsed, CURLUPART_USER).empty() || !part(parsed, CURLUPART_PASSWORD).empty()) {
    return "a user or password in the address is not supported; sign with secret instead";
  }
  if (scheme == "http" && !allow_http && !is_loopback(part(parsed, CURLUPART_HOST))) {
    return "http would send the alert in clear text; use https, or set allow_http: true";
  }
  return std::nullopt;
}

}  // namespace schema_audit
