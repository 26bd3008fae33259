#include "collector/alert/curl_transfer.hpp"

#include <new>

#include "collector/interrupt.hpp"

namespace schema_audit {
namespace {

int on_progress(void*, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return interrupt_requested() ? 1 : 0;
}

CURL* new_handle() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  check_curl(initialised);
  CURL* curl = curl_easy_init();
  if (curl == nullptr) throw std::bad_alloc();
  return curl;
}

}  // namespace

void check_curl(CURLcode code) {
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

CurlOwned<curl_slist> curl_list(const std::vector<std::string>& lines) {
  CurlOwned<curl_slist> list;
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

CurlTransfer::CurlTransfer(const std::string& url, const char* protocols, const std::string& ca_file,
                           std::chrono::milliseconds connect_timeout, std::chrono::milliseconds timeout)
    : curl_(new_handle()) {
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, protocols);
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
}

CURLcode CurlTransfer::perform() {
  const CURLcode code = curl_easy_perform(curl_.get());
  if (code == CURLE_ABORTED_BY_CALLBACK && interrupt_requested()) throw Interrupted();
  return code;
}

}  // namespace schema_audit
