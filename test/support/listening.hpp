// A socket that listens on a free port of 127.0.0.1.
#pragma once

namespace schema_audit::test {

struct Listening {
  int socket = -1;  // the caller's to close
  int port = 0;
};

// Throws std::runtime_error.
Listening listen_here(int backlog);

}  // namespace schema_audit::test
