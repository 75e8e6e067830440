//===- OrderingTest.cpp - Which steps wait for which ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "TestWorkflow.h"
#include <gmock/gmock.h>
#include <random>

using namespace plue;
using namespace plue::ir;

TEST(Effects, ConflictsFollowTheDesign) {
  using enum Effects;
  EXPECT_TRUE(conflict(Workspace, Workspace));
  EXPECT_TRUE(conflict(Read, Workspace));
  EXPECT_TRUE(conflict(Workspace, Read));
  EXPECT_FALSE(conflict(Read, Read));
  EXPECT_FALSE(conflict(None, Workspace));
  EXPECT_FALSE(conflict(Workspace, None));
  EXPECT_TRUE(conflict(None, Outward)) << "outward follows everything";
  EXPECT_TRUE(conflict(Outward, Read));
  EXPECT_FALSE(conflict(Outward, None));
}

TEST(Ordering, CommandsRunInProgramOrder) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b"), c = t.step("c");
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, a), "");
  EXPECT_EQ(edgesOf(w, b), "0:order");
  EXPECT_EQ(edgesOf(w, c), "1:order") << "the edge from `a` is implied";
}

TEST(Ordering, MembersOfAGroupRunTogether) {
  TestWorkflow t;
  t.step("install");
  StepId test = t.step("test"), lint = t.step("lint"), types = t.step("types");
  t.build.parallel({test, lint, types});
  StepId build = t.step("build");
  const Workflow &w = t.finish();
  for (StepId member : {test, lint, types})
    EXPECT_EQ(edgesOf(w, member), "0:order");
  EXPECT_EQ(edgesOf(w, build), "1:order 2:order 3:order");
}

TEST(Ordering, DependsOnIsExactlyTheseEdges) {
  TestWorkflow t;
  StepId install = t.step("install");
  StepId test = t.step("test", {{install}}), lint = t.step("lint", {{install}});
  t.build.parallel({test, lint});
  StepId build = t.step("build", {{lint, test, lint}});
  StepId other = t.step("other", {{}});
  StepId all = t.step("all");
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, test), "0:order");
  EXPECT_EQ(edgesOf(w, lint), "0:order");
  EXPECT_EQ(edgesOf(w, build), "1:order 2:order");
  EXPECT_EQ(edgesOf(w, other), "");
  EXPECT_EQ(edgesOf(w, all), "3:order 4:order");
}

TEST(Ordering, DependsOnIsKeptThoughImplied) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b", {{a}}), c = t.step("c", {{a, b}});
  EXPECT_EQ(edgesOf(t.finish(), c), "0:order 1:order");
}

// Design 5.2: "unless another step stands between".
TEST(Ordering, AStepBetweenMembersKeepsItsPlace) {
  TestWorkflow t;
  StepId a = t.step("a"), x = t.step("x"), b = t.step("b");
  t.build.parallel({a, b});
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, x), "0:order");
  EXPECT_EQ(edgesOf(w, b), "1:order");
}

TEST(Ordering, GroupsNest) {
  TestWorkflow t;
  t.step("first");
  StepId a = t.step("a"), b = t.step("b");
  t.build.parallel({a, b});
  StepId c = t.step("c");
  t.build.parallel({a, b, c});
  StepId last = t.step("last");
  const Workflow &w = t.finish();
  for (StepId member : {a, b, c})
    EXPECT_EQ(edgesOf(w, member), "0:order");
  EXPECT_EQ(edgesOf(w, last), "1:order 2:order 3:order");
}

TEST(Ordering, GroupsThatShareAMemberDoNotMerge) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b"), c = t.step("c");
  t.build.parallel({a, b});
  t.build.parallel({b, c});
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, b), "");
  EXPECT_EQ(edgesOf(w, c), "0:order");
}

TEST(Ordering, ResultsAreDataEdges) {
  TestWorkflow t;
  StepId a = t.step("a"), b = t.step("b");
  StepId c = t.step("c", {{}}, {}, t.stdoutOf(a));
  StepId d = t.step("d", {}, {}, t.stdoutOf(a));
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, c), "0:data") << "whatever depends_on says";
  EXPECT_EQ(edgesOf(w, d), "0:data+order 1:order 2:order");
  (void)b;
}

TEST(Ordering, DataEdgesStayThoughImplied) {
  TestWorkflow t;
  StepId a = t.step("a");
  StepId b = t.step("b", {}, {}, t.stdoutOf(a));
  ValueId both = t.build.op(OpKind::Concat, value::types::Str,
                            {t.stdoutOf(a), t.stdoutOf(b)});
  StepId c = t.step("c", {}, {}, both);
  EXPECT_EQ(edgesOf(t.finish(), c), "0:data+order 1:data+order");
}

TEST(Ordering, GuardsAreEdges) {
  TestWorkflow t;
  StepId a = t.step("a");
  StepId b = t.step("b", {{}}, t.succeeded(a));
  StepId c = t.step("c", {{}}, t.succeeded(a), t.stdoutOf(a));
  const Workflow &w = t.finish();
  EXPECT_EQ(edgesOf(w, b), "0:guard");
  EXPECT_EQ(edgesOf(w, c), "0:data+guard");
}

TEST(Ordering, OrderThatFollowsFromDataIsNotRepeated) {
  TestWorkflow t;
  t.step("w");
  StepId a = t.step("a");
  StepId b = t.step("b", {}, {}, t.stdoutOf(a));
  t.build.parallel({a, b});
  EXPECT_EQ(edgesOf(t.finish(), b), "1:data")
      << "`w` comes before `a`, and `a` is no member to wait for";
}

TEST(Ordering, EarlyReturnsWaitForTheLastOnly) {
  TestWorkflow t;
  ValueId guard;
  StepId last;
  for (int i = 0; i != 5; ++i) {
    last = t.step("s", {{}}, guard);
    guard = t.build.conjunction(guard, t.succeeded(last));
  }
  EXPECT_EQ(edgesOf(t.finish(), last), "3:guard");
}

TEST(Ordering, EveryEdgeComesFromAnEarlierStep) {
  TestWorkflow t;
  std::vector<StepId> steps;
  for (int i = 0; i != 20; ++i)
    steps.push_back(t.step("s"));
  t.build.parallel({steps[3], steps[9], steps[17]});
  t.build.parallel({steps[4], steps[5], steps[3]});
  const Workflow &w = t.finish();
  for (StepId step : steps)
    for (Edge edge : w.steps[step.index].deps)
      EXPECT_LT(edge.from, step);
}

//--- Against the definition ---------------------------------------------------

namespace {
/// A workflow drawn at random, with what was asked for.
struct Drawn {
  TestWorkflow t;
  std::vector<StepOrdering> orderings;
  std::vector<std::vector<bool>> uses;

  explicit Drawn(unsigned seed) : random(seed) {
    unsigned count = 2 + pick(14);
    for (unsigned i = 0; i != count; ++i)
      addStep(i);
    for (unsigned group = pick(4); group-- != 0;)
      addGroup();
  }

private:
  unsigned pick(unsigned below) { return random() % below; }

  void addStep(unsigned i) {
    StepOrdering ordering;
    if (pick(3) == 0) {
      ordering.dependsOn.emplace();
      for (unsigned j = 0; j != i; ++j)
        if (pick(4) == 0)
          ordering.dependsOn->push_back(StepId(j));
    }
    uses.emplace_back(i);
    ValueId script, guard;
    if (i != 0 && pick(4) == 0)
      script = t.stdoutOf(use(i));
    if (i != 0 && pick(4) == 0)
      guard = t.succeeded(use(i));
    t.step("s", ordering.dependsOn, guard, script);
    orderings.push_back(std::move(ordering));
  }

  StepId use(unsigned i) {
    unsigned used = pick(i);
    uses[i][used] = true;
    return StepId(used);
  }

  void addGroup() {
    std::vector<StepId> members;
    for (unsigned i = 0; i != orderings.size(); ++i)
      if (pick(3) == 0) {
        members.push_back(StepId(i));
        orderings[i].groups.push_back(numGroups);
      }
    ++numGroups;
    t.build.parallel(members);
  }

  std::mt19937 random;
  unsigned numGroups = 0;
};

using Relation = std::vector<std::vector<bool>>;
} // namespace

static bool shareGroup(const StepOrdering &a, const StepOrdering &b) {
  return llvm::any_of(a.groups, [&](uint32_t group) {
    return llvm::is_contained(b.groups, group);
  });
}

/// What the design says, pair by pair, and all that follows from it.
static Relation expectedOrder(const Drawn &drawn) {
  size_t count = drawn.orderings.size();
  Relation before(count, std::vector<bool>(count));
  for (unsigned b = 0; b != count; ++b)
    for (unsigned a = 0; a != b; ++a) {
      const StepOrdering &ordering = drawn.orderings[b];
      before[b][a] = drawn.uses[b][a] ||
                     (ordering.dependsOn
                          ? llvm::is_contained(*ordering.dependsOn, StepId(a))
                          : !shareGroup(ordering, drawn.orderings[a]));
    }
  return before;
}

static Relation closed(Relation before) {
  for (unsigned b = 0; b != before.size(); ++b)
    for (unsigned a = b; a-- != 0;)
      if (before[b][a])
        for (unsigned c = 0; c != a; ++c)
          if (before[a][c])
            before[b][c] = true;
  return before;
}

static Relation edgesIn(const Workflow &workflow) {
  size_t count = workflow.steps.size();
  Relation before(count, std::vector<bool>(count));
  for (unsigned b = 0; b != count; ++b)
    for (Edge edge : workflow.steps[b].deps)
      before[b][edge.from.index] = true;
  return before;
}

TEST(Ordering, RandomWorkflowsAreOrderedAsDefined) {
  for (unsigned seed = 0; seed != 3000; ++seed) {
    Drawn drawn(seed);
    const Workflow &w = drawn.t.finish();
    Relation edges = edgesIn(w);
    ASSERT_EQ(closed(edges), closed(expectedOrder(drawn))) << "seed " << seed;

    // Minimal: an edge that only orders, and was not asked for, is needed.
    for (unsigned b = 0; b != w.steps.size(); ++b)
      for (Edge edge : w.steps[b].deps) {
        const auto &dependsOn = drawn.orderings[b].dependsOn;
        if (edge.kinds != uint8_t(EdgeKind::Order) || dependsOn)
          continue;
        Relation without = edges;
        without[b][edge.from.index] = false;
        ASSERT_NE(closed(without), closed(edges))
            << "seed " << seed << ": " << edge.from.index << " -> " << b;
      }
  }
}

//--- Scale --------------------------------------------------------------------

static size_t numEdges(const Workflow &workflow) {
  size_t count = 0;
  for (const Step &step : workflow.steps)
    count += step.deps.size();
  return count;
}

TEST(Ordering, LongChainsAreLinear) {
  TestWorkflow t;
  for (int i = 0; i != 100'000; ++i)
    t.step("s");
  EXPECT_EQ(numEdges(t.finish()), 99'999u);
}

TEST(Ordering, WideGroupsAreLinear) {
  TestWorkflow t;
  t.step("install");
  std::vector<StepId> members;
  for (int i = 0; i != 50'000; ++i)
    members.push_back(t.step("s"));
  t.build.parallel(members);
  t.step("build");
  EXPECT_EQ(numEdges(t.finish()), 100'000u);
}

TEST(Ordering, ManyStepsMayDependOnOne) {
  TestWorkflow t;
  StepId install = t.step("install");
  for (int i = 0; i != 50'000; ++i)
    t.step("s", {{install}});
  t.step("build");
  EXPECT_EQ(numEdges(t.finish()), 100'000u);
}

TEST(Ordering, PairsOfIndependentStepsAreLinear) {
  TestWorkflow t;
  std::vector<StepId> firsts;
  for (int i = 0; i != 50'000; ++i)
    firsts.push_back(t.step("a", {{}}));
  for (StepId first : firsts)
    t.step("b", {{first}});
  t.step("last");
  EXPECT_EQ(numEdges(t.finish()), 100'000u);
}

TEST(Ordering, ManyEarlyReturnsAreLinear) {
  TestWorkflow t;
  ValueId guard;
  for (int i = 0; i != 50'000; ++i) {
    StepId step = t.step("s", {}, guard);
    guard = t.build.conjunction(guard, t.succeeded(step));
  }
  EXPECT_EQ(numEdges(t.finish()), 49'999u);
}

TEST(Ordering, AGrowingLogIsNotQuadratic) {
  TestWorkflow t;
  ValueId log = t.build.constantStr("log");
  for (int i = 0; i != 10'000; ++i) {
    StepId step = t.step("s", {}, {}, log);
    log =
        t.build.op(OpKind::Concat, value::types::Str, {log, t.stdoutOf(step)});
  }
  EXPECT_LT(numEdges(t.finish()), 100u * 10'000);
}
