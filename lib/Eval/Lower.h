//===- Lower.h - From syntax to the code of functions -----------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Code over run-time data that has no steps is not evaluated here but
/// runs when the plan does. Lowering is direct: the tree becomes code for a
/// stack machine whose frames are those of the evaluator, so what Sema has
/// resolved stays resolved.
///
/// The first function, the root, stands for the place in the workflow that the
/// code is taken from. Names that the evaluator holds the values of become
/// variables of the root; functions reached through such names become functions
/// inside it. What the root is given, and by what code its variables get their
/// first values, is decided at the end, when it is known what is changed: see
/// Outline.cpp.
///
/// Code that has effects (steps, the end of the run, `print`) is no function:
/// lowering stops without a diagnostic.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_LOWER_H
#define PLUE_LIB_EVAL_LOWER_H

#include "Evaluator.h"

namespace plue::eval {

using ir::InstrKind;

/// A function that is being made. Operands of instructions that index tables of
/// the plan index those of the Lowering as yet.
struct Code {
  std::string name;
  /// Of Lowering::functions; none for the root.
  std::optional<uint32_t> parent;
  std::vector<ir::FunctionParameter> parameters;
  bool isGenerator = false;
  uint32_t depth = 0;
  std::vector<ir::Instr> instrs;
  /// Beside `instrs`.
  std::vector<SourceRange> ranges;
  /// By slot, for messages; empty for variables that have no name in the
  /// source.
  std::vector<llvm::StringRef> slotNames;
};

/// A variable of the root that has its first value from outside.
struct Capture {
  /// Where the evaluator holds it; null for a value that is no variable's.
  Value *slot = nullptr;
  Value v;
  /// Of the root.
  uint32_t rootSlot = 0;
  /// The code binds it.
  bool isStored = false;
  SourceRange range;
};

/// What is known of an expression before it is lowered: it was evaluated.
using KnownValues = llvm::DenseMap<const syntax::Expr *, Value>;

class Lowering {
public:
  Lowering(Evaluator &evaluator, llvm::StringRef name);

  /// The value of \p expr, returned.
  LogicalResult lowerExpression(const syntax::Expr *expr,
                                const KnownValues &known);
  /// A loop, the value of whose iterable is \p iterable. It ends at the end of
  /// the code; how, is in `exitSlot`.
  LogicalResult lowerLoop(const syntax::ForStmt *loop, Value iterable);
  LogicalResult lowerLoop(const syntax::WhileStmt *loop);
  /// A call of \p callee, returned.
  LogicalResult lowerCall(const FunctionObject &callee, const CallArgs &args,
                          SourceRange range);

  /// Why a function above has failed without a diagnostic.
  bool hasEffects = false;

  //--- What was made ---------------------------------------------------------
  std::deque<Code> functions;
  std::vector<ir::Constant> constants;
  std::vector<llvm::StringRef> strings;
  std::vector<Capture> captures;
  /// Functions of the evaluator that were lowered, and the slot of the root in
  /// which each one is.
  struct LoweredFunction {
    uint32_t function;
    uint32_t rootSlot;
  };
  llvm::MapVector<const FunctionObject *, LoweredFunction> lowered;
  /// How a loop ended: 0 as usual, or one of the following.
  enum Exit : int64_t { Normal, Return, Break, Continue };
  std::optional<uint32_t> exitSlot, returnSlot;
  bool canExit[4] = {true, false, false, false};

  //--- For Outline.cpp -------------------------------------------------------
  Code &root() { return functions.front(); }
  uint32_t newSlot(uint32_t function, llvm::StringRef name = "");
  uint32_t constant(const ir::Constant &constant);
  uint32_t string(llvm::StringRef text);
  /// The root's variable for \p v, which no name stands for.
  uint32_t captureValue(Value v, SourceRange range);
  void setFunction(uint32_t function) { current = function; }
  size_t emit(InstrKind kind, SourceRange range, uint64_t a = 0,
              uint64_t b = 0);
  void emitConstant(Value v, SourceRange range);
  void emitString(InstrKind kind, llvm::StringRef text, SourceRange range);
  size_t here() const { return functions[current].instrs.size(); }
  void patch(size_t jump) { functions[current].instrs[jump].b = here(); }

private:
  /// Where names are looked up: the variables of a function that is lowered, or
  /// of one that the evaluator is in.
  struct Scope {
    /// Of the evaluator; null for lowered functions.
    Frame *frame = nullptr;
    const Scope *parent = nullptr;
    uint32_t function = 0;
    /// Slots before the first that Sema knows.
    uint32_t base = 0;
  };
  struct Variable {
    uint32_t function;
    uint32_t slot;
    /// Of the evaluator; null if there is none.
    Value *outer = nullptr;
  };
  struct Loop {
    size_t start;
    std::vector<size_t> breaks;
    /// Whether an iterator is on the stack.
    bool hasIterator;
  };
  /// A function that is still to be lowered.
  struct Pending {
    const FunctionObject *object;
    uint32_t function;
  };

  //--- Names (LowerNames.cpp)
  Variable find(const syntax::Resolution &resolution);
  uint32_t captureSlot(Value *slot, llvm::StringRef name, SourceRange range);
  uint32_t functionSlot(const FunctionObject *object);
  LogicalResult load(const syntax::NameExpr *name);
  LogicalResult loadBuiltin(uint32_t slot, SourceRange range);
  LogicalResult loadValue(Value v, SourceRange range);
  Value present(Value v, SourceRange range);
  LogicalResult checkPure(Value v);
  void loadVariable(const Variable &variable, SourceRange range);
  void store(const syntax::Resolution &resolution, SourceRange range);
  FailureOr<Value> staticValue(const syntax::Expr *expr);
  LogicalResult lowerPending();
  LogicalResult effects() {
    hasEffects = true;
    return failure();
  }

  //--- Expressions (LowerExpressions.cpp)
  LogicalResult lower(const syntax::Expr *expr);
  LogicalResult lowerUnlessKnown(const syntax::Expr *expr);
  LogicalResult lowerConstant(const syntax::ConstantExpr *expr);
  LogicalResult lowerJoined(llvm::ArrayRef<syntax::JoinedPart> parts,
                            SourceRange range);
  LogicalResult lowerReplacement(const syntax::JoinedPart &part);
  LogicalResult lowerSequence(const syntax::SequenceExpr *expr);
  LogicalResult lowerElements(llvm::ArrayRef<syntax::Expr *> elements,
                              InstrKind make, SourceRange range);
  LogicalResult lowerDict(const syntax::DictExpr *expr);
  LogicalResult lowerLogic(const syntax::BoolOpExpr *expr);
  LogicalResult lowerCompare(const syntax::CompareExpr *expr);
  LogicalResult lowerConditional(const syntax::ConditionalExpr *expr);
  LogicalResult lowerAttribute(const syntax::AttributeExpr *expr);
  LogicalResult lowerSubscript(const syntax::SubscriptExpr *expr);
  LogicalResult lowerCall(const syntax::CallExpr *expr);
  LogicalResult lowerSpreadCall(const syntax::CallExpr *expr);
  LogicalResult lowerLambda(const syntax::LambdaExpr *expr);
  LogicalResult lowerComprehension(const syntax::ComprehensionExpr *expr);
  LogicalResult lowerGenerators(const syntax::ComprehensionExpr *expr,
                                size_t level, uint32_t resultSlot);
  LogicalResult lowerItem(const syntax::ComprehensionExpr *expr,
                          uint32_t resultSlot);

  //--- Statements (LowerStatements.cpp)
  LogicalResult lower(syntax::Block block);
  LogicalResult lower(const syntax::Stmt *stmt);
  LogicalResult assign(const syntax::Expr *target);
  LogicalResult assignSequence(const syntax::SequenceExpr *target);
  LogicalResult augment(const syntax::AugAssignStmt *stmt);
  LogicalResult lowerIf(const syntax::IfStmt *stmt);
  LogicalResult lowerFor(const syntax::ForStmt *stmt);
  LogicalResult lowerWhile(const syntax::WhileStmt *stmt);
  LogicalResult lowerLoopBody(syntax::Block body, syntax::Block orElse,
                              Loop loop, size_t exhausted);
  LogicalResult lowerReturn(const syntax::ReturnStmt *stmt);
  LogicalResult lowerJump(const syntax::Stmt *stmt);
  LogicalResult lowerAssert(const syntax::AssertStmt *stmt);
  LogicalResult lowerRaise(const syntax::RaiseStmt *stmt);
  LogicalResult lowerDef(const syntax::FunctionDefStmt *def);
  void leave(Exit exit, SourceRange range);
  uint32_t addFunction(llvm::StringRef name, std::optional<uint32_t> parent,
                       llvm::ArrayRef<syntax::Parameter> parameters,
                       const syntax::ScopeInfo &scope);
  LogicalResult lowerDefaults(llvm::ArrayRef<syntax::Parameter> parameters,
                              uint32_t function);
  LogicalResult lowerBody(uint32_t function, const Scope *outer,
                          llvm::function_ref<LogicalResult()> body);

  Evaluator &evaluator;
  const Scope *scope = nullptr;
  Scope base;
  /// Of `functions`.
  uint32_t current = 0;
  std::vector<Loop> loops;
  /// Jumps to the end of a root that is a loop.
  std::vector<size_t> exits;
  bool isLoop = false;
  const KnownValues *known = nullptr;
  std::deque<Scope> scopes;
  std::vector<Pending> pending;
  llvm::DenseMap<Value *, size_t> captureOfSlot;
  llvm::DenseMap<uint32_t, size_t> captureOfRuntime;
  llvm::StringMap<uint32_t> stringIds;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_LOWER_H
