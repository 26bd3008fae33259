// One transfer by libcurl, with what all of ours have in common: TLS 1.2 at least and the certificate
// checked, no signals, and an end when the program is told to stop. To be used by one thread.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace schema_audit {

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
template <typename T>
using CurlOwned = std::unique_ptr<T, CurlDeleter>;

// Throws std::runtime_error for an option, or an initialisation, that libcurl refuses.
void check_curl(CURLcode code);

// Throws std::invalid_argument for a line with a line break in it.
CurlOwned<curl_slist> curl_list(const std::vector<std::string>& lines);

class CurlTransfer {
 public:
  // protocols: as CURLOPT_PROTOCOLS_STR takes them. ca_file: empty for the system's.
  CurlTransfer(const std::string& url, const char* protocols, const std::string& ca_file,
               std::chrono::milliseconds connect_timeout, std::chrono::milliseconds timeout);

  // Strings are copied by libcurl; lists, MIME trees and bodies have to live until perform() is back.
  template <typename Value>
  void set(CURLoption option, Value value) {
    check_curl(curl_easy_setopt(curl_.get(), option, value));
  }

  // Throws Interrupted when the program was told to stop meanwhile.
  CURLcode perform();

  CURL* get() const { return curl_.get(); }

 private:
  CurlOwned<CURL> curl_;
};

}  // namespace schema_audit
