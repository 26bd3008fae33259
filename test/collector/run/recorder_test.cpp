#include "collector/run/recorder.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include "collector/postgres/postgres_error.hpp"
#include "collector/run/target_failure.hpp"
#include "collector/store/open_store.hpp"
#include "collector/store/store_error.hpp"
#include "test/support/temporary_directory.hpp"

namespace schema_audit {
namespace {

class RecorderTest : public testing::Test {
 protected:
  TargetOutcome finish(const std::exception_ptr& error) {
    TargetConfig target;
    target.name = "shop";
    Looked looked{std::nullopt, error};
    return Recorder(config_, *store_, system_clock_micros, false).finish(target, looked);
  }

  TemporaryDirectory directory_;
  Config config_;
  std::unique_ptr<Store> store_ = open_store(directory_ / "store.db", StoreMode::kReadWrite);
};

TEST_F(RecorderTest, WhatNobodyExpectedOfATargetIsItsFailure) {
  const TargetOutcome outcome = finish(std::make_exception_ptr(std::logic_error("a column without a table")));
  EXPECT_EQ(outcome.error, "internal error: a column without a table");
  EXPECT_EQ(outcome.exit_code, ExitCode::kInternal);
  EXPECT_EQ(store_->find_target("shop")->failures, 1);
}

TEST_F(RecorderTest, AFailureOfTheStoreEndsTheRun) {
  EXPECT_THROW(finish(std::make_exception_ptr(StoreError(ExitCode::kStore, "/s", "full"))), StoreError);
}

TEST(TargetFailure, SaysWhatStandsBesideTheTarget) {
  const TargetFailure failure = failure_of(PostgresError("shop", "42501", "permission denied"));
  EXPECT_EQ(failure.text.find("target shop"), std::string::npos);
  EXPECT_NE(failure.text.find("permission denied"), std::string::npos);
  EXPECT_EQ(failure_of(std::runtime_error("x")).text, "internal error: x");
}

}  // namespace
}  // namespace schema_audit
