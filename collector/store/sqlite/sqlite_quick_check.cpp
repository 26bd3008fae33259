#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "collector/store/sqlite/sqlite_error.hpp"
#include "collector/store/sqlite/sqlite_file.hpp"
#include "collector/store/store_verify.hpp"

namespace schema_audit {

namespace {

// The check of one large table is one instruction to SQLite: only another thread can end it.
class Alarm {
 public:
  Alarm(SQLite::Database& database, std::chrono::milliseconds time)
      : thread_([this, handle = database.getHandle(), time] {
          std::unique_lock lock(mutex_);
          if (!over_.wait_for(lock, time, [&] { return done_; })) sqlite3_interrupt(handle);
        }) {}
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    over_.notify_one();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace

QuickCheck quick_check_store(const std::filesystem::path& file, std::chrono::milliseconds patience) {
  QuickCheck result;
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY, kBusyTimeoutMs);
    refuse_foreign_database(database, file.string());
    const Alarm alarm(database, patience);
    SQLite::Statement rows(database, "PRAGMA quick_check(1)");
    while (rows.executeStep()) {
      const std::string line = rows.getColumn(0).getString();
      if (line != "ok") result.wrong = line;
    }
    result.complete = true;
  } catch (const SQLite::Exception& failure) {
    if (failure.getErrorCode() == SQLITE_CORRUPT) {
      result.wrong = failure.what();
    } else if (failure.getErrorCode() != SQLITE_INTERRUPT) {
      throw to_store_error(file.string(), failure);
    }
  }
  return result;
}

}  // namespace schema_audit
