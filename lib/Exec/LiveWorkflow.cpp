//===- LiveWorkflow.cpp - A workflow that grows while it runs -------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "LiveWorkflow.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace plue;
using namespace plue::exec;
using ir::Op;
using ir::OpKind;

/// How much a run may copy: about as many operations, operands and edges.
static constexpr uint64_t MaxWork = 8'000'000;

/// What the values of a region's body are in one iteration.
struct LiveWorkflow::Iteration {
  const Iteration *around = nullptr;
  const ir::Region *region = nullptr;
  /// By place in the body. Those in inner regions are none.
  std::vector<ValueId> values;
  /// `[0][2]`, and the same by the iterations' keys.
  llvm::StringRef number, key;

  /// What \p value is here.
  ValueId find(ValueId value) const {
    for (const Iteration *at = this; at; at = at->around)
      if (value.index >= at->region->firstOp)
        return at->values[value.index - at->region->firstOp];
    return value;
  }
};

LiveWorkflow::LiveWorkflow(ir::Plan &plan, const ir::Workflow &planned)
    : plan(plan), planned(planned), current(&planned), map(planned) {
  if (planned.regions.empty())
    return;
  summaries = ir::summarize(planned, map);
  copy = planned;
  // Only what has been made is there; locations are for who reads a plan.
  copy->locations.clear();
  for (uint32_t i = 0; i != copy->steps.size(); ++i)
    if (isTemplate(StepId(i)) && copy->steps[i].number != 0)
      --copy->numSteps;
  current = &*copy;
}

LiveWorkflow::~LiveWorkflow() = default;

StepId LiveWorkflow::templateOf(StepId step) const {
  return step.index < planned.steps.size()
             ? step
             : instances[step.index - planned.steps.size()].planned;
}

const LiveWorkflow::Iteration *LiveWorkflow::iterationOf(StepId step) const {
  return step.index < planned.steps.size()
             ? nullptr
             : instances[step.index - planned.steps.size()].iteration;
}

//--- Unrolling ----------------------------------------------------------------

/// Makes the iterations of one region.
class LiveWorkflow::Unroller {
public:
  Unroller(LiveWorkflow &live, StepId step)
      : live(live), workflow(*live.copy), step(step),
        regionId(live.map.ranBy(live.templateOf(step))),
        region(live.planned.regions[regionId.index]),
        around(live.iterationOf(step)), loop(workflow.steps[step.index].op) {
    ++loop.index; // `foreach` stands behind its step.
  }

  Unrolled unroll(llvm::ArrayRef<std::string> keys);

private:
  void findSteps();
  void findGroups();
  void startCarrying();
  void iterate(uint32_t number, llvm::StringRef key);
  ValueId cloneOp(const Op &op, const Iteration &at);
  void cloneStep(StepId planned, const Iteration &at);
  void cloneEnd(const ir::End &planned, const Iteration &at);
  void carryOn(const Iteration &at);
  ValueId append(const Op &op, llvm::ArrayRef<ValueId> operands);
  ValueId guarded(ValueId when);
  bool isTrue(ValueId value) const;
  ir::OrderedStep describe(StepId planned, uint32_t iteration) const;
  void order(uint32_t numIterations);

  LiveWorkflow &live;
  ir::Workflow &workflow;
  StepId step;
  RegionId regionId;
  const ir::Region &region;
  const Iteration *around;
  ValueId loop;

  Unrolled result;
  /// The steps of the body, without those of inner regions.
  std::vector<StepId> body;
  /// The parallel groups of these, ascending.
  std::vector<uint32_t> groups;
  /// What goes into the next iteration. The first says whether it takes place.
  std::vector<ValueId> carried;
  /// What the steps made so far use beside their own operands.
  std::vector<std::vector<ValueId>> uses;
};

void LiveWorkflow::Unroller::findSteps() {
  for (uint32_t i = region.firstStep; i != region.endStep; ++i)
    if (live.map.ofStep(StepId(i)) == regionId)
      body.push_back(StepId(i));
}

bool LiveWorkflow::Unroller::isTrue(ValueId value) const {
  const Op &op = workflow.op(value);
  return op.kind == OpKind::Const &&
         live.plan.constant(op).kind == ir::Constant::Bool &&
         live.plan.constant(op).number != 0;
}

ValueId LiveWorkflow::Unroller::append(const Op &op,
                                       llvm::ArrayRef<ValueId> operands) {
  ValueId id(workflow.ops.size());
  Op &added = workflow.ops.emplace_back(op);
  added.firstOperand = workflow.operandPool.size();
  added.numOperands = operands.size();
  workflow.operandPool.insert(workflow.operandPool.end(), operands.begin(),
                              operands.end());
  return id;
}

/// The guard \p when in an iteration that need not take place.
ValueId LiveWorkflow::Unroller::guarded(ValueId when) {
  if (isTrue(carried[0]))
    return when;
  if (!when)
    return carried[0];
  return append({.kind = OpKind::And, .type = value::types::Bool},
                {carried[0], when});
}

ValueId LiveWorkflow::Unroller::cloneOp(const Op &op, const Iteration &at) {
  llvm::SmallVector<ValueId, 8> operands;
  for (ValueId operand : live.planned.operands(op))
    operands.push_back(at.find(operand));
  return append(op, operands);
}

void LiveWorkflow::Unroller::cloneStep(StepId planned, const Iteration &at) {
  ir::Step made = live.planned.steps[planned.index];
  ir::forEachUse(made, [&](ValueId &value) { value = at.find(value); });
  made.when = guarded(made.when);
  made.instance = at.number;
  if (!made.key.empty())
    made.key = live.plan.save((made.key + at.key).str());
  made.op = append({.kind = OpKind::Step,
                    .type = live.planned.typeOf(made.op),
                    .attribute = uint32_t(workflow.steps.size())},
                   {});
  workflow.numSteps += made.number != 0;
  workflow.steps.push_back(std::move(made));
  live.instances.push_back({.planned = planned, .iteration = &at});

  std::vector<ValueId> &used = uses.emplace_back();
  if (RegionId inner = live.map.ranBy(planned))
    for (ValueId value : live.summaries[inner.index].uses)
      used.push_back(at.find(value));
}

void LiveWorkflow::Unroller::cloneEnd(const ir::End &planned,
                                      const Iteration &at) {
  ir::End made = planned;
  ir::forEachUseOfEnd(made, [&](ValueId &value) { value = at.find(value); });
  made.when = guarded(made.when);
  append({.kind = OpKind::End,
          .type = value::types::None,
          .attribute = uint32_t(workflow.ends.size())},
         {});
  workflow.ends.push_back(std::move(made));
}

/// What an iteration yields is carried on if it took place.
void LiveWorkflow::Unroller::carryOn(const Iteration &at) {
  ValueId tookPlace = carried[0];
  bool isCertain = isTrue(tookPlace);
  for (size_t i = 0; i != carried.size(); ++i) {
    ValueId yielded = at.find(region.yields[i]);
    if (isCertain || yielded == carried[i])
      carried[i] = yielded;
    else if (i == 0)
      carried[0] = append({.kind = OpKind::And, .type = value::types::Bool},
                          {tookPlace, yielded});
    else
      carried[i] =
          append({.kind = OpKind::Select,
                  .type = live.planned.ops[region.firstOp + 1 + i].type},
                 {tookPlace, yielded, carried[i]});
  }
}

void LiveWorkflow::Unroller::iterate(uint32_t number, llvm::StringRef key) {
  auto &at = *live.iterations.emplace_back(std::make_unique<Iteration>());
  at.around = around;
  at.region = &region;
  at.values.resize(region.endOp - region.firstOp);
  llvm::StringRef outerNumber = around ? around->number : "";
  llvm::StringRef outerKey = around ? around->key : "";
  at.number =
      live.plan.save((outerNumber + "[" + llvm::Twine(number) + "]").str());
  at.key = live.plan.save((outerKey + "[" + key + "]").str());

  const Op &item = live.planned.ops[region.firstOp];
  at.values[0] = append(item, {});
  result.items.push_back(at.values[0]);
  llvm::copy(carried, at.values.begin() + 1);
  for (uint32_t i = region.firstOp + 1 + carried.size(); i != region.endOp;) {
    const Op &op = live.planned.ops[i];
    ValueId &made = at.values[i - region.firstOp];
    uint32_t next = i + 1;
    if (op.kind == OpKind::Step) {
      cloneStep(StepId(op.attribute), at);
      made = workflow.steps.back().op;
    } else if (op.kind == OpKind::End) {
      cloneEnd(live.planned.ends[op.attribute], at);
    } else {
      made = cloneOp(op, at);
      if (op.kind == OpKind::Foreach)
        next = live.planned.regions[op.attribute].endOp;
    }
    i = next;
  }
  carryOn(at);
}

LiveWorkflow::Unrolled
LiveWorkflow::Unroller::unroll(llvm::ArrayRef<std::string> keys) {
  findSteps();
  findGroups();
  llvm::append_range(carried, workflow.operands(loop).drop_front());
  uint32_t firstOp = workflow.ops.size();
  result.firstStep = workflow.steps.size();
  for (uint32_t i = 0; i != keys.size(); ++i)
    iterate(i, keys[i]);
  result.endStep = workflow.steps.size();
  live.loops[step] = {.firstOp = firstOp,
                      .endOp = uint32_t(workflow.ops.size())};
  order(keys.size());

  // In its place, so that those who use it need not know.
  Op &tuple = workflow.ops[loop.index];
  tuple.kind = OpKind::MakeTuple;
  tuple.attribute = 0;
  tuple.firstOperand = workflow.operandPool.size();
  tuple.numOperands = carried.size();
  llvm::append_range(workflow.operandPool, carried);
  return std::move(result);
}

//--- Order --------------------------------------------------------------------

void LiveWorkflow::Unroller::findGroups() {
  for (StepId planned : body) {
    if (RegionId inner = live.map.ranBy(planned))
      llvm::append_range(groups, live.summaries[inner.index].groups);
    else
      llvm::append_range(groups, live.planned.steps[planned.index].groups);
  }
  llvm::sort(groups);
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
}

/// A step as it is ordered among all that are made. Groups are numbered anew:
/// first those from outside, then those of each iteration.
ir::OrderedStep LiveWorkflow::Unroller::describe(StepId planned,
                                                 uint32_t iteration) const {
  ir::OrderedStep described;
  const ir::Step &step = live.planned.steps[planned.index];
  llvm::ArrayRef<uint32_t> memberOf = step.groups;
  if (RegionId inner = live.map.ranBy(planned)) {
    const ir::RegionSummary &summary = live.summaries[inner.index];
    described.effects = summary.effects;
    described.hasDependsOn = summary.hasDependsOn;
    memberOf = summary.groups;
  } else {
    described.effects = ir::effectsOf(step.definition.kind);
    described.hasDependsOn = step.hasDependsOn;
  }
  for (uint32_t group : memberOf) {
    uint32_t place = llvm::lower_bound(groups, group) - groups.begin();
    bool isOwn = group >= region.firstGroup && group < region.endGroup;
    described.groups.push_back(isOwn ? place + groups.size() * (iteration + 1)
                                     : place);
  }
  llvm::sort(described.groups);
  for (ir::Edge edge : step.deps) {
    uint32_t place = llvm::lower_bound(body, edge.from) - body.begin();
    described.deps.push_back(
        {StepId(iteration * body.size() + place), edge.kinds});
  }
  return described;
}

void LiveWorkflow::Unroller::order(uint32_t numIterations) {
  if (body.empty() || numIterations == 0)
    return;
  std::vector<std::vector<ir::Edge>> needs =
      ir::findInstanceNeeds(workflow, live.summaries, live.loops[step].firstOp,
                            result.firstStep, uses);
  std::vector<ir::OrderedStep> steps;
  for (uint32_t i = 0; i != needs.size(); ++i) {
    steps.push_back(describe(body[i % body.size()], i / body.size()));
    for (ir::Edge edge : needs[i])
      steps[i].deps.push_back(
          {StepId(edge.from.index - result.firstStep), edge.kinds});
  }
  ir::orderSteps(steps);
  for (uint32_t i = 0; i != steps.size(); ++i) {
    for (ir::Edge &edge : steps[i].deps)
      edge.from.index += result.firstStep;
    workflow.steps[result.firstStep + i].deps = std::move(steps[i].deps);
  }
}

//--- The interface ------------------------------------------------------------

/// Accounts for \p numIterations of \p region before they are made.
llvm::Error LiveWorkflow::charge(const ir::Region &region,
                                 uint64_t numIterations) {
  uint64_t steps = 0, cost = region.endOp - region.firstOp;
  for (uint32_t i = region.firstOp; i != region.endOp; ++i)
    cost += planned.ops[i].numOperands;
  for (uint32_t i = region.firstStep; i != region.endStep; ++i) {
    const ir::Step &step = planned.steps[i];
    const ir::StepDefinition &definition = step.definition;
    cost += step.deps.size() + step.groups.size() + definition.argv.size() +
            definition.env.size() + definition.inputs.size();
    steps +=
        planned.regions[map.ofStep(StepId(i)).index].firstOp == region.firstOp;
    if (RegionId inner = map.ranBy(StepId(i)))
      cost += summaries[inner.index].uses.size() +
              summaries[inner.index].groups.size();
  }
  numMade += numIterations * std::max<uint64_t>(steps, 1);
  work += numIterations * cost;
  if (numMade > Limits().steps)
    return makeError("limit: loops make {0} steps at run time; the limit is "
                     "{1}",
                     numMade, Limits().steps);
  if (work > MaxWork)
    return makeError("limit: loops make too many values at run time");
  return llvm::Error::success();
}

llvm::Expected<LiveWorkflow::Unrolled>
LiveWorkflow::unroll(StepId step, llvm::ArrayRef<std::string> keys) {
  RegionId region = map.ranBy(templateOf(step));
  PLUE_TRY(charge(planned.regions[region.index], keys.size()));
  return Unroller(*this, step).unroll(keys);
}

void LiveWorkflow::skip(StepId step) { Unroller(*this, step).unroll({}); }

/// Calls \p function with each step and end from \p firstOp to \p endOp, and
/// what has been made of the regions among them.
template <typename Function>
void LiveWorkflow::walk(uint32_t firstOp, uint32_t endOp,
                        Function function) const {
  for (uint32_t i = firstOp; i != endOp; ++i) {
    const Op &op = current->ops[i];
    if (op.kind != OpKind::Step && op.kind != OpKind::End)
      continue;
    function(op);
    if (op.kind != OpKind::Step)
      continue;
    StepId step(op.attribute);
    if (auto made = loops.find(step); made != loops.end())
      walk(made->second.firstOp, made->second.endOp, function);
    // The body as it is planned stands behind a planned `foreach` only.
    RegionId region = map.ranBy(step);
    if (region)
      i = planned.regions[region.index].endOp - 1;
  }
}

std::vector<StepId> LiveWorkflow::stepsInOrder() const {
  std::vector<StepId> steps;
  walk(0, planned.ops.size(), [&](const Op &op) {
    if (op.kind == OpKind::Step)
      steps.push_back(StepId(op.attribute));
  });
  return steps;
}

std::vector<EndId> LiveWorkflow::endsInOrder() const {
  std::vector<EndId> ends;
  walk(0, planned.ops.size(), [&](const Op &op) {
    if (op.kind == OpKind::End)
      ends.push_back(EndId(op.attribute));
  });
  return ends;
}

//--- Items --------------------------------------------------------------------

std::string exec::loopKey(Value item, size_t index) {
  constexpr size_t MaxKey = 64;
  if (item.isSmallInt())
    return std::to_string(item.asInt());
  if (!item.isStr() || item.text().size() > MaxKey)
    return std::to_string(index);
  llvm::StringRef text = item.text();
  bool isPlain = !text.empty() && llvm::all_of(text, [](char c) {
    return llvm::isAlnum(c) || llvm::StringRef("_./-+@:").contains(c);
  });
  if (isPlain)
    return text.str();
  std::string quoted;
  llvm::raw_string_ostream(quoted) << llvm::json::Value(text);
  return quoted;
}

/// Keys that tell all items apart.
static std::vector<std::string> loopKeys(llvm::ArrayRef<Value> items) {
  std::vector<std::string> keys;
  llvm::StringMap<uint32_t> occurrences;
  for (size_t i = 0; i != items.size(); ++i) {
    std::string key = loopKey(items[i], i);
    uint32_t occurrence = ++occurrences[key];
    if (occurrence > 1)
      key += "#" + std::to_string(occurrence);
    keys.push_back(std::move(key));
  }
  return keys;
}

llvm::Expected<LiveWorkflow::Unrolled>
exec::unrollRegion(LiveWorkflow &live, Evaluator &evaluator, StepId step) {
  const ir::Workflow &workflow = live.get();
  ValueId loop(workflow.steps[step.index].op.index + 1);
  PLUE_ASSIGN_OR_RETURN(std::vector<Value> items,
                        evaluator.evaluateItems(workflow.operands(loop)[0]));
  PLUE_ASSIGN_OR_RETURN(LiveWorkflow::Unrolled unrolled,
                        live.unroll(step, loopKeys(items)));
  evaluator.grow();
  for (size_t i = 0; i != items.size(); ++i)
    evaluator.define(unrolled.items[i], items[i]);
  return unrolled;
}
