//===- InferInstructions.cpp - Instructions on types ----------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Infer.h"
#include "plue/Value/Builtins.h"

using namespace plue;
using namespace plue::eval;
using value::BinaryOp;
using value::CompareOp;
using value::UnaryOp;

//--- Variables ----------------------------------------------------------------

void Inference::executeLoad(const ir::Instr &instr) {
  Abstract v = load(instr.a, instr.b);
  if (v.maybeUnbound && isReporting)
    unboundLoads.insert({contexts[context].function, pc});
  if (v.isNever() && instr.a != 0) // Not bound yet, as far as is known so far.
    return void(never());
  if (v.isNever()) {
    llvm::StringRef name =
        lowering.functions[contexts[context].function].slotNames[instr.b];
    raise(value::ExcKind::UnboundLocalError,
          ("cannot access local variable '" + name +
           "' where it is not associated with a value")
              .str());
    return;
  }
  v.maybeUnbound = false;
  if (instr.a == 0)
    state->slots[instr.b].maybeUnbound = false;
  push(v, Test(Test::Truth, instr.a, instr.b));
}

void Inference::executeStore(const ir::Instr &instr) {
  Abstract v = pop().v;
  v.maybeUnbound = false;
  Context &holder = contexts[frameOf(instr.a)];
  if (holder.summary.size() <= instr.b)
    holder.summary.resize(instr.b + 1);
  if (joinInto(holder.summary[instr.b], v))
    ++version;
  if (instr.a == 0) {
    state->slots[instr.b] = v;
  } else {
    // From inside, it may happen any number of times.
    if (holder.now)
      joinInto(holder.now->slots[instr.b], v);
    state->narrowed.erase({instr.a, instr.b});
  }
  for (Entry &entry : state->stack)
    if (entry.test.hops == instr.a && entry.test.slot == instr.b)
      entry.test = Test();
}

//--- Control ------------------------------------------------------------------

/// Puts into \p refined what \p test says; false if it cannot hold.
bool Inference::refine(State &refined, const Test &test, bool holds) {
  if (test.kind == Test::None)
    return true;
  Abstract v =
      test.hops == 0 ? refined.slots[test.slot] : load(test.hops, test.slot);
  Abstract narrowed = narrow(v, test, holds != test.isNegated);
  if (narrowed.isNever())
    return v.isNever();
  if (test.hops == 0)
    refined.slots[test.slot] = narrowed;
  else
    refined.narrowed[{test.hops, test.slot}] = narrowed;
  return true;
}

void Inference::branchOn(const ir::Instr &instr, bool jumpsIfTrue, bool keeps) {
  Entry condition = pop();
  if (evaluator.mayHoldSecret(typeOf(condition.v)) && isReportable("secret"))
    (void)evaluator.refuseSecret("tested", condition.range);
  bool canBe[2] = {true, true};
  Value known = condition.v.known;
  if (known) {
    clear();
    FailureOr<bool> truth = value::truth(evaluator, known);
    if (failed(truth))
      (void)evaluator.takeException();
    else
      canBe[!*truth] = false;
  }
  for (bool truth : {false, true}) {
    if (!canBe[truth])
      continue;
    State next = *state;
    if (!refine(next, condition.test, truth))
      continue;
    bool jumps = truth == jumpsIfTrue;
    if (jumps && keeps) {
      Abstract kept = narrow(condition.v, Test::Truth, truth);
      if (kept.isNever())
        continue;
      if (!isIdentical(kept.known, known) && known)
        kept.known = known;
      next.stack.push_back({kept, condition.test, condition.range});
    }
    flow(jumps ? instr.b : pc + 1, next);
  }
  isDead = true;
}

void Inference::executeNext(const ir::Instr &instr) {
  Abstract item = partsOf(state->stack.back().v);
  State ended = *state;
  ended.stack.pop_back();
  flow(instr.b, ended);
  if (item.isNever())
    isDead = true;
  else
    push(item);
}

/// What `x is None` and the like say about `x`.
Inference::Test Inference::testOf(CompareOp op, const Entry &left,
                                  const Entry &right) {
  bool isIdentity = op == CompareOp::Is || op == CompareOp::Eq;
  bool isOpposite = op == CompareOp::IsNot || op == CompareOp::Ne;
  bool isVariable = left.test.kind == Test::Truth && !left.test.isNegated;
  if ((!isIdentity && !isOpposite) || !isVariable || !right.v.known.isNone())
    return Test();
  Test test = left.test;
  test.kind = Test::IsNone;
  test.isNegated = isOpposite;
  return test;
}

//--- Calls --------------------------------------------------------------------

void Inference::executeCall(const ir::Instr &instr) {
  std::vector<Entry> entries(state->stack.end() - instr.a, state->stack.end());
  state->stack.resize(state->stack.size() - instr.a);
  llvm::SmallVector<llvm::StringRef, 4> names;
  if (instr.b != ~0U)
    lowering.strings[instr.b].split(names, ' ');
  AbstractArgs args;
  size_t numPositional = entries.size() - 1 - names.size();
  for (size_t i = 1; i != entries.size(); ++i) {
    if (i <= numPositional)
      args.positional.push_back(entries[i].v);
    else
      args.keywords.push_back({names[i - 1 - numPositional], entries[i].v});
  }
  Test test;
  const Abstract &callee = entries[0].v;
  bool isIsinstance =
      callee.sites.size() == 1 &&
      sites[callee.sites[0]].kind == Site::Builtin &&
      sites[callee.sites[0]].builtin == value::BuiltinId::Isinstance &&
      entries.size() == 3 && names.empty();
  if (isIsinstance && entries[1].test.kind == Test::Truth &&
      !entries[1].test.isNegated) {
    llvm::SmallVector<SiteId, 2> classes = entries[2].v.sites;
    if (classes.size() == 1 && sites[classes[0]].kind == Site::Tuple) {
      SiteId tuple = classes[0];
      classes.clear();
      for (const Abstract &part : sites[tuple].parts)
        llvm::append_range(classes, part.sites);
    }
    test = entries[1].test;
    test.kind = Test::IsInstance;
    for (SiteId id : classes) {
      if (sites[id].kind != Site::Class)
        test = Test();
      else
        test.classes.push_back(sites[id].type);
    }
    if (test.classes.empty())
      test = Test();
  }
  Abstract v = call(entries[0], args);
  if (!isDead)
    push(v, test);
}

void Inference::executeSpread() {
  Entry keywords = pop(), positional = pop(), callee = pop();
  AbstractArgs args;
  args.spread = partsOf(positional.v);
  Abstract values;
  for (SiteId id : keywords.v.sites)
    if (sites[id].kind == Site::Dict)
      joinInto(values, sites[id].parts[1]);
  args.spreadKeywords = values;
  Abstract v = call(callee, args);
  if (!isDead)
    push(v);
}

//--- All of them --------------------------------------------------------------

void Inference::execute(const ir::Instr &instr) {
  auto pushUnlessDead = [&](const Abstract &v) {
    if (!isDead)
      push(v);
  };
  auto takeParts = [&](size_t count) {
    llvm::SmallVector<Abstract, 8> parts;
    for (const Entry &entry : llvm::ArrayRef(state->stack).take_back(count))
      parts.push_back(entry.v);
    state->stack.resize(state->stack.size() - count);
    for (Abstract &part : parts)
      part.known = Value();
    return parts;
  };
  auto joined = [&](llvm::ArrayRef<Abstract> parts, size_t from, size_t step) {
    Abstract all;
    for (size_t i = from; i < parts.size(); i += step)
      joinInto(all, parts[i]);
    return all;
  };
  switch (instr.kind) {
  case InstrKind::Const: {
    const ir::Constant &constant = lowering.constants[instr.b];
    FailureOr<Value> v = evaluator.valueOf(constant);
    if (failed(evaluator.located(v, range()))) {
      hasFailed = true;
      return;
    }
    Abstract known = scalar(value::typeOf(types, *v));
    // What is not small would be made anew each time.
    bool isComparable = constant.kind != ir::Constant::BigInt;
    if (constant.kind == ir::Constant::Str) {
      auto [it, isNew] = texts.try_emplace(constant.text, *v);
      known.known = it->second;
    } else if (isComparable) {
      known.known = *v;
    }
    return push(known);
  }
  case InstrKind::Load:
    return executeLoad(instr);
  case InstrKind::Store:
    return executeStore(instr);
  case InstrKind::IsBound:
    return push(scalar(types::Bool));
  case InstrKind::Builtin: {
    SiteId id = siteAt(key(), Site::Builtin, 0);
    sites[id].builtin = *value::findBuiltin(lowering.strings[instr.b]);
    return push(ofSite(id));
  }
  case InstrKind::Class: {
    SiteId id = siteAt(key(), Site::Class, 0);
    sites[id].type = TypeId(instr.b);
    return push(ofSite(id));
  }
  case InstrKind::Closure: {
    SiteId id = siteAt(key(), Site::Function, 0);
    sites[id].function = instr.b;
    sites[id].frame = context;
    return push(ofSite(id));
  }
  case InstrKind::Pop:
    pop();
    return;
  case InstrKind::Dup:
    state->stack.push_back(Entry(state->stack.back()));
    return;
  case InstrKind::DupTwo: {
    Entry below = state->stack[state->stack.size() - 2];
    Entry above = state->stack.back();
    state->stack.push_back(below);
    state->stack.push_back(above);
    return;
  }
  case InstrKind::Unary: {
    Entry operand = pop();
    auto op = UnaryOp(instr.b);
    Test test = op == UnaryOp::Not ? operand.test : Test();
    test.isNegated = !test.isNegated;
    Abstract v = unary(op, operand);
    if (!isDead)
      push(v, test.kind == Test::None ? Test() : test);
    return;
  }
  case InstrKind::Binary: {
    Entry right = pop(), left = pop();
    return pushUnlessDead(binary(BinaryOp(instr.b), left, right));
  }
  case InstrKind::Inplace: {
    Entry right = pop(), left = pop();
    return pushUnlessDead(inplace(BinaryOp(instr.b), left, right));
  }
  case InstrKind::Compare: {
    Entry right = pop(), left = pop();
    Test test = testOf(CompareOp(instr.b), left, right);
    Abstract v = compare(CompareOp(instr.b), left, right);
    if (!isDead)
      push(v, test);
    return;
  }
  case InstrKind::Field:
  case InstrKind::GetMethod: {
    Entry object = pop();
    return pushUnlessDead(attribute(object, lowering.strings[instr.b]));
  }
  case InstrKind::Index: {
    Entry at = pop(), object = pop();
    return pushUnlessDead(index(object, at.v));
  }
  case InstrKind::SetIndex: {
    Entry v = pop(), at = pop(), object = pop();
    return setIndex(object, at.v, v.v);
  }
  case InstrKind::Slice: {
    llvm::SmallVector<Entry, 4> parts(state->stack.end() - 4,
                                      state->stack.end());
    state->stack.resize(state->stack.size() - 4);
    return pushUnlessDead(slice(parts));
  }
  case InstrKind::Str:
  case InstrKind::Repr:
  case InstrKind::Ascii: {
    Entry v = pop();
    // As outside of functions: what says `None` by accident is a mistake.
    if (instr.kind == InstrKind::Str)
      checkNone(v, [] { return false; });
    return push(scalar(types::Str));
  }
  case InstrKind::Format: {
    Entry spec = pop(), v = pop();
    auto known = spec.v.known.isStr() ? std::optional(spec.v.known.text())
                                      : std::optional<llvm::StringRef>();
    checkNone(v, [] { return false; });
    value::Typing typing = value::typeOfFormat(types, typeOf(v.v), known);
    if (typing.isError())
      return void(raise(typing.errorKind, typing.error));
    return push(scalar(types::Str));
  }
  case InstrKind::Concat:
    (void)takeParts(instr.a);
    return push(scalar(types::Str));
  case InstrKind::MakeTuple: {
    llvm::SmallVector<Abstract, 8> parts;
    for (const Entry &entry : llvm::ArrayRef(state->stack).take_back(instr.a))
      parts.push_back(entry.v);
    state->stack.resize(state->stack.size() - instr.a);
    return push(make(Site::Tuple, parts));
  }
  case InstrKind::MakeList:
    return push(make(Site::List, joined(takeParts(instr.a), 0, 1)));
  case InstrKind::MakeSet:
    return push(make(Site::Set, joined(takeParts(instr.a), 0, 1)));
  case InstrKind::MakeDict: {
    auto parts = takeParts(instr.a);
    return push(make(Site::Dict, {joined(parts, 0, 2), joined(parts, 1, 2)}));
  }
  case InstrKind::Append: {
    Abstract item = pop().v;
    item.known = Value();
    for (SiteId id : state->stack.back().v.sites)
      grow(id, 0, item);
    return;
  }
  case InstrKind::Insert: {
    Abstract v = pop().v, at = pop().v;
    v.known = at.known = Value();
    for (SiteId id : state->stack.back().v.sites) {
      grow(id, 0, at);
      grow(id, 1, v);
    }
    return;
  }
  case InstrKind::Extend:
  case InstrKind::Merge: {
    Entry added = pop();
    auto into = state->stack.back().v.sites;
    bool isDict = !into.empty() && sites[into[0]].kind == Site::Dict;
    if (isDict) {
      for (SiteId from : added.v.sites)
        if (sites[from].kind == Site::Dict)
          for (SiteId id : into) {
            grow(id, 0, Abstract(sites[from].parts[0]));
            grow(id, 1, Abstract(sites[from].parts[1]));
          }
      if (added.v.scalars && types.mayBe(added.v.scalars, TypeKind::Any))
        for (SiteId id : into) {
          grow(id, 0, scalar(types::Any));
          grow(id, 1, scalar(types::Any));
        }
      return;
    }
    Abstract items = itemsOf(added);
    items.known = Value();
    for (SiteId id : into)
      grow(id, 0, items);
    return;
  }
  case InstrKind::Unpack:
    return unpack(pop(), instr.a, /*hasStar=*/false, 0);
  case InstrKind::UnpackStar:
    return unpack(pop(), instr.b, /*hasStar=*/true, instr.a - instr.b - 1);
  case InstrKind::Call:
    return executeCall(instr);
  case InstrKind::CallSpread:
    return executeSpread();
  case InstrKind::Jump:
    flow(instr.b, *state);
    isDead = true;
    return;
  case InstrKind::JumpIfFalse:
    return branchOn(instr, /*jumpsIfTrue=*/false, /*keeps=*/false);
  case InstrKind::JumpIfTrue:
    return branchOn(instr, /*jumpsIfTrue=*/true, /*keeps=*/false);
  case InstrKind::JumpIfFalseKeep:
    return branchOn(instr, /*jumpsIfTrue=*/false, /*keeps=*/true);
  case InstrKind::JumpIfTrueKeep:
    return branchOn(instr, /*jumpsIfTrue=*/true, /*keeps=*/true);
  case InstrKind::Iterate: {
    Entry iterable = pop();
    Abstract items = itemsOf(iterable);
    if (!isDead)
      push(makeIter("iterator", items));
    return;
  }
  case InstrKind::Next:
    return executeNext(instr);
  case InstrKind::Return: {
    Abstract v = pop().v;
    if (joinInto(contexts[context].result, v))
      ++version;
    isDead = true;
    return;
  }
  case InstrKind::Yield: {
    Abstract v = pop().v;
    v.known = Value();
    if (joinInto(contexts[context].yielded, v))
      ++version;
    return;
  }
  case InstrKind::Raise:
    isDead = true;
    return;
  }
}
