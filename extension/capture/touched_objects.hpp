// What a part of the access log says, by object.
#pragma once

#include "extension/capture/access_log.hpp"

namespace schema_audit {

// All that happened to one object.
struct Touched {
  ObjectAddress address;
  int kinds;
  CommandTag tag;
  const ObjectName* name;
  int first;  // when it was touched first, to tell things in their order
};

// Lives in the memory context it was made in.
class TouchedObjects {
 public:
  TouchedObjects(int begin, int end, const AccessOrigin* origin);

  int count() const { return count_; }
  const Touched& at(int position) const { return objects_[position]; }
  // Their positions in the order in which they were touched.
  const int* in_order() const;
  const Touched* find(Oid class_id, Oid object_id) const;

  // Whether an object is a part of something that was touched too.
  bool is_part_of_touched(const ObjectAddress& object, int depth = 0) const;

 private:
  // Itself, and not just its catalog.
  bool is_touched(const ObjectAddress& object) const;
  static int compare(const Touched& left, const Touched& right);

  Touched* objects_;
  int count_ = 0;
};
static_assert(std::is_trivially_destructible_v<TouchedObjects>);

}  // namespace schema_audit
