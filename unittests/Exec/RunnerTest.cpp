//===- RunnerTest.cpp - Running a workflow --------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Real processes, without isolation: what is tested is the order of
/// things, not the sandbox.
//===----------------------------------------------------------------------===//
#include "Runner.h"
#include "TestPlan.h"
#include "gmock/gmock.h"
#include <csignal>
#include <fcntl.h>

using namespace plue;
using namespace plue::exec;
using ir::OpKind;
using testing::HasSubstr;

namespace {
/// Writes down what it is told.
class Recorder : public RunObserver {
public:
  void runStarted(const RunInfo &) override {}
  void stepStarted(const StepStart &start) override {
    log += ("> " + start.name + "\n").str();
    if (whenStarted)
      whenStarted(start.name);
  }
  void stepOutput(const StepOutput &output) override {
    bytes += output.line.text.size();
    if (bytes < 1 << 16)
      log +=
          (output.name + (output.isErr ? "! " : "| ") + output.line.text + "\n")
              .str();
  }
  void stepRetrying(const StepOutcome &outcome, uint64_t) override {
    log += "~ " + outcome.name + ": " + outcome.reason + "\n";
  }
  void stepEnded(const StepOutcome &outcome) override {
    log += "< " + outcome.name + " " + spelling(outcome.state).str() +
           (outcome.reason.empty() ? "" : ": " + outcome.reason) + "\n";
  }
  void runStopping(llvm::StringRef why) override {
    log += ("! " + why + "\n").str();
  }
  void runEnded(const RunOutcome &) override {}

  std::string log;
  uint64_t bytes = 0;
  std::function<void(llvm::StringRef)> whenStarted;
};

class RunnerTest : public PlanTest {
protected:
  RunOutcome run() {
    auto backend = sandbox::createNoneBackend("/tmp");
    EXPECT_TRUE(bool(backend));
    options.info.plan = &plan();
    options.info.workflow = &workflow();
    Runner runner(plan(), workflow(), inputs, masker, **backend, {&recorder},
                  options);
    uint64_t start = monotonicMs();
    auto outcome = runner.run();
    tookMs = monotonicMs() - start;
    if (!outcome) {
      ADD_FAILURE() << llvm::toString(outcome.takeError());
      return {};
    }
    return std::move(*outcome);
  }

  Recorder recorder;
  Masker masker;
  RunnerOptions options;
  uint64_t tookMs = 0;
};

constexpr auto Success = RunOutcome::Success;
constexpr auto Failure = RunOutcome::Failure;
const std::vector<StepId> Nothing;
} // namespace

TEST_F(RunnerTest, RunsStepsInOrderAndTellsWhatHappens) {
  shell("one", "echo out; echo err >&2");
  shell("two", "exit 3");
  shell("three", "true");
  RunOutcome outcome = run();
  EXPECT_EQ(recorder.log, "> one\none| out\none! err\n< one success\n"
                          "> two\n< two failure: exit code 3\n"
                          "< three skipped: `two` failed\n");
  EXPECT_EQ(outcome.status, Failure);
  EXPECT_EQ(*outcome.reason, "step `two` failed: exit code 3");
  ASSERT_EQ(outcome.steps.size(), 3u);
  EXPECT_EQ(outcome.steps[1].exitCode, 3);
}

TEST_F(RunnerTest, IndependentStepsRunTogether) {
  for (const char *name : {"a", "b", "c", "d"})
    shell(name, "sleep 0.3", Nothing);
  options.info.jobs = 4;
  EXPECT_EQ(run().status, Success);
  EXPECT_LT(tookMs, 900u);
}

TEST_F(RunnerTest, OutputIsAValueForLaterSteps) {
  StepId a = shell("a", "printf 'x y\\377'");
  ir::Step step = draft("b");
  step.definition.argv = {str("printf"), str("<%s>"), result(a, "stdout")};
  step.definition.shell = ir::ShellKind::None;
  builder.step(std::move(step), std::nullopt);
  output(result(a, "stdout"));
  RunOutcome outcome = run();
  EXPECT_THAT(recorder.log, HasSubstr("b| <x y\xEF\xBF\xBD>\n"));
  EXPECT_EQ(outcome.outputs.getString("value"), "x y\xEF\xBF\xBD");
}

TEST_F(RunnerTest, TooMuchOutputCannotBeAValue) {
  StepId a = shell("a", "head -c 1048577 /dev/zero | tr '\\0' x");
  output(result(a, "stdout"));
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, Failure);
  EXPECT_THAT(*outcome.reason, HasSubstr("`stdout` has more than 1048576"));
}

TEST_F(RunnerTest, GuardsSeeResults) {
  StepId a = shell("a", "exit 7");
  builder.workflow().steps[a.index].policy.continueOnError = true;
  ValueId failed = result(a, "failed");
  shell("yes", "true", std::nullopt, failed);
  shell("no", "true", std::nullopt, builder.negate(failed));
  EXPECT_EQ(run().status, Success);
  EXPECT_EQ(recorder.log, "> a\n< a failure: exit code 7\n> yes\n"
                          "< yes success\n< no skipped: its condition is "
                          "false\n");
}

TEST_F(RunnerTest, StepsHaveADeclaredEnvironmentOnly) {
  ::setenv("PLUE_TEST_LEAK", "leaked", 1);
  ir::Step step = draft("env");
  step.definition.script = str("env | sort");
  step.definition.env = {{"CI", str("no")}, {"MINE", str("a b")}};
  builder.step(std::move(step), std::nullopt);
  run();
  EXPECT_THAT(recorder.log, HasSubstr("env| CI=no\n"));
  EXPECT_THAT(recorder.log, HasSubstr("env| MINE=a b\n"));
  EXPECT_THAT(recorder.log, HasSubstr("env| PLUE_STEP_ID=step_1\n"));
  EXPECT_THAT(recorder.log, testing::Not(HasSubstr("leaked")));
}

TEST_F(RunnerTest, BashStopsWhereAPipeFails) {
  ir::Step step = draft("bash");
  step.definition.script = str("false | true\necho not reached");
  step.definition.shell = ir::ShellKind::Bash;
  builder.step(std::move(step), std::nullopt);
  EXPECT_EQ(run().status, Failure);
  EXPECT_THAT(recorder.log, testing::Not(HasSubstr("reached")));
}

TEST_F(RunnerTest, SecretsAreHiddenWhateverIsWritten) {
  inputs.secrets["TOKEN"] = "hunter2!";
  masker.add("hunter2!");
  ir::Step step = draft("say");
  step.definition.script = str("printf 'a hunter'; sleep 0.05; echo '2! b'; "
                               "echo $TOKEN >&2; echo $TOKEN");
  step.definition.env = {
      {"TOKEN", named(OpKind::Secret, types::Secret, "TOKEN")}};
  StepId id = builder.step(std::move(step), std::nullopt);
  output(result(id, "stdout"));
  RunOutcome outcome = run();
  EXPECT_THAT(recorder.log, HasSubstr("say| a *** b\n"));
  EXPECT_THAT(recorder.log, HasSubstr("say! ***\n"));
  EXPECT_THAT(recorder.log, testing::Not(HasSubstr("hunter")));
  EXPECT_EQ(outcome.outputs.getString("value"), "a *** b\n***\n");
}

//--- Time and stopping --------------------------------------------------------

TEST_F(RunnerTest, AStepThatTakesTooLongIsEnded) {
  StepId a = shell("slow", "trap '' TERM; sleep 30 & sleep 30");
  builder.workflow().steps[a.index].policy.timeoutMs = 100;
  options.graceMs = 200;
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, Failure);
  EXPECT_EQ(*outcome.reason, "step `slow` failed: timed out after 0.10 s");
  EXPECT_EQ(outcome.steps[0].exitCode, 124);
  EXPECT_LT(tookMs, 2000u);
}

TEST_F(RunnerTest, ARunThatTakesTooLongIsEnded) {
  shell("slow", "sleep 30");
  shell("next", "true");
  options.timeoutMs = 100;
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, Failure);
  EXPECT_EQ(*outcome.reason, "the run timed out after 0.10 s");
  EXPECT_EQ(outcome.steps[0].state, StepState::Cancelled);
  EXPECT_EQ(outcome.steps[1].state, StepState::Cancelled);
  EXPECT_LT(tookMs, 2000u);
}

TEST_F(RunnerTest, AFailedStepIsTriedAgain) {
  std::string marker = "/tmp/plue-retry-" + std::to_string(::getpid());
  StepId a = shell("flaky", "if [ -e " + marker + " ]; then rm " + marker +
                                "; echo fine; else touch " + marker +
                                "; echo broken; exit 1; fi");
  builder.workflow().steps[a.index].policy.retry = {.attempts = 3,
                                                    .delayMs = 50};
  output(result(a, "stdout"));
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, Success);
  EXPECT_EQ(outcome.steps[0].attempts, 2u);
  EXPECT_THAT(recorder.log, HasSubstr("~ flaky: exit code 1\n> flaky\n"));
  // The output of the attempt that counts.
  EXPECT_EQ(outcome.outputs.getString("value"), "fine\n");
}

TEST_F(RunnerTest, FailFastStopsWhatRuns) {
  shell("bad", "sleep 0.1; exit 1", Nothing);
  shell("slow", "sleep 30", Nothing);
  shell("later", "true", Nothing);
  options.info.jobs = 2;
  options.failFast = true;
  RunOutcome outcome = run();
  EXPECT_EQ(*outcome.reason, "step `bad` failed: exit code 1");
  EXPECT_EQ(outcome.steps[1].state, StepState::Cancelled);
  EXPECT_EQ(outcome.steps[2].state, StepState::Cancelled);
  EXPECT_LT(tookMs, 5000u);
}

TEST_F(RunnerTest, ASignalStopsTheRun) {
  shell("slow", "trap 'echo cleaning up; exit 1' TERM; sleep 30 & wait");
  shell("next", "true");
  recorder.whenStarted = [](llvm::StringRef) {
    if (::fork() == 0) {
      ::usleep(150'000);
      ::kill(::getppid(), SIGINT);
      ::_exit(0);
    }
  };
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, RunOutcome::Interrupted);
  EXPECT_EQ(*outcome.reason, "stopped by SIGINT");
  EXPECT_THAT(recorder.log, HasSubstr("slow| cleaning up\n"));
  EXPECT_LT(tookMs, 3000u);
}

TEST_F(RunnerTest, ASecondSignalKills) {
  shell("stubborn", "trap '' TERM; while :; do sleep 1; done");
  options.graceMs = 60'000;
  recorder.whenStarted = [](llvm::StringRef) {
    if (::fork() == 0) {
      for (int i = 0; i != 2; ++i) {
        ::usleep(150'000);
        ::kill(::getppid(), SIGTERM);
      }
      ::_exit(0);
    }
  };
  EXPECT_EQ(run().status, RunOutcome::Interrupted);
  EXPECT_LT(tookMs, 3000u);
}

TEST_F(RunnerTest, AHeldPipeDoesNotHoldTheRun) {
  // A daemon that cannot be told from those of the other step, which runs on.
  shell("other", "sleep 1", Nothing);
  shell("daemon", "(env -i setsid sleep 30 &); echo done", Nothing);
  options.info.jobs = 2;
  EXPECT_EQ(run().status, Success);
  EXPECT_LT(tookMs, 4000u);
}

//--- Output -------------------------------------------------------------------

TEST_F(RunnerTest, AFloodIsCutAndSaidToBe) {
  shell("flood", "head -c 100000000 /dev/zero | tr '\\0' 'x' | fold -w 1000");
  recorder.log.clear();
  EXPECT_EQ(run().status, Success);
  EXPECT_LE(recorder.bytes, (64u << 20) + 4096);
  EXPECT_GE(recorder.bytes, 60u << 20);
}

TEST_F(RunnerTest, AMissingProgramIsAFailureOfTheStep) {
  ir::Step step = draft("nope");
  step.definition.argv = {str("no-such-program")};
  step.definition.shell = ir::ShellKind::None;
  builder.step(std::move(step), std::nullopt);
  RunOutcome outcome = run();
  EXPECT_EQ(*outcome.reason,
            "step `nope` failed: `no-such-program` was not found");
  EXPECT_EQ(outcome.steps[0].exitCode, 127);
}

TEST_F(RunnerTest, AnExceptionLetsEarlierStepsFinish) {
  shell("earlier", "sleep 0.2; echo finished", Nothing);
  inputs.event = llvm::json::Object{{"a", 1}, {"b", "x"}};
  ValueId raising = op(OpKind::CmpLt, types::Bool,
                       {named(OpKind::Event, types::Any, "a"),
                        named(OpKind::Event, types::Any, "b")});
  shell("raising", "true", Nothing, raising);
  shell("later", "true", Nothing);
  options.info.jobs = 4;
  RunOutcome outcome = run();
  EXPECT_EQ(outcome.status, Failure);
  EXPECT_THAT(*outcome.reason, testing::StartsWith("TypeError: "));
  EXPECT_THAT(recorder.log, HasSubstr("earlier| finished\n"));
  EXPECT_THAT(recorder.log, HasSubstr("< later skipped"));
}

TEST_F(RunnerTest, ManyStepsLeaveNoDescriptorOpen) {
  auto countDescriptors = [] {
    int count = 0;
    for (int fd = 0; fd != 256; ++fd)
      count += ::fcntl(fd, F_GETFD) >= 0;
    return count;
  };
  for (int i = 0; i != 200; ++i)
    shell("s" + std::to_string(i), "true", Nothing);
  plan();
  int before = countDescriptors();
  options.info.jobs = 8;
  EXPECT_EQ(run().status, Success);
  EXPECT_EQ(countDescriptors(), before);
}
