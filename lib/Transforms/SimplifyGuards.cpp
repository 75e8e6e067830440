//===- SimplifyGuards.cpp - What conditions come down to ------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The guard of a step is the conjunction of the conditions around it and
/// of the negations of all early returns before it. Much of that is said twice,
/// or follows: what an `elif` asks implies that the `if` was not taken.
///
/// Each condition is a function of its atoms: comparisons, truth values, and
/// whatever else is a bool. DecisionDiagrams tell which functions are constant,
/// which are equal, and which are no more than one of their operands. Two
/// things are known beside: in the body of a loop the guard of the loop holds;
/// and of `x == 1` and `x == 2` at most one does. The latter is used where one
/// of them is an operand itself, which is where an `elif` puts it.
///
/// Operands of `and`, `or` and `select` that are not taken are not evaluated.
/// So an operand that is left out must not be one that may raise, and neither
/// must one that may be asked now where it was not before.
//===----------------------------------------------------------------------===//
#include "DecisionDiagrams.h"
#include "Proofs.h"
#include "plue/Analysis/Raising.h"
#include "plue/IR/Rewrite.h"
#include "plue/IR/Semantics.h"
#include "plue/Transforms/Passes.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace plue;
using ir::Constant;
using ir::Op;
using ir::OpKind;
using ir::ValueId;
namespace types = plue::value::types;
using Node = DecisionDiagrams::Node;

namespace {
class GuardSimplifier {
public:
  GuardSimplifier(ir::Plan &plan, ir::Workflow &workflow)
      : rewriter(plan, workflow), raising(plan, rewriter.after()),
        isStable(llvm::none_of(
            rewriter.before().ops,
            [](const Op &op) { return op.kind == OpKind::HashFiles; })),
        isProof(findProofs(rewriter.before())) {}

  void run();

  uint64_t numConstant = 0, numReplaced = 0, numDropped = 0;

private:
  using MaybeNode = std::optional<Node>;
  using Operands = llvm::ArrayRef<ValueId>;
  /// An atom: a comparison of two values, or one value.
  using Atom = std::tuple<OpKind, ValueId, ValueId>;

  void visit(ValueId value);
  void keep(ValueId value);
  bool isLogic(const Op &op) const;
  MaybeNode functionOf(const Op &op, Operands operands);
  MaybeNode conjunctionOf(Node f, Node g);
  llvm::SmallVector<Node, 4> rivalsOf(Node choice) const;
  MaybeNode beside(Node f, Node g);
  bool excludes(Node f, Node g);
  Node atom(Atom key);
  MaybeNode comparison(const Op &op, Operands operands);
  ValueId simpler(const Op &op, Operands operands, Node function);
  ValueId impliedOperand(const Op &op, Operands operands, Node function);
  std::optional<llvm::SmallDenseSet<ValueId>> stepsBehind(Operands values);
  bool needsNoMore(ValueId by, Operands operands);
  bool isSameHere(Node f, Node g);
  Node context() const { return contexts.back().holds; }
  void enterRegion(ValueId loop);
  void leaveRegions(ValueId value);
  void noteFunction(ValueId made, Node function);
  MaybeNode known(ValueId made) const;
  bool isBool(ValueId made) {
    return rewriter.after().typeOf(made) == types::Bool;
  }
  bool areQuiet(Operands values) {
    return llvm::none_of(values,
                         [&](ValueId v) { return raising.mayRaise(v); });
  }

  struct Context {
    ir::RegionId region;
    /// What is true inside.
    Node holds = DecisionDiagrams::True;
    /// The functions that were found inside.
    std::vector<Node> found;
  };

  ir::WorkflowRewriter rewriter;
  analysis::Raising raising;
  /// Nothing that is asked changes while the run goes on.
  bool isStable;
  std::vector<bool> isProof;
  DecisionDiagrams diagrams;
  /// By what is made.
  std::vector<MaybeNode> functions;
  std::map<Atom, Node> atoms;
  /// The comparisons `x == constant`: those of each x, and the x of each.
  llvm::DenseMap<ValueId, std::vector<std::pair<ValueId, Node>>> choices;
  llvm::DenseMap<Node, ValueId> chooser;
  /// The first condition that is this function and can be seen from here.
  llvm::DenseMap<Node, ValueId> firstOf;
  std::vector<Context> contexts{Context()};
};
} // namespace

//--- Atoms --------------------------------------------------------------------

Node GuardSimplifier::atom(Atom key) {
  auto [it, isNew] = atoms.try_emplace(key, DecisionDiagrams::False);
  if (isNew)
    it->second = diagrams.variable();
  return it->second;
}

/// `x != y` is not `x == y`, and so for `is` and `in`.
std::optional<Node> GuardSimplifier::comparison(const Op &op,
                                                Operands operands) {
  constexpr size_t MaxChoices = 16;
  bool isNegated = op.kind == OpKind::CmpNe || op.kind == OpKind::CmpIsNot ||
                   op.kind == OpKind::CmpNotIn;
  auto base = OpKind(int(op.kind) - isNegated);
  Node node = atom({base, operands[0], operands[1]});
  if (isNegated)
    return diagrams.negation(node);
  const Constant *constant = rewriter.asConstant(operands[1]);
  if (op.kind != OpKind::CmpEq || !constant ||
      (constant->kind != Constant::Str && constant->kind != Constant::Int))
    return node;
  auto &ofSame = choices[operands[0]];
  if (ofSame.size() < MaxChoices &&
      chooser.try_emplace(node, operands[0]).second)
    ofSame.push_back({operands[1], node});
  return node;
}

/// The comparisons of the same x with other constants than that of \p choice,
/// if it is one like `x == 1`.
llvm::SmallVector<Node, 4> GuardSimplifier::rivalsOf(Node choice) const {
  auto it = chooser.find(choice);
  if (it == chooser.end())
    return {};
  llvm::SmallVector<Node, 4> rivals;
  const auto &ofSame = choices.find(it->second)->second;
  auto isChoice = [&](const auto &each) { return each.second == choice; };
  const Constant *own =
      rewriter.asConstant(llvm::find_if(ofSame, isChoice)->first);
  for (auto [constant, node] : ofSame) {
    const Constant *other = rewriter.asConstant(constant);
    if (other->kind == own->kind &&
        (other->number != own->number || other->text != own->text))
      rivals.push_back(node);
  }
  return rivals;
}

/// \p f as it has to be asked beside \p g: if that is `x == 1`, given that
/// `x == 2` and the like are false.
std::optional<Node> GuardSimplifier::beside(Node f, Node g) {
  MaybeNode result = f;
  for (Node rival : rivalsOf(g))
    if (result)
      result = diagrams.without(*result, rival);
  return result;
}

/// Whether \p f implies \p g because that is `x != 1` and \p f wants `x == 2`.
bool GuardSimplifier::excludes(Node f, Node g) {
  MaybeNode choice = diagrams.negation(g);
  return choice && llvm::any_of(rivalsOf(*choice), [&](Node rival) {
           return diagrams.without(f, rival) == DecisionDiagrams::False;
         });
}

//--- Functions ----------------------------------------------------------------

std::optional<Node> GuardSimplifier::known(ValueId made) const {
  return made.index < functions.size() ? functions[made.index] : std::nullopt;
}

void GuardSimplifier::noteFunction(ValueId made, Node function) {
  if (made.index >= functions.size())
    functions.resize(made.index + 1);
  functions[made.index] = function;
  if (firstOf.try_emplace(function, made).second)
    contexts.back().found.push_back(function);
}

bool GuardSimplifier::isLogic(const Op &op) const {
  return op.kind == OpKind::And || op.kind == OpKind::Or ||
         op.kind == OpKind::Select || op.kind == OpKind::Not;
}

std::optional<Node> GuardSimplifier::conjunctionOf(Node f, Node g) {
  if (excludes(f, g))
    return f;
  if (excludes(g, f))
    return g;
  MaybeNode a = beside(f, g), b = beside(g, f);
  return a && b ? diagrams.conjunction(*a, *b) : std::nullopt;
}

/// What the bool \p op is of its atoms; nothing if that is too much to say.
std::optional<Node> GuardSimplifier::functionOf(const Op &op,
                                                Operands operands) {
  bool areBools = llvm::all_of(operands, [&](ValueId v) { return isBool(v); });
  auto of = [&](unsigned i) { return known(operands[i]); };
  bool areKnown = areBools && llvm::all_of(operands, [&](ValueId v) {
                    return known(v).has_value();
                  });
  switch (op.kind) {
  case OpKind::Const:
    return ir::isTruthy(rewriter.plan().constant(op)) ? DecisionDiagrams::True
                                                      : DecisionDiagrams::False;
  case OpKind::Truth:
  case OpKind::Not:
    if (areKnown)
      return op.kind == OpKind::Not ? diagrams.negation(*of(0)) : of(0);
    return op.kind == OpKind::Not
               ? diagrams.negation(
                     atom({OpKind::Truth, operands[0], ValueId()}))
               : atom({OpKind::Truth, operands[0], ValueId()});
  case OpKind::And:
    return areKnown ? conjunctionOf(*of(0), *of(1)) : std::nullopt;
  case OpKind::Or:
    return areKnown ? diagrams.disjunction(*of(0), *of(1)) : std::nullopt;
  case OpKind::Select:
    return areKnown ? diagrams.choose(*of(0), *of(1), *of(2)) : std::nullopt;
  case OpKind::CmpEq:
  case OpKind::CmpNe:
  case OpKind::CmpIs:
  case OpKind::CmpIsNot:
  case OpKind::CmpIn:
  case OpKind::CmpNotIn:
    return comparison(op, operands);
  default:
    return std::nullopt;
  }
}

//--- Simplifying --------------------------------------------------------------

/// Whether \p f and \p g are the same wherever this is asked.
bool GuardSimplifier::isSameHere(Node f, Node g) {
  if (f == g)
    return true;
  if (context() == DecisionDiagrams::True)
    return false;
  MaybeNode a = diagrams.conjunction(f, context());
  MaybeNode b = diagrams.conjunction(g, context());
  return a && b && *a == *b;
}

/// The operand that says all that \p op says. The first is asked in any case,
/// so only what is left out must be quiet.
ValueId GuardSimplifier::impliedOperand(const Op &op, Operands operands,
                                        Node function) {
  bool isFirstEnough = op.kind == OpKind::And || op.kind == OpKind::Or;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    MaybeNode f = known(operand);
    if (!f || !isSameHere(*f, function))
      continue;
    if (areQuiet(operands) ||
        (isFirstEnough && i == 0 && areQuiet(operands[1])))
      return operand;
  }
  return ValueId();
}

/// The steps behind \p values; nothing if that takes too long to find out.
std::optional<llvm::SmallDenseSet<ValueId>>
GuardSimplifier::stepsBehind(Operands values) {
  constexpr size_t MaxVisits = 64;
  llvm::SmallDenseSet<ValueId> seen, steps;
  llvm::SmallVector<ValueId, 16> pending(values);
  while (!pending.empty()) {
    ValueId value = pending.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (seen.size() > MaxVisits)
      return std::nullopt;
    if (rewriter.after().op(value).kind == OpKind::Step)
      steps.insert(value);
    llvm::append_range(pending, rewriter.after().operands(value));
  }
  return steps;
}

/// Whether \p by is there when the values of \p operands are. It may be written
/// with more than its function depends on.
bool GuardSimplifier::needsNoMore(ValueId by, Operands operands) {
  auto needed = stepsBehind(by), there = stepsBehind(operands);
  return needed && there && llvm::all_of(*needed, [&](ValueId step) {
           return there->contains(step);
         });
}

/// What can stand for \p op, which is \p function; or none.
ValueId GuardSimplifier::simpler(const Op &op, Operands operands,
                                 Node function) {
  if (areQuiet(operands))
    for (Node constant : {DecisionDiagrams::False, DecisionDiagrams::True})
      if (isSameHere(function, constant)) {
        ++numConstant;
        return rewriter.constantBool(constant == DecisionDiagrams::True);
      }
  ValueId by = impliedOperand(op, operands, function);
  if (!by) {
    ValueId first = firstOf.lookup(function);
    if (first && areQuiet(first) && areQuiet(operands) &&
        needsNoMore(first, operands))
      by = first;
  }
  numReplaced += by.isValid();
  return by;
}

void GuardSimplifier::keep(ValueId value) {
  ValueId made = rewriter.keep(value);
  const Op &op = rewriter.after().op(made);
  if (op.type != types::Bool)
    return;
  MaybeNode function;
  if (!isLogic(op) || op.kind == OpKind::Not)
    function = functionOf(op, rewriter.after().operands(op));
  // Whatever else is a bool is an atom of its own.
  noteFunction(made, function ? *function : atom({op.kind, made, ValueId()}));
}

void GuardSimplifier::visit(ValueId value) {
  leaveRegions(value);
  const Op op = rewriter.before().op(value);
  if (op.kind == OpKind::Step) {
    ValueId when = rewriter.before().steps[op.attribute].when;
    ValueId made = rewriter.keep(value);
    MaybeNode f = when ? known(rewriter.at(when)) : std::nullopt;
    if (f && isSameHere(*f, DecisionDiagrams::True) &&
        areQuiet(rewriter.at(when))) {
      rewriter.after().steps[rewriter.after().op(made).attribute].when = {};
      ++numDropped;
    }
    return;
  }
  if (op.kind == OpKind::Foreach)
    return enterRegion(value);
  if (!isLogic(op) || op.type != types::Bool || isProof[value.index])
    return keep(value);
  llvm::SmallVector<ValueId, 4> operands;
  for (ValueId operand : rewriter.before().operands(value))
    operands.push_back(rewriter.at(operand));
  MaybeNode function = functionOf(op, operands);
  if (!function)
    return keep(value);
  if (ValueId by = simpler(op, operands, *function)) {
    rewriter.replace(value, by);
    if (!known(by))
      noteFunction(by, *function); // A new constant.
    return;
  }
  noteFunction(rewriter.keep(value), *function);
}

//--- Regions ------------------------------------------------------------------

void GuardSimplifier::enterRegion(ValueId loop) {
  ValueId made = rewriter.keep(loop);
  ir::RegionId region(rewriter.before().op(loop).attribute);
  const ir::Workflow &after = rewriter.after();
  ValueId when = after.steps[after.op(ValueId(made.index - 1)).attribute].when;
  Context inside{.region = region, .holds = context(), .found = {}};
  if (when && isStable)
    if (MaybeNode f = known(when))
      inside.holds = diagrams.conjunction(*f, context()).value_or(context());
  contexts.push_back(std::move(inside));
}

/// Leaves the regions that \p value does not stand in.
void GuardSimplifier::leaveRegions(ValueId value) {
  for (; contexts.size() > 1; contexts.pop_back()) {
    const Context &inner = contexts.back();
    const ir::Region &region = rewriter.before().regions[inner.region.index];
    if (value.index < region.endOp)
      return;
    for (Node function : inner.found)
      firstOf.erase(function);
  }
}

void GuardSimplifier::run() {
  rewriter.run([&](ValueId value) { visit(value); });
}

namespace {
class SimplifyGuards : public Pass {
public:
  SimplifyGuards() : Pass("simplify-guards") {}

private:
  void runOnWorkflow(ir::Plan &plan, ir::Workflow &workflow) override {
    GuardSimplifier simplifier(plan, workflow);
    simplifier.run();
    numConstant += simplifier.numConstant;
    numReplaced += simplifier.numReplaced;
    numDropped += simplifier.numDropped;
  }

  Statistic numConstant{this, "constant", "conditions that never change"};
  Statistic numReplaced{this, "replaced",
                        "conditions that another one stands for"};
  Statistic numDropped{this, "dropped",
                       "guards of steps that their loop's guard implies"};
};
} // namespace

std::unique_ptr<Pass> plue::createSimplifyGuardsPass() {
  return std::make_unique<SimplifyGuards>();
}
