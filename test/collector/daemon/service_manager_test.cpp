#include "collector/daemon/service_manager.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

class ServiceManagerTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (directory_.path() / "notify").string();
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
    socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
    ASSERT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
  }
  void TearDown() override {
    close(socket_);
    unsetenv("NOTIFY_SOCKET");
  }

  std::string received() const {
    std::array<char, 4096> buffer = {};
    const ssize_t size = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : "";
  }

 private:
  TemporaryDirectory directory_;
  std::string path_;
  int socket_ = -1;
};

TEST_F(ServiceManagerTest, TellsHowItGoes) {
  const ServiceManager manager;
  manager.ready("watching 3 targets");
  EXPECT_EQ(received(), "READY=1\nSTATUS=watching 3 targets\n");
  manager.status("one\nline");
  EXPECT_EQ(received(), "STATUS=one line\n");
  manager.alive();
  EXPECT_EQ(received(), "WATCHDOG=1\n");
  manager.reloading();
  EXPECT_TRUE(received().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  manager.stopping();
  EXPECT_EQ(received(), "STOPPING=1\n");
}

TEST_F(ServiceManagerTest, KnowsTheWatchdog) {
  setenv("WATCHDOG_USEC", "3000000", 1);
  EXPECT_EQ(ServiceManager().watchdog(), std::chrono::seconds(3));
  EXPECT_EQ(ServiceManager().watchdog(), std::nullopt) << "what it has taken is gone";
  setenv("WATCHDOG_USEC", "3000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(ServiceManager().watchdog(), std::nullopt) << "that is for another process";
  setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_EQ(ServiceManager().watchdog(), std::nullopt);
}

TEST_F(ServiceManagerTest, LeavesItsSocketToNobody) {
  const ServiceManager manager;
  EXPECT_EQ(std::getenv("NOTIFY_SOCKET"), nullptr);
}

TEST(ServiceManager, DoesNothingWithoutOne) {
  unsetenv("NOTIFY_SOCKET");
  ServiceManager().ready("x");
  setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
  ServiceManager().ready("x");
}

}  // namespace
}  // namespace schema_audit
