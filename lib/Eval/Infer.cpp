//===- Infer.cpp - Types of lowered code ----------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Contexts, the walk over the code of one, and reports.
///
/// A function is looked at once for each place that calls it, from inside the
/// walk over the caller, so that a function inside another one sees what the
/// variables around it hold just then. A call of a function that is being
/// looked at already gets what is known so far; the walk is repeated until no
/// more is learnt. Work is charged to the evaluator's fuel.
//===----------------------------------------------------------------------===//
#include "Infer.h"
#include "plue/Value/Parameters.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace plue;
using namespace plue::eval;
using value::ExcKind;

Inference::Inference(Evaluator &evaluator, Lowering &lowering)
    : evaluator(evaluator), lowering(lowering), types(evaluator.types) {}

//--- The whole ----------------------------------------------------------------

void Inference::initialise() {
  Code &root = lowering.root();
  Context &first = contexts.emplace_back();
  first.function = 0;
  first.frame = 0;
  Abstract unbound;
  unbound.maybeUnbound = true;
  first.entry.assign(root.slotNames.size(), unbound);
  context = ~0U;
  for (const Capture &capture : lowering.captures) {
    Abstract &slot = first.entry[capture.rootSlot];
    Value v = capture.v;
    auto *maybe = objectAs<MaybeUnboundObject>(v);
    if (maybe)
      v = maybe->whenBound;
    auto *function = objectAs<FunctionObject>(v);
    if (!v || function)
      continue;
    slot = ofValue(v, cellSites);
    slot.maybeUnbound = maybe != nullptr;
    if (capture.isStored)
      slot.known = Value();
  }
  for (const auto &[object, function] : lowering.lowered) {
    SiteId id = sites.size();
    sites.push_back({.kind = Site::Function, .function = function.function});
    first.entry[function.rootSlot] = ofSite(id);
    for (const Capture &capture : lowering.captures)
      if (objectAs<FunctionObject>(capture.v) == object)
        first.entry[capture.rootSlot] = ofSite(id);
  }
  if (lowering.exitSlot)
    first.entry[*lowering.exitSlot] = scalar(types::Int);
  first.summary = first.entry;
  context = 0;
  pc = 0;
}

LogicalResult Inference::run() {
  initialise();
  constexpr unsigned mostRounds = 1000;
  uint64_t before = ~0ULL;
  for (unsigned round = 0; version != before && !hasFailed; ++round) {
    before = version;
    analyse(0);
    if (round == mostRounds)
      break;
  }
  if (!hasFailed) {
    isReporting = true;
    analyse(0);
  }
  for (const auto &[place, seen] : attributes) {
    if (seen.first)
      fields.insert(place);
    if (seen.first && seen.second && !hasFailed) {
      hasFailed = true;
      (void)evaluator.unsupported(
          "an attribute of what may be a record or something else",
          Value::none(), lowering.functions[place.first].ranges[place.second]);
    }
  }
  return success(!hasFailed && numErrors == 0);
}

bool Inference::reachesEnd() const {
  return contexts.front().states.back().has_value();
}

Abstract Inference::slotAtEnd(uint32_t slot) {
  return reachesEnd() ? contexts.front().states.back()->slots[slot]
                      : Abstract();
}

//--- One context --------------------------------------------------------------

void Inference::flow(size_t target, const State &next) {
  std::optional<State> &known = contexts[context].states[target];
  if (!known)
    known = next;
  else if (!joinInto(*known, next))
    return;
  worklist->insert(target);
}

void Inference::analyse(uint32_t id) {
  llvm::SaveAndRestore inContext(context, id);
  llvm::SaveAndRestore atInstr(pc, 0U);
  std::set<uint32_t> pending{0};
  llvm::SaveAndRestore work(worklist, &pending);
  State current;
  llvm::SaveAndRestore here(state, &current);
  llvm::SaveAndRestore dead(isDead, false);
  llvm::SaveAndRestore outermost(callPart, 0U);
  Context &self = contexts[id];
  const Code &code = lowering.functions[self.function];
  State *outerNow = self.now;
  self.now = &current;
  ++self.active;
  self.wasReported |= isReporting;
  self.states.assign(code.instrs.size() + 1, std::nullopt);
  self.outerReads.clear();
  State &start = self.states[0].emplace();
  start.slots = self.entry;
  while (!pending.empty() && !hasFailed) {
    pc = *pending.begin();
    pending.erase(pending.begin());
    if (pc == code.instrs.size())
      continue;
    current = *self.states[pc];
    isDead = false;
    if (failed(evaluator.located(evaluator.burn(2), code.ranges[pc]))) {
      hasFailed = true;
      break;
    }
    execute(code.instrs[pc]);
    if (!isDead)
      flow(pc + 1, current);
  }
  --self.active;
  self.now = outerNow;
}

//--- Calls --------------------------------------------------------------------

uint32_t Inference::contextFor(uint32_t function, uint32_t frame) {
  for (uint32_t i = 0; i != contexts.size(); ++i)
    if (contexts[i].active != 0 && contexts[i].function == function &&
        contexts[i].frame == frame)
      return i;
  // Past so many, all calls of a function are taken together.
  constexpr size_t mostContexts = 500;
  std::tuple place{context, pc, function, frame};
  if (contexts.size() > mostContexts && !contextIds.count(place))
    place = {~0U, 0, function, frame};
  auto [it, isNew] = contextIds.try_emplace(place, contexts.size());
  if (isNew) {
    Context &made = contexts.emplace_back();
    made.function = function;
    made.frame = frame;
  }
  return it->second;
}

/// Binds tokens in the place of arguments: so the rules, and the words in which
/// arguments are refused, are those of every other call.
LogicalResult Inference::bindArguments(uint32_t function, uint32_t frame,
                                       const AbstractArgs &args,
                                       std::vector<Abstract> &slots) {
  const Code &code = lowering.functions[function];
  Abstract unbound;
  unbound.maybeUnbound = true;
  slots.assign(code.slotNames.size(), unbound);
  llvm::SmallVector<Abstract, 8> all(args.positional.begin(),
                                     args.positional.end());
  for (const auto &[name, v] : args.keywords)
    all.push_back(v);
  size_t firstDefault = all.size();
  llvm::SmallVector<value::ParameterInfo, 8> parameters;
  for (const ir::FunctionParameter &parameter : code.parameters) {
    Value token;
    if (parameter.defaultSlot != ~0U) {
      token = Value::smallInt(all.size());
      all.push_back(contexts[frame].summary[parameter.defaultSlot]);
    }
    parameters.push_back({.name = parameter.name,
                          .kind = value::ParameterKind(parameter.kind),
                          .defaultValue = token});
  }
  if (args.spread || args.spreadKeywords) {
    // Any of them may end anywhere.
    Abstract any;
    for (size_t i = 0; i != firstDefault; ++i)
      joinInto(any, all[i]);
    for (const auto *more : {&args.spread, &args.spreadKeywords})
      if (*more)
        joinInto(any, **more);
    for (auto [i, parameter] : llvm::enumerate(code.parameters)) {
      Abstract v = any;
      if (parameter.kind == ir::FunctionParameter::VarPositional) {
        SiteId id = siteAt(key(900), Site::Tuple, 1);
        sites[id].isVariadic = true;
        grow(id, 0, any);
        v = ofSite(id);
      } else if (parameter.kind == ir::FunctionParameter::VarKeyword) {
        v = make(Site::Dict, {scalar(types::Str), any}, 901);
      } else if (parameters[i].defaultValue) {
        joinInto(v, all[parameters[i].defaultValue.asInt()]);
      }
      v.known = Value();
      v.maybeUnbound = false;
      slots[i] = v;
    }
    return success();
  }
  llvm::SmallVector<Value, 8> tokens;
  for (size_t i = 0; i != args.positional.size(); ++i)
    tokens.push_back(Value::smallInt(i));
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 4> keywords;
  for (auto [i, keyword] : llvm::enumerate(args.keywords))
    keywords.push_back(
        {keyword.first, Value::smallInt(args.positional.size() + i)});
  std::vector<Value> bound(slots.size());
  clear();
  if (failed(value::bindArguments(evaluator, code.name, parameters,
                                  {.positional = tokens, .keywords = keywords},
                                  bound)))
    return failure();
  auto meaning = [&](Value token) {
    Abstract v = all[token.asInt()];
    v.maybeUnbound = false;
    return v;
  };
  for (auto [i, parameter] : llvm::enumerate(code.parameters)) {
    if (parameter.kind == ir::FunctionParameter::VarPositional) {
      llvm::SmallVector<Abstract, 4> items;
      for (Value token : bound[i].asTuple()->items)
        items.push_back(meaning(token));
      slots[i] = make(Site::Tuple, items, 902);
    } else if (parameter.kind == ir::FunctionParameter::VarKeyword) {
      Abstract values;
      for (const auto &entry : bound[i].asDict()->entries)
        joinInto(values, meaning(entry.value));
      values.known = Value();
      bool isEmpty = bound[i].asDict()->live == 0;
      slots[i] = make(Site::Dict,
                      {isEmpty ? Abstract() : scalar(types::Str), values}, 903);
    } else {
      slots[i] = meaning(bound[i]);
    }
  }
  return success();
}

/// Whether what was found out about a context the last time still holds.
bool Inference::isFresh(Context &called) {
  if (called.version != version || (isReporting && !called.wasReported))
    return false;
  for (const auto &[variable, seen] : called.outerReads) {
    Context &holder = contexts[variable.first];
    const Abstract &now = holder.now && holder.active == 1
                              ? holder.now->slots[variable.second]
                              : holder.summary[variable.second];
    if (!(now == seen))
      return false;
  }
  return true;
}

Abstract Inference::callFunction(const Site &callee, const AbstractArgs &args) {
  uint32_t function = callee.function, frame = callee.frame;
  std::vector<Abstract> slots;
  if (failed(bindArguments(function, frame, args, slots))) {
    value::Exception raised = evaluator.takeException();
    return raise(raised.kind, raised.message);
  }
  uint32_t id = contextFor(function, frame);
  Context &called = contexts[id];
  bool isNew = called.entry.empty() && called.summary.empty();
  if (isNew)
    called.entry = called.summary = slots;
  bool hasGrown = isNew;
  for (auto [into, from] : llvm::zip(called.entry, slots))
    hasGrown |= joinInto(into, from);
  for (auto [into, from] : llvm::zip(called.summary, slots))
    hasGrown |= joinInto(into, from);
  if (hasGrown)
    ++version;
  unsigned depth = 0;
  for (const Context &each : contexts)
    depth += each.active != 0;
  // Deeper than this, running it raises RecursionError.
  bool isTooDeep = depth > evaluator.limits.callDepth;
  if (called.active == 0 && !isTooDeep && !isFresh(called)) {
    analyse(id);
    called.version = version;
  }
  if (lowering.functions[function].isGenerator)
    return makeIter("generator", called.yielded);
  return called.result.isNever() ? never() : called.result;
}

uint32_t Inference::frameOf(uint32_t hops) const {
  uint32_t at = context;
  for (; hops != 0; --hops)
    at = contexts[at].frame;
  return at;
}

Abstract Inference::load(uint32_t hops, uint32_t slot) {
  if (hops == 0)
    return state->slots[slot];
  if (auto it = state->narrowed.find({hops, slot}); it != state->narrowed.end())
    return it->second;
  Context &holder = contexts[frameOf(hops)];
  Abstract v = holder.now && holder.active == 1 ? holder.now->slots[slot]
                                                : holder.summary[slot];
  contexts[context].outerReads[{frameOf(hops), slot}] = v;
  return v;
}

//--- Reports ------------------------------------------------------------------

SourceRange Inference::range() const {
  if (context == ~0U)
    return {};
  return lowering.functions[contexts[context].function].ranges[pc];
}

/// Forgets that the last fault was reported, so that there can be another one.
void Inference::clear() {
  if (evaluator.hasException())
    (void)evaluator.takeException();
}

/// Notes a fault. Whether to say \p what about this instruction: once, at the
/// end.
bool Inference::isReportable(llvm::StringRef what) {
  if (!isReporting)
    return false;
  ++numErrors;
  clear();
  return reported.insert({{contexts[context].function, pc}, what.str()}).second;
}

Abstract Inference::raise(ExcKind kind, llvm::StringRef message) {
  if (isReportable(message)) {
    (void)evaluator.raise(kind, message);
    (void)evaluator.report(range());
  }
  return never();
}

void Inference::checkNone(Entry &operand, llvm::function_ref<bool()> accepts) {
  if (!mayBeNone(operand.v))
    return;
  Abstract present = withoutNone(operand.v);
  if (present.isNever() || accepts())
    return;
  operand.v = present;
  if (isReportable("None")) {
    constexpr size_t longest = 40;
    std::string text = evaluator.sources.text(operand.range).str();
    bool isShort = text.size() <= longest && text.find('\n') == text.npos;
    (void)evaluator.error(evaluator.diags
                              .report(operand.range, diag::maybe_none,
                                      isShort ? "`" + text + "`" : "this value")
                              .hint("test it first: `if " +
                                    (isShort ? text : "…") +
                                    " is not None: …`"));
  }
}
