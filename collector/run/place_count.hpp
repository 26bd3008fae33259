// How many tasks there are at once, altogether and for each server, of all pools that share the count. Those
// of an urgent pool that wait keep others from beginning. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>

namespace schema_audit {

class PlaceCount {
 public:
  PlaceCount(int parallel, int per_server) : parallel_(parallel), per_server_(per_server) {}

  // A task begins to connect, if there is a place for it and its server may have one more.
  bool enter(const std::string& server, bool urgent);
  // The same whatever there is: of tasks that are to come to their end.
  void enter_anyway(const std::string& server);
  void leave(const std::string& server, bool has_place);

  // The place alone; the server goes on having the task.
  bool take_place(bool urgent);
  void take_place_anyway();
  void give_place();

  // Urgent tasks that wait, by server.
  void wish(std::map<std::string, int> wishes);

 private:
  bool has_place(bool urgent) const;

  const int parallel_;
  const int per_server_;
  std::mutex mutex_;
  int places_ = 0;
  std::map<std::string, int> at_server_;
  std::map<std::string, int> wishes_;
};

}  // namespace schema_audit
