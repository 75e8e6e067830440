//===- Evaluator.h - The partial evaluator ----------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Evaluates a workflow as CPython would, except that some values are
/// known only at run time. Such a value is `symbolic`: the number of an IR
/// value of the workflow under construction. An operation on plan-time values
/// folds; an operation that meets a symbolic one becomes an IR operation
/// (Residual.cpp).
///
/// Under a run-time condition both branches are evaluated, one after the other,
/// each under the condition that leads to it (Paths.cpp). The Path is the stack
/// of those conditions; a step made under a path has their conjunction as its
/// guard. Writes to variables are journaled while a branch is evaluated, so
/// that they can be undone for the other branch and merged after both.
///
/// A failure is one of three things: a Python exception pending in the Context,
/// a fault already reported (ExcKind::Reported), or the end of the run reached
/// on this path (`hasEnded`). The first becomes the second at the expression
/// that raised it; the third travels to the innermost run-time branch, or ends
/// the evaluation.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_EVALUATOR_H
#define PLUE_LIB_EVAL_EVALUATOR_H

#include "Objects.h"
#include "plue/Eval/Eval.h"
#include "plue/Value/Typing.h"
#include "llvm/ADT/MapVector.h"
#include <deque>
#include <variant>

namespace plue::eval {

class HandledCalls;

//--- Paths --------------------------------------------------------------------

/// A bool that holds wherever evaluation is now.
struct Condition {
  ValueId value;
  /// The conjunction of this and all conditions below it.
  ValueId conjunction;
  SourceRange range;
};

/// The conditions of the current path, from the outside in. Loops with early
/// exits make it long, so what is on it is counted too.
class Path {
public:
  void push(const Condition &condition) {
    conditions.push_back(condition);
    ++counts[condition.value];
    ++guards[condition.conjunction];
  }
  void truncate(size_t size) {
    for (; conditions.size() > size; conditions.pop_back()) {
      --counts[conditions.back().value];
      --guards[conditions.back().conjunction];
    }
    for (auto &[mark, chain] : chains)
      chain.resize(std::min(chain.size(), size - std::min(mark, size)));
  }

  /// The conjunctions of the conditions from \p mark on: of one, of two, ….
  /// Those that were found before and still hold; the caller adds the others.
  std::vector<ValueId> &chainFrom(size_t mark) { return chains[mark]; }
  /// To be called when operations go away, conjunctions perhaps among them.
  void forgetChains() { chains.clear(); }

  bool contains(ValueId condition) const { return counts.lookup(condition); }
  /// Whether \p conjunction is that of the path or of an outer part of it.
  bool isGuard(ValueId conjunction) const { return guards.lookup(conjunction); }

  bool empty() const { return conditions.empty(); }
  size_t size() const { return conditions.size(); }
  const Condition &back() const { return conditions.back(); }
  const Condition &operator[](size_t i) const { return conditions[i]; }
  auto begin() const { return conditions.begin(); }
  auto end() const { return conditions.end(); }

private:
  std::vector<Condition> conditions;
  llvm::DenseMap<ValueId, unsigned> counts, guards;
  /// By where they begin: a mark for each branch or loop around.
  llvm::SmallDenseMap<size_t, std::vector<ValueId>, 4> chains;
};

/// A change of one variable: enough to undo it.
struct Write {
  Value *slot;
  Value before;
};

/// What a list, a dict or a set is made of at some time.
using Contents =
    std::variant<value::ListObject, value::DictObject, value::SetObject>;

/// A change of one container: enough to undo it.
struct CellWrite {
  Value cell;
  Contents before;
};

/// How the evaluation of a statement ended.
enum class Completion : uint8_t {
  Normal,
  Break,
  Continue,
  Return,
  /// The run has ended on this path.
  Ended,
  /// A fault was reported.
  Failed,
};

using SlotValues = llvm::MapVector<Value *, Value>;
using CellContents = llvm::MapVector<value::Cell *, std::pair<Value, Contents>>;

/// How far the journals had come.
struct JournalMark {
  size_t slots, cells;
};

/// What variables and containers had become.
struct Changes {
  SlotValues slots;
  CellContents cells;
};

/// A scope that paths leave early and that joins them again at its end: a call
/// for `return`, a loop for `break`, an iteration for `continue`.
struct JoinScope {
  Completion exit;
  /// Size of the path and of the journals when the scope began.
  size_t pathMark;
  JournalMark journalMark;
  struct Exit {
    /// When it was taken, given that the scope was entered. No two of a scope's
    /// exits are taken in one run.
    ValueId condition;
    /// What the leaving path had written since the scope began, as far as it
    /// was journaled: what was not, the other paths have seen too.
    Changes writes;
    Value returned;
  };
  std::vector<Exit> exits;
  /// Cells older than this may not change while exits wait.
  uint32_t oldestMutable = 0;
};

/// A loop over run-time data while its body is evaluated. How an iteration
/// ended is told by variables of the loop, so that they merge like others.
struct LoopRegion {
  explicit LoopRegion(size_t depth) : depth(depth) {}

  void reset() {
    broken = returning = ended = Value::boolean(false);
    returned = Value();
    hasFailed = false;
  }
  bool owns(const Value *slot) const {
    return slot == &broken || slot == &returning || slot == &ended ||
           slot == &returned;
  }

  /// How many calls are around the loop.
  size_t depth;
  /// Values from here on are made in the body.
  size_t firstValue = 0;
  Value broken = Value::boolean(false), returning = Value::boolean(false),
        ended = Value::boolean(false);
  /// What `return` returns.
  Value returned;
  bool hasFailed = false;
  /// The carried values after the loop: the plan's, and as the evaluator has
  /// them.
  std::vector<ValueId> results;
  std::vector<Value> after;
};

//--- The evaluator ------------------------------------------------------------

class Evaluator : public value::Context {
public:
  Evaluator(const syntax::Module &module, const SourceManager &sources,
            const EvalOptions &options, DiagnosticEngine &diags,
            value::Heap &heap, ir::WorkflowBuilder &builder);

  //--- Running (Module.cpp) --------------------------------------------------
  /// Evaluates the module's body; its workflows are then in `workflows`.
  LogicalResult runModule();
  /// Evaluates one workflow into the builder.
  LogicalResult runWorkflow(const WorkflowObject &workflow);
  std::vector<const WorkflowObject *> workflows;

  //--- Statements (Statements.cpp) -------------------------------------------
  Completion exec(syntax::Block block);
  Completion exec(const syntax::Stmt *stmt);

  //--- Expressions (Expressions.cpp) -----------------------------------------
  FailureOr<Value> eval(const syntax::Expr *expr);
  LogicalResult assign(const syntax::Expr *target, Value v);
  /// Adds \p element, or what is at \p element as a key, to \p result.
  LogicalResult addToResult(const syntax::ComprehensionExpr *expr, Value result,
                            Value element);

  //--- Calls (Calls.cpp) -----------------------------------------------------
  FailureOr<Value> callValue(Value callee, const CallArgs &args,
                             const CallSite &site);
  /// \p rest is what `*rest` is; Absent if \p args tells.
  FailureOr<Value> callFunction(const FunctionObject &function,
                                const CallArgs &args, const CallSite &site,
                                Value rest = Value());
  FailureOr<Value> makeFunction(const syntax::FunctionDefStmt *def);
  FailureOr<Value> makeLambda(const syntax::LambdaExpr *lambda);
  FailureOr<Value> call(Value callee, const CallArgs &args) override;

  //--- Attributes (Attributes.cpp) -------------------------------------------
  FailureOr<Value> getAttribute(Value object, llvm::StringRef name,
                                SourceRange range);
  /// Reports that \p what has no attribute \p name, with a suggestion.
  LogicalResult unknownAttribute(llvm::StringRef what, llvm::StringRef name,
                                 llvm::ArrayRef<llvm::StringRef> known,
                                 SourceRange range);

  //--- Operations with run-time operands (Residual.cpp) ----------------------
  FailureOr<Value> unaryOp(value::UnaryOp op, Value operand, SourceRange range);
  FailureOr<Value> binaryOp(value::BinaryOp op, Value left, Value right,
                            SourceRange range);
  FailureOr<Value> compareOp(value::CompareOp op, Value left, Value right,
                             SourceRange range);
  /// `str`, `repr` or `ascii` of a value, by `s`, `r` or `a`.
  FailureOr<Value> toText(Value v, char conversion, SourceRange range);
  FailureOr<Value> formatValue(Value v, llvm::StringRef spec,
                               SourceRange range);
  /// formatValue() with a specification that is known only at run time.
  FailureOr<Value> formatBy(Value v, Value spec, SourceRange range);
  /// `format.format(…)` and `format % right` as code and data; Absent where
  /// the arguments do not fit. (Formats.cpp)
  FailureOr<Value> formatKnown(llvm::StringRef format, const CallArgs &args,
                               SourceRange range);
  FailureOr<Value> percentKnown(llvm::StringRef format, Value right,
                                SourceRange range);
  FailureOr<Value> formatOne(Value format, Value tuple, SourceRange range);
  FailureOr<Value> concat(llvm::ArrayRef<Value> parts, SourceRange range);
  /// A call of a built-in that has a run-time form, if an argument asks for it;
  /// Absent if it does not.
  FailureOr<Value> callOnSymbolic(Value callee, const CallArgs &args,
                                  const CallSite &site);
  /// The IR value that \p v is at run time; containers are built there.
  FailureOr<ValueId> reify(Value v, SourceRange range);
  /// The same for an operation whose result holds no part of \p v.
  FailureOr<ValueId> reifyToRead(Value v, SourceRange range);
  /// Whether \p v is a constant or an IR value already; reifyScalar() makes an
  /// IR value of such.
  bool canReify(Value v);
  ValueId reifyScalar(Value v);
  FailureOr<Value> valueOf(const ir::Constant &constant);
  Value symbolic(ValueId value);
  TypeId typeOfSymbolic(Value v) const;
  ValueId emit(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands,
               SourceRange range);
  ValueId emitNamed(OpKind kind, TypeId type, llvm::ArrayRef<ValueId> operands,
                    llvm::StringRef name, SourceRange range);
  /// \p v if its type is not optional; else an unwrap, if the path shows that
  /// it is not None; else a report.
  FailureOr<Value> withoutNone(Value v, SourceRange range);
  /// \p v as a value of \p type: data of any type is checked at run time, and
  /// the run fails, naming \p place, if it is something else.
  Value parsed(Value v, TypeId type, const llvm::Twine &place,
               SourceRange range);
  /// A stretch of evaluation that is outlined if it meets a run-time value
  /// where it needs to know it. What it has changed until then is undone first.
  struct Retry {
    explicit Retry(Evaluator &evaluator);
    ~Retry();
    /// Whether evaluation has just failed for that reason.
    bool isWanted() const {
      return !what.empty() && evaluator.hasException() &&
             evaluator.exception().kind == value::ExcKind::Residual;
    }
    FailureOr<Value> run(llvm::function_ref<FailureOr<Value>()> outline);

    void undo();

    Evaluator &evaluator;
    Retry *outer;
    JournalMark mark;
    size_t frozenBefore;
    size_t walksBefore;
    bool wasJournaling;
    uint32_t mutableBefore;
    /// Containers and iterators older than this are not of this stretch.
    uint32_t first;
    /// An older iterator was moved, which cannot be undone.
    bool isFinal = false;
    llvm::StringRef what;
    Value culprit;
    SourceRange range;
  };
  /// Gives up the innermost retry; the same as unsupported() if there is none.
  LogicalResult needsRuntime(llvm::StringRef what, Value v, SourceRange range);
  /// Reports that \p what cannot be done with a run-time value.
  LogicalResult unsupported(const llvm::Twine &what, Value v,
                            SourceRange range);

  //--- Operators and calls at run time (RuntimeOps.cpp) ----------------------
  /// Makes sure that \p value, which may raise, is evaluated here.
  void anchor(ValueId value);
  /// `object[index] = v`
  LogicalResult setItem(Value object, Value index, Value v, SourceRange range);
  FailureOr<llvm::SmallVector<Value, 8>>
  runtimeUnpack(Value v, size_t before, std::optional<size_t> after,
                SourceRange range);

  bool isText(Value v) const;
  static bool isText(TypeKind kind);
  bool mayHoldSecret(TypeId type) const;

  //--- Paths (Paths.cpp) -----------------------------------------------------
  /// What a value's truth is: known now, or a bool at run time.
  struct Truth {
    bool known = false;
    bool value = false;
    ValueId condition;
  };
  FailureOr<Truth> truthOf(Value v, SourceRange range);
  /// The guard of the current path; none: always.
  ValueId guard() const {
    return path.empty() ? ValueId() : path.back().conjunction;
  }
  bool isOnPath(ValueId condition) const { return path.contains(condition); }
  /// Whether \p guard, a conjunction, holds wherever evaluation is now; none
  /// always does.
  bool holdsHere(ValueId guard) const;
  void write(Value *slot, Value v) {
    if (isJournaling)
      journal.push_back({slot, *slot});
    *slot = v;
  }
  /// Evaluates two alternatives, each under its side of \p condition, undoing
  /// the first one's writes before the second, and merges what they wrote.
  /// A side that left its scope early does not take part in the merge; its
  /// state waits in the scope. Returns how the paths that go on complete.
  Completion branch(ValueId condition, SourceRange range,
                    llvm::function_ref<Completion()> whenTrue,
                    llvm::function_ref<Completion()> whenFalse);
  /// branch() for expressions: the value is a choice between the two.
  FailureOr<Value>
  branchValue(ValueId condition, SourceRange range,
              llvm::function_ref<FailureOr<Value>()> whenTrue,
              llvm::function_ref<FailureOr<Value>()> whenFalse);
  /// \p whenTrue or \p whenFalse, as \p condition has it at run time.
  Value choose(ValueId condition, Value whenTrue, Value whenFalse,
               SourceRange range);
  /// The choice that \p v is, or null.
  const Choice *choiceOf(Value v) const {
    return isChoice(v) ? &choices[v.asSymbolic() & ~ChoiceBit] : nullptr;
  }
  /// Looks through choices that the path has decided. Fails for poison.
  FailureOr<Value> resolve(Value v, SourceRange range);
  /// Applies \p function to both sides of a choice, each under its condition.
  FailureOr<Value>
  distribute(const Choice &choice, SourceRange range,
             llvm::function_ref<FailureOr<Value>(Value)> function) {
    if (failed(located(burn(1), range)))
      return failure();
    Value yes = choice.whenTrue, no = choice.whenFalse;
    return branchValue(
        choice.condition, range, [&] { return function(yes); },
        [&] { return function(no); });
  }
  /// Runs \p body as a scope that \p exit leaves early, and joins the paths.
  Completion joinScope(Completion exit, SourceRange range,
                       llvm::function_ref<Completion()> body);
  LogicalResult willMutate(Value cell) override;
  /// From now on \p cell may not change: a run-time value made at \p range may
  /// be the same object. Says whether it might have until now.
  bool freeze(Value cell, SourceRange range);
  /// The same for what \p v is or may be, if that is a container.
  void freezeParts(Value v, SourceRange range);
  /// Undoes freeze() of all that was frozen since \p mark.
  void thawSince(size_t mark);
  size_t frozenMark() const { return frozen.size(); }
  /// Makes the run-time value \p content what \p cell holds from now on.
  LogicalResult setContent(Value cell, ValueId content, SourceRange range);
  /// A new container with that content; \p content itself if it is none.
  FailureOr<Value> makeCell(ValueId content, SourceRange range);
  bool hasEnded = false;
  /// What the innermost `return` that was evaluated returns.
  Value returned;

  //--- Loops over run-time data (Foreach.cpp) --------------------------------
  /// What is put back after the body of such a loop was evaluated.
  struct BodyState {
    size_t path;
    JournalMark mark;
    bool wasJournaling;
    uint32_t mutableBefore;
    size_t departed;
  };
  BodyState enterBody(SourceRange range);
  void leaveBody(const BodyState &state);
  void forgetValuesFrom(size_t first);
  void forgetValuesInBody(size_t first);
  Completion endAgain();
  void noteReturn(Value v);
  void thaw(Value cell);
  FailureOr<Value> withContents(Value cell, const Contents &contents);
  Changes takeWrites(JournalMark mark);
  /// Takes note that iterators among \p operands are walked at \p range, and
  /// reports those that may have been before.
  void noteWalks(OpKind kind, llvm::ArrayRef<ValueId> operands,
                 SourceRange range);
  /// Forgets those but the first \p count.
  void forgetWalksAfter(size_t count);
  /// From the outside in.
  std::vector<LoopRegion *> regions;
  /// What `break` leaves, if it is such a loop.
  LoopRegion *loopRegion = nullptr;
  /// A fault in a loop would be found again in the next iteration.
  bool isInLoop = false;
  /// Containers that may not change any more, by their serial numbers, and
  /// where it came to that; in the order in which it did.
  llvm::MapVector<uint32_t, SourceRange> frozen;
  struct Call {
    llvm::StringRef name;
    SourceRange site;
    const FunctionObject *function;
    /// Of the path that the call stands on.
    ValueId guard;
  };
  std::vector<Call> callStack;
  Completion completionOf(LogicalResult result);

  //--- The SDK (Sdk*.cpp, Steps.cpp) -----------------------------------------
  /// A function or namespace of the SDK by its place in prelude().sdk.
  Value sdkValue(size_t index);
  Value contextValue();
  /// The module `plue`.
  Value moduleValue();
  /// Ends the run on this path; always fails.
  FailureOr<Value> endRun(ir::End end, SourceRange range);

  //--- Reports ---------------------------------------------------------------
  /// Turns the pending exception, if it is not reported yet, into a diagnostic
  /// at \p range. Always fails.
  LogicalResult report(SourceRange range);
  bool mayNotHappen(value::ExcKind kind) const;
  LogicalResult raiseAtRunTime(llvm::StringRef kind, ValueId message,
                               SourceRange range);
  template <typename T>
  FailureOr<T> located(FailureOr<T> result, SourceRange range) {
    if (failed(result))
      (void)report(range);
    return result;
  }
  LogicalResult located(LogicalResult result, SourceRange range) {
    return failed(result) ? report(range) : result;
  }
  /// Marks that a diagnostic was just given; always fails.
  LogicalResult reported() {
    if (!hasException())
      (void)raise(value::ExcKind::Reported, "");
    return failure();
  }
  /// The same, around the diagnostic: `return error(diags.report(…).hint(…));`
  LogicalResult error(const DiagnosticBuilder &) { return reported(); }
  void print(llvm::StringRef line) override;
  /// Nothing more can be evaluated: a limit was exceeded.
  void exhaust() { isExhausted = true; }

  const syntax::Module &module;
  const SourceManager &sources;
  const EvalOptions &options;
  DiagnosticEngine &diags;
  ir::WorkflowBuilder &builder;
  ir::Location locate(SourceRange range) const;

  //--- Why values are known only at run time (Origins.cpp) -------------------
  /// Where \p value was first computed.
  SourceRange originOf(ValueId value) const {
    return value.index < origins.size() ? origins[value.index].range
                                        : SourceRange();
  }
  void noteOrigin(ValueId value, SourceRange range);
  /// The variable \p name has been given \p v, or was read and has it.
  void noteVariable(llvm::StringRef name, Value v);
  void noteUse(Value v, SourceRange range, bool isAttribute);
  /// Where \p value was read last, or computed if it is in no variable.
  SourceRange lastUseOf(ValueId value) const;
  /// Labels \p diagnostic, whose own range is \p use, with the way from \p v to
  /// what the run brings: why it is a run-time value, or why a secret. Says
  /// nothing of a value that is known.
  void explain(DiagnosticBuilder &diagnostic, Value v, SourceRange use) const;
  void explain(DiagnosticBuilder &diagnostic, ValueId value,
               SourceRange use) const;
  /// Reports that \p value may be None; always fails.
  LogicalResult maybeNone(ValueId value, SourceRange range);
  /// Reports that a secret, \p value if that is given, cannot be \p what.
  LogicalResult refuseSecret(llvm::StringRef what, SourceRange range,
                             ValueId value = ValueId());

  /// The workflow being evaluated; null while the module is.
  const WorkflowObject *workflow = nullptr;
  /// The calls whose steps' failures are the workflow's to handle.
  const HandledCalls *handledCalls = nullptr;
  /// Slug prefixes of step keys: helpers and loops we are in.
  std::vector<std::string> keyPath;

private:
  friend class Lowering;
  friend class Outlining;

  // Statements.cpp
  Completion execIf(const syntax::IfStmt *stmt);
  Completion execFor(const syntax::ForStmt *stmt);
  Completion execForOver(const syntax::ForStmt *stmt, Value over);
  Completion execForeach(const syntax::ForStmt *stmt, Value iterable);
  Completion execWhile(const syntax::WhileStmt *stmt);
  Completion execAssert(const syntax::AssertStmt *stmt);
  Completion failAssertion(const syntax::AssertStmt *stmt);
  LogicalResult raiseHere(llvm::StringRef kind, Value message,
                          SourceRange range);
  FailureOr<Value> messageOf(llvm::StringRef exception,
                             const syntax::CallExpr *call, SourceRange range);
  Completion execRaise(const syntax::RaiseStmt *stmt);
  Completion execReturn(const syntax::ReturnStmt *stmt);
  LogicalResult execAugAssign(const syntax::AugAssignStmt *stmt);
  FailureOr<Value> augment(value::BinaryOp op, Value left, Value right,
                           SourceRange range);
  std::string messageText(Value text) const;
  LogicalResult execFunctionDef(const syntax::FunctionDefStmt *stmt);
  LogicalResult execImport(const syntax::ImportStmt *stmt);
  LogicalResult execImportFrom(const syntax::ImportFromStmt *stmt);
  void poisonTargets(const syntax::Stmt *stmt);
  void poison(const syntax::Expr *target);

  // Iterators.cpp
  FailureOr<Value> viewOf(Value cell, llvm::StringRef name, SourceRange range);
  FailureOr<Value> currentView(Value v, SourceRange range);

  // Expressions.cpp
  /// eval() for what is only handed on: a view stays one.
  FailureOr<Value> evalHeld(const syntax::Expr *expr);
  FailureOr<Value> evalUnchecked(const syntax::Expr *expr);
  FailureOr<Value> evalName(const syntax::NameExpr *expr);
  FailureOr<Value> evalConstant(const syntax::ConstantExpr *expr);
  FailureOr<Value> evalJoinedStr(llvm::ArrayRef<syntax::JoinedPart> parts,
                                 SourceRange range);
  FailureOr<Value> evalReplacement(const syntax::JoinedPart &part);
  FailureOr<Value> evalSequence(const syntax::SequenceExpr *expr);
  LogicalResult addElement(llvm::SmallVectorImpl<Value> &values, Value v,
                           bool isSpread, SourceRange range);
  FailureOr<Value> makeSequence(const syntax::SequenceExpr *expr,
                                llvm::ArrayRef<Value> values);
  FailureOr<Value> evalRuntimeSequence(const syntax::SequenceExpr *expr,
                                       size_t first,
                                       llvm::ArrayRef<Value> values,
                                       Value spread);
  FailureOr<Value> evalDict(const syntax::DictExpr *expr);
  FailureOr<Value> evalBoolOp(llvm::ArrayRef<syntax::Expr *> operands,
                              bool isAnd);
  FailureOr<Value> evalCompare(const syntax::CompareExpr *expr);
  FailureOr<Value> evalCompareRest(const syntax::CompareExpr *expr, size_t from,
                                   Value left);
  FailureOr<Value> evalConditional(const syntax::ConditionalExpr *expr);
  FailureOr<Value> evalCall(const syntax::CallExpr *expr);
  FailureOr<Value> evalAttribute(const syntax::AttributeExpr *expr);
  FailureOr<Value> evalSubscript(const syntax::SubscriptExpr *expr);
  FailureOr<Value> subscriptOf(Value object, Value index,
                               const syntax::SubscriptExpr *expr);
  FailureOr<Value> evalComprehension(const syntax::ComprehensionExpr *expr);
  FailureOr<Value> comprehensionOver(const syntax::ComprehensionExpr *expr,
                                     Value iterable);
  FailureOr<Value> collectInRegion(const syntax::ComprehensionExpr *expr,
                                   Value iterable);
  FailureOr<Value> makeResult(const syntax::ComprehensionExpr *expr);
  FailureOr<Value> collect(const syntax::ComprehensionExpr *expr,
                           value::IteratorObject &generator, Frame *inner);
  LogicalResult assignSequence(llvm::ArrayRef<syntax::Expr *> targets, Value v,
                               SourceRange range);
  LogicalResult assignRuntimeSequence(llvm::ArrayRef<syntax::Expr *> targets,
                                      size_t star, Value v, SourceRange range);
  LogicalResult bindStarred(llvm::ArrayRef<syntax::Expr *> targets, size_t star,
                            llvm::ArrayRef<Value> values);
  Value *slotOf(const syntax::Resolution &resolution);
  FailureOr<Value> builtinValue(size_t slot);

  // Residual.cpp
  FailureOr<ValueId> reifyRange(Value v, SourceRange range);
  FailureOr<ValueId> reifyView(Value v, SourceRange range);
  FailureOr<ValueId> reifyChoice(const Choice &choice, SourceRange range);
  FailureOr<ValueId> reifyContainer(OpKind kind, llvm::ArrayRef<Value> items,
                                    SourceRange range);
  ValueId proofOfPresence(ValueId v) const;
  LogicalResult checkComparable(value::CompareOp op, TypeId left, TypeId right,
                                SourceRange range);
  FailureOr<Value> compareSymbolic(value::CompareOp op, Value left, Value right,
                                   SourceRange range);
  FailureOr<Value> textOfPlanValue(Value v, char conversion, SourceRange range);

  // Origins.cpp
  std::string sourceText(ValueId value) const;
  std::string linkText(ValueId value) const;
  std::string whyAbsent(ValueId value) const;

  // RuntimeOps.cpp
  /// What the value of an operation is: a new container, a part of what was
  /// there, one of the arguments or a part of one, or a container that has got
  /// the arguments as parts. Scalars are any of these.
  enum class Sharing : uint8_t { New, Part, Argument, Content };
  using Rule = llvm::function_ref<value::Typing(llvm::ArrayRef<TypeId>)>;
  FailureOr<ValueId> operandOf(Value v, SourceRange range);
  LogicalResult unwrapOperands(llvm::MutableArrayRef<ValueId> operands,
                               Rule rule, SourceRange range);
  FailureOr<ValueId> emitOperation(OpKind kind, llvm::StringRef attribute,
                                   llvm::SmallVectorImpl<ValueId> &operands,
                                   Rule rule, SourceRange range);
  static Value *findChoice(llvm::MutableArrayRef<Value> values);
  FailureOr<Value> runtimeOp(OpKind kind, llvm::StringRef attribute,
                             llvm::ArrayRef<Value> values, Rule rule,
                             Sharing sharing, SourceRange range);
  FailureOr<Value> runtimeUnary(value::UnaryOp op, Value operand,
                                SourceRange range);
  FailureOr<Value> runtimeBinary(value::BinaryOp op, Value left, Value right,
                                 SourceRange range);
  FailureOr<Value> runtimeInplace(value::BinaryOp op, Value cell, Value right,
                                  SourceRange range);
  FailureOr<Value> itemOf(Value mapping, llvm::StringRef key,
                          SourceRange range);
  FailureOr<Value> runtimeIndex(Value object, Value index, SourceRange range);
  FailureOr<Value> runtimeSlice(Value object, llvm::ArrayRef<Value> parts,
                                SourceRange range);
  LogicalResult refuseAlias(Value v, SourceRange range);
  bool mayHoldCells(TypeId type) const;
  void freezeArguments(llvm::ArrayRef<Value> arguments, TypeId type,
                       Sharing sharing, size_t mark, SourceRange range);
  /// Calls the method \p name of a container.
  FailureOr<Value> callMethod(Value object, llvm::StringRef name,
                              Value argument, SourceRange range);
  FailureOr<Value> joinKnown(Value separator, Value items, SourceRange range);
  FailureOr<Value> runtimeMethod(Value self, llvm::StringRef name,
                                 const CallArgs &args, SourceRange range);
  FailureOr<Value> changeCell(Value cell, llvm::StringRef attribute,
                              llvm::ArrayRef<ValueId> operands,
                              const value::Typing &typing, TypeId after,
                              SourceRange range);
  Value decideInstance(const CallArgs &args, SourceRange range);
  FailureOr<Value> typeOfRuntime(Value v, SourceRange range);
  FailureOr<Value> callUnbound(const value::MethodObject &method,
                               const CallArgs &args, const CallSite &site);
  /// A built-in call as a run-time operation; Absent if it has no such form.
  FailureOr<Value> runtimeCall(Value callee, const CallArgs &args,
                               const CallSite &site);

  // Calls.cpp
  FailureOr<Value> callBuiltinKind(Value callee, const CallArgs &args,
                                   const CallSite &site);
  bool recursesAtRunTime(const FunctionObject &function) const;
  FailureOr<Value> runBody(const FunctionObject &function);
  FailureOr<Value> outlineBuiltinCall(Value callee, const CallArgs &args,
                                      const CallSite &site);
  FailureOr<Value> outlineResidualCall(Value callee, const CallArgs &args,
                                       const CallSite &site);
  FailureOr<Value> callOnGenerator(const syntax::CallExpr *expr, Value callee,
                                   const syntax::ComprehensionExpr *generator);
  FailureOr<Value> consumeGenerator(const syntax::CallExpr *expr, Value callee,
                                    const syntax::Expr *outermost,
                                    Value iterable);
  FailureOr<Value>
  outlineCallback(const syntax::CallExpr *expr, Value callee,
                  llvm::ArrayRef<Value> positional,
                  llvm::ArrayRef<std::pair<llvm::StringRef, Value>> keywords);
  FailureOr<Value> decorate(const BoundObject &decorator, const CallArgs &args,
                            const CallSite &site);

  // Spreads.cpp
  FailureOr<Value> callWithArguments(const syntax::CallExpr *expr,
                                     Value callee);
  FailureOr<Value> callWithValues(const syntax::CallExpr *expr, Value callee,
                                  llvm::MutableArrayRef<Value> values);
  LogicalResult spreadKeywords(
      Value v, SourceRange range,
      llvm::SmallVectorImpl<std::pair<llvm::StringRef, Value>> &keywords);
  FailureOr<Value> callWithRuntimeSpread(const syntax::CallExpr *expr,
                                         Value callee,
                                         llvm::ArrayRef<Value> values);
  FailureOr<Value> callWithRest(const syntax::CallExpr *expr,
                                const FunctionObject &function,
                                llvm::ArrayRef<Value> values);
  FailureOr<Value> callOnChoice(Value callee, const CallArgs &args,
                                const CallSite &site);
  FailureOr<Value> oneContainer(Value v, SourceRange range);

  // Paths.cpp
  struct Side;
  void push(ValueId condition, SourceRange range);
  void push(const Side &side);
  ValueId disjunction(ValueId a, ValueId b);
  ValueId conjunctionSince(size_t mark);
  JournalMark journalMark() const {
    return {journal.size(), cellJournal.size()};
  }
  void mergeWrites(ValueId condition, const Changes &whenTrue,
                   const Changes &whenFalse, SourceRange range);
  Side runSide(ValueId condition, SourceRange range,
               llvm::function_ref<Completion()> body);
  void rejoin(const Side &whenTrue, const Side &whenFalse, SourceRange range);
  Completion goOnWith(const Side &side);
  void leaveEarly(const Side &side);
  void adopt(const JoinScope &scope, const JoinScope::Exit &exit);
  void merge(const JoinScope &scope, const JoinScope::Exit &exit,
             SourceRange range);
  Changes stateAt(const JoinScope &scope, const JoinScope::Exit &exit) const;
  void restoreJournaling(bool wasJournaling, uint32_t mutableBefore);
  JoinScope &scopeFor(Completion exit);

  // Cells.cpp
  bool isSaved(Value cell) const;
  LogicalResult saveContents(Value cell);
  void replaceContent(Value cell, ValueId content);
  CellContents takeContents(size_t mark);
  CellContents currentContents(size_t mark);
  void forgetJournal(JournalMark mark);
  bool mayMove(Value iterator);
  void adoptContents(const CellContents &contents);
  LogicalResult mergeContents(ValueId condition, Value cell,
                              const Contents &whenTrue,
                              const Contents &whenFalse, SourceRange range);
  void mergeCells(ValueId condition, const CellContents &whenTrue,
                  const CellContents &whenFalse, SourceRange range);

  bool isOptional(Value v) const;
  Value narrowed(Value v, ValueId condition, SourceRange range);
  ValueId chooseBool(ValueId condition, Value whenTrue, Value whenFalse);
  struct Boundness;
  Boundness boundness(Value v) const;

  Frame *newFrame(Frame *parent, size_t slots);

public:
  Frame *frame = nullptr;
  Frame globals;

private:
  Path path;
  std::vector<Write> journal;
  std::vector<CellWrite> cellJournal;
  /// Where in the journal each container, by serial number, was last saved, and
  /// from where on that still counts.
  llvm::DenseMap<uint32_t, size_t> lastSaved;
  size_t cellBoundary = 0;
  bool isJournaling = false;
  std::vector<JoinScope *> scopes;
  /// A deque: what choiceOf() returns stays where it is.
  std::deque<Choice> choices;
  /// How many times a path has ended the run or left a scope early.
  size_t numDeparted = 0;
  /// Cells older than this may not change: they outlive the branch.
  uint32_t oldestMutable = 0;
  SourceRange mutationCondition;
  /// Values that are evaluated at their place, and the guard of that.
  llvm::DenseMap<ValueId, ValueId> anchors;
  /// What willMutate() has just refused, for report().
  llvm::StringRef refusedMutation;

  llvm::BumpPtrAllocator frames;
  /// A limit was exceeded: nothing more can be evaluated.
  bool isExhausted = false;
  unsigned reifyDepth = 0;
  /// Bytes that `print` was asked to write.
  uint64_t logged = 0;
  struct Origin {
    SourceRange range;
    /// Where the value was read last, under a name or not.
    SourceRange lastUse;
    /// Where it was written last as an attribute: `ctx.event.ref`.
    SourceRange lastWritten;
    /// That it was first assigned to, if it was.
    llvm::StringRef variable;
  };
  /// By value.
  std::vector<Origin> origins;
  /// The call that the library may call back from.
  SourceRange callSite;
  llvm::DenseMap<const syntax::Expr *, Value> constants;
  Retry *retry = nullptr;
  /// Where iterators were first walked.
  struct Walk {
    SourceRange range;
    /// How many had been before.
    size_t number;
    bool isReported = false;
  };
  llvm::DenseMap<ValueId, Walk> walks;
  size_t numWalks = 0;
  /// Expressions that were evaluated ahead of their turn.
  llvm::DenseMap<const syntax::Expr *, Value> evaluated;
  std::vector<Value> sdk;
  Value context;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_EVALUATOR_H
