//===- RegionOrderTest.cpp - The order of steps that loops make -----------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Random programs with a loop are planned twice: with the loop as a
/// region, and with its body written out for each item. What a run makes of the
/// first must have the order of the second. Where loops nest, it has at least
/// that: to the steps around, an inner loop is one step.
//===----------------------------------------------------------------------===//
#include "JsonInput.h"
#include "LiveWorkflow.h"
#include "Simulation.h"
#include "TestPlan.h"
#include <random>

using namespace plue;
using namespace plue::exec;
using ir::OpKind;

namespace {
constexpr unsigned NumItems = 3;

/// What a step of the body is like.
struct Drawn {
  ir::StepKind kind;
  /// Earlier steps of the body.
  std::optional<std::vector<unsigned>> dependsOn;
  bool usesCarried = false, isGuardedByCarried = false, isCheck = false;
};

struct DrawnLoop {
  explicit DrawnLoop(unsigned seed);

  std::vector<Drawn> body;
  /// Members of groups formed in the body, and of one formed behind the loop.
  std::vector<std::vector<unsigned>> groups;
  std::vector<unsigned> outerGroup;
  /// The step whose output is carried, if there is one.
  std::optional<unsigned> carries;
};

/// Plans a drawn loop.
class LoopPlan : public PlanTest {
public:
  void TestBody() override {}

  void asRegion(const DrawnLoop &drawn);
  void writtenOut(const DrawnLoop &drawn);
  /// \p drawn are the bodies of a loop before and behind an inner loop, of the
  /// inner loop, and what follows.
  void nestedAsRegions(llvm::ArrayRef<DrawnLoop> drawn);
  void nestedWrittenOut(llvm::ArrayRef<DrawnLoop> drawn);
  /// The names of the steps that each step follows, directly or not.
  std::map<std::string, std::set<std::string>> order();

private:
  std::vector<StepId> addBody(const DrawnLoop &drawn, ValueId item,
                              ValueId carried, llvm::StringRef prefix = "s");
  ir::ForeachParams beginLoop(ValueId carried);
  /// Makes \p step one of \p kind.
  void define(ir::Step &step, ir::StepKind kind);
  /// What a step leaves behind: a str.
  ValueId valueOf(StepId step) { return result(step, "stdout"); }
  ValueId yieldOf(const DrawnLoop &drawn, llvm::ArrayRef<StepId> steps,
                  ValueId carried);
  void group(const std::vector<unsigned> &members,
             const std::vector<StepId> &steps);
};
} // namespace

DrawnLoop::DrawnLoop(unsigned seed) {
  std::mt19937 random(seed);
  auto draw = [&](unsigned n) { return unsigned(random() % n); };
  unsigned count = 1 + draw(5);
  auto some = [&](unsigned limit, unsigned oneIn) {
    std::vector<unsigned> chosen;
    for (unsigned i = 0; i != limit; ++i)
      if (draw(oneIn) == 0)
        chosen.push_back(i);
    return chosen;
  };
  static constexpr ir::StepKind Kinds[] = {
      ir::StepKind::Shell, ir::StepKind::GitDiff, ir::StepKind::GitDiff,
      ir::StepKind::Comment};
  for (unsigned i = 0; i != count; ++i) {
    Drawn step{.kind = Kinds[draw(4)], .dependsOn = {}};
    if (draw(4) == 0)
      step.dependsOn = some(i, 2);
    step.usesCarried = draw(5) == 0;
    step.isGuardedByCarried = draw(6) == 0;
    step.isCheck = draw(8) == 0;
    body.push_back(step);
  }
  for (unsigned i = 0, n = draw(3); i != n; ++i)
    groups.push_back(some(count, 2));
  if (draw(2) == 0)
    outerGroup = some(count, 2);
  if (unsigned step = draw(count); body[step].kind != ir::StepKind::Comment)
    carries = step;
}

void LoopPlan::group(const std::vector<unsigned> &members,
                     const std::vector<StepId> &steps) {
  std::vector<StepId> ids;
  for (unsigned member : members)
    ids.push_back(steps[member]);
  builder.parallel(ids);
}

void LoopPlan::define(ir::Step &step, ir::StepKind kind) {
  setKind(step, kind, str("x"));
}

std::vector<StepId> LoopPlan::addBody(const DrawnLoop &drawn, ValueId item,
                                      ValueId carried, llvm::StringRef prefix) {
  std::vector<StepId> steps;
  for (const Drawn &each : drawn.body) {
    if (each.isCheck)
      builder.check(op(OpKind::Concat, types::Str, {item, carried}), {});
    ir::Step step = draft("");
    llvm::SmallVector<ValueId, 4> name{
        str((prefix + llvm::Twine(steps.size()) + ".").str()), item};
    step.name = op(OpKind::Concat, types::Str, name);
    define(step, each.kind);
    if (each.usesCarried)
      step.policy.cacheKey = carried;
    if (each.isGuardedByCarried)
      step.when = op(OpKind::CmpEq, types::Bool, {carried, str("")});
    std::optional<std::vector<StepId>> dependsOn;
    if (each.dependsOn) {
      dependsOn.emplace();
      for (unsigned from : *each.dependsOn)
        dependsOn->push_back(steps[from]);
    }
    steps.push_back(builder.step(std::move(step), std::move(dependsOn)));
  }
  for (const std::vector<unsigned> &members : drawn.groups)
    group(members, steps);
  return steps;
}

ir::ForeachParams LoopPlan::beginLoop(ValueId carried) {
  llvm::SmallVector<ValueId> items;
  for (unsigned i = 0; i != NumItems; ++i)
    items.push_back(str(std::to_string(i)));
  return builder.beginForeach(
      {.iterable = op(OpKind::MakeList, typeStore().list(types::Str), items),
       .itemType = types::Str,
       .inits = {builder.constantBool(true), carried},
       .types = {types::Bool, types::Str},
       .when = {}});
}

ValueId LoopPlan::yieldOf(const DrawnLoop &drawn, llvm::ArrayRef<StepId> steps,
                          ValueId carried) {
  return drawn.carries ? valueOf(steps[*drawn.carries]) : carried;
}

void LoopPlan::asRegion(const DrawnLoop &drawn) {
  ir::ForeachParams params = beginLoop(str(""));
  std::vector<StepId> steps = addBody(drawn, params.item, params.carried[1]);
  builder.endForeach(
      {builder.constantBool(true), yieldOf(drawn, steps, params.carried[1])});
  group(drawn.outerGroup, steps);
}

void LoopPlan::nestedAsRegions(llvm::ArrayRef<DrawnLoop> drawn) {
  ir::ForeachParams outer = beginLoop(str(""));
  addBody(drawn[0], outer.item, outer.carried[1], "a");
  ir::ForeachParams inner = beginLoop(outer.carried[1]);
  ValueId path = op(OpKind::Concat, types::Str, {outer.item, inner.item});
  std::vector<StepId> steps = addBody(drawn[1], path, inner.carried[1], "b");
  std::vector<ValueId> after = builder.endForeach(
      {builder.constantBool(true), yieldOf(drawn[1], steps, inner.carried[1])});
  group(drawn[1].outerGroup, steps);
  steps = addBody(drawn[2], outer.item, after[1], "c");
  after = builder.endForeach(
      {builder.constantBool(true), yieldOf(drawn[2], steps, after[1])});
  group(drawn[2].outerGroup, steps);
  addBody(drawn[3], str(""), after[1], "d");
}

void LoopPlan::nestedWrittenOut(llvm::ArrayRef<DrawnLoop> drawn) {
  ValueId carried = str("");
  std::vector<StepId> outerGroup;
  for (unsigned i = 0; i != NumItems; ++i) {
    std::string outer = std::to_string(i);
    addBody(drawn[0], str(outer), carried, "a");
    std::vector<StepId> innerGroup, steps;
    for (unsigned j = 0; j != NumItems; ++j) {
      steps = addBody(drawn[1], str(outer + std::to_string(j)), carried, "b");
      carried = yieldOf(drawn[1], steps, carried);
      for (unsigned member : drawn[1].outerGroup)
        innerGroup.push_back(steps[member]);
    }
    builder.parallel(innerGroup);
    steps = addBody(drawn[2], str(outer), carried, "c");
    carried = yieldOf(drawn[2], steps, carried);
    for (unsigned member : drawn[2].outerGroup)
      outerGroup.push_back(steps[member]);
  }
  builder.parallel(outerGroup);
  addBody(drawn[3], str(""), carried, "d");
}

void LoopPlan::writtenOut(const DrawnLoop &drawn) {
  ValueId carried = str("");
  std::vector<StepId> grouped;
  for (unsigned i = 0; i != NumItems; ++i) {
    std::vector<StepId> steps = addBody(drawn, str(std::to_string(i)), carried);
    if (drawn.carries)
      carried = result(steps[*drawn.carries], "stdout");
    for (unsigned member : drawn.outerGroup)
      grouped.push_back(steps[member]);
  }
  builder.parallel(grouped);
}

std::map<std::string, std::set<std::string>> LoopPlan::order() {
  auto outcomes = cantFail(Outcomes::parse({}));
  std::string text;
  llvm::raw_string_ostream os(text);
  simulate(plan(), workflow(), inputs, outcomes, os);
  llvm::json::Value trace = cantFail(llvm::json::parse(text));
  std::map<std::string, std::set<std::string>> order;
  std::map<std::string, std::string> names;
  for (const llvm::json::Value &each :
       *trace.getAsObject()->getArray("steps")) {
    const llvm::json::Object &step = *each.getAsObject();
    std::string name = step.getString("name")->str();
    names[step.getString("id")->str()] = name;
    std::set<std::string> &all = order[name];
    for (const llvm::json::Value &from : *step.getArray("depends_on")) {
      std::string before = names[from.getAsString()->str()];
      all.insert(before);
      all.insert(order[before].begin(), order[before].end());
    }
  }
  return order;
}

TEST(RegionOrder, IsThatOfTheLoopWrittenOut) {
  for (unsigned seed = 0; seed != 1500; ++seed) {
    DrawnLoop drawn(seed);
    LoopPlan region, flat;
    region.asRegion(drawn);
    flat.writtenOut(drawn);
    ASSERT_EQ(region.order(), flat.order()) << "seed " << seed;
  }
}

TEST(RegionOrder, NestedLoopsAreOrderedAtLeastLikeThat) {
  for (unsigned seed = 0; seed != 500; ++seed) {
    DrawnLoop drawn[] = {DrawnLoop(4 * seed), DrawnLoop(4 * seed + 1),
                         DrawnLoop(4 * seed + 2), DrawnLoop(4 * seed + 3)};
    LoopPlan region, flat;
    region.nestedAsRegions(drawn);
    flat.nestedWrittenOut(drawn);
    auto order = region.order();
    for (const auto &[step, before] : flat.order()) {
      ASSERT_TRUE(order.contains(step)) << "seed " << seed << ": " << step;
      for (const std::string &earlier : before)
        ASSERT_TRUE(order[step].contains(earlier))
            << "seed " << seed << ": " << earlier << " before " << step;
    }
  }
}
