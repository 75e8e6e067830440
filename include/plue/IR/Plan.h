//===- Plan.h - Plans in memory ---------------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A plan holds workflows. A workflow is a list of operations in program
/// order over SSA values: a value is the ordinal of the operation that makes
/// it, and operands come before their uses. Conditionals are predicates: a step
/// runs if its guard `when` holds. So a workflow is a plain DAG.
///
/// Steps and ends have more to say than fits an operation; it stands in tables
/// beside the list, and the `step` and `end` operations are their places in
/// program order. What decides a step's result (StepDefinition) is apart from
/// what only governs its running (StepPolicy), so that cache keys are right by
/// construction.
///
/// Nothing here is trusted until Verifier.h has said yes. Strings belong to the
/// plan's arena, or to the buffer that it was read from.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_PLAN_H
#define PLUE_IR_PLAN_H

#include "plue/Support/Hash.h"
#include "plue/Support/Ids.h"
#include "plue/Value/Type.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/StringSaver.h"
#include <memory>
#include <optional>
#include <vector>

namespace plue::ir {

using value::TypeId;
using value::TypeStore;

/// The version of plans, in memory and as files. A plan can be read by whoever
/// knows its major version and at least its minor one: what is appended to a
/// table or to PlanOps.def raises the minor version, any other change the
/// major.
inline constexpr uint16_t VersionMajor = 1, VersionMinor = 0;

using ValueId = Id<struct ValueTag>;
using StepId = Id<struct StepTag>;
using EndId = Id<struct EndTag>;
using ConstantId = Id<struct ConstantTag>;
using TemplateId = Id<struct TemplateTag>;
using FunctionId = Id<struct FunctionTag>;
using RegionId = Id<struct RegionTag>;

//--- Operations ---------------------------------------------------------------

enum class OpKind : uint16_t {
#define PLUE_OP(Name, mnemonic, operands, attribute, doc) Name,
#include "../../../ir/PlanOps.def"
};

/// What Op::attribute indexes.
enum class AttributeKind : uint8_t {
  None,
  /// Plan::strings
  String,
  /// Plan::constants
  Constant,
  /// Plan::templates
  Template,
  /// Workflow::steps
  Step,
  /// Workflow::ends
  End,
  /// Plan::functions
  Function,
  /// Workflow::regions
  Region,
};

inline constexpr unsigned AnyNumber = ~0u;

struct OpInfo {
  llvm::StringRef mnemonic;
  /// How many operands, or AnyNumber.
  unsigned numOperands;
  AttributeKind attribute;
  llvm::StringRef doc;
};

const OpInfo &info(OpKind kind);
unsigned numOpKinds();

/// One operation. Laid out as it is written to a file.
struct Op {
  OpKind kind = OpKind::Const;
  TypeId type;
  uint32_t firstOperand = 0;
  uint32_t numOperands = 0;
  uint32_t attribute = 0;
};

/// What a constant is; containers are made by operations.
struct Constant {
  enum Kind : uint8_t { None, Bool, Int, BigInt, Float, Str };
  Kind kind = None;
  /// Bool, Int.
  int64_t number = 0;
  /// Float.
  double real = 0;
  /// Str: the text. BigInt: decimal digits, with a sign if negative.
  llvm::StringRef text = {};
};

/// Where a hole stands in a shell script, and so how what fills it is escaped.
enum class HoleContext : uint8_t {
  /// A word of its own outside quotes. Nothing remains of an empty value.
  Bare,
  /// Between double quotes.
  DoubleQuoted,
  /// Between single quotes.
  SingleQuoted,
  /// Outside quotes, where an empty value must leave an empty word.
  Word,
  /// In the body of a here-document whose delimiter is not quoted.
  HereDocument,
};
inline constexpr unsigned NumHoleContexts = 5;

/// A shell script with holes: pieces.size() == holes.size() + 1.
struct ShellTemplate {
  std::vector<llvm::StringRef> pieces;
  std::vector<HoleContext> holes;
};

/// A position in a source file, as people count. An ordinal past the end of
/// Plan::sources means that it is not known.
struct Location {
  uint32_t source = ~0u;
  uint32_t line = 0;
  uint32_t column = 0;
  friend bool operator==(Location, Location) = default;
};

//--- Steps --------------------------------------------------------------------

/// A list that most steps have nothing in. There may be a million steps.
template <typename T> using ShortList = llvm::SmallVector<T, 0>;

/// What a step may do to the world outside it.
enum class Effects : uint8_t {
  None = 0,
  /// Reads the workspace.
  Read = 1,
  /// Reads and changes the workspace.
  Workspace = 2,
  /// Acts on the forge: comments, reviews.
  Outward = 4,
  /// Comes before everything later and after nothing but other barriers.
  Barrier = 8,
};

/// Whether a step with effects \p later must follow one with effects \p earlier
/// that stands before it.
bool conflict(Effects earlier, Effects later);

enum class StepKind : uint8_t {
#define PLUE_STEP_KIND(Name, spelling, effects, doc) Name,
#include "../../../ir/PlanOps.def"
};

llvm::StringRef spelling(StepKind kind);
Effects effectsOf(StepKind kind);
unsigned numStepKinds();
/// Whether steps of this kind are none to people: they have no number, no key
/// and no name, and are not shown.
bool isPseudo(StepKind kind);

/// Why one step waits for another. An edge may have several reasons.
enum class EdgeKind : uint8_t { Data = 1, Order = 2, Guard = 4 };

struct Edge {
  StepId from;
  /// A set of EdgeKind.
  uint8_t kinds = 0;
  friend bool operator==(Edge, Edge) = default;
};

struct NamedValue {
  llvm::StringRef name;
  ValueId value;
};

enum class ShellKind : uint8_t {
  /// No shell: the command is an argument vector.
  None,
  /// `/bin/sh -e`
  Sh,
  /// `bash -eo pipefail`
  Bash,
};

/// How many environment variables a step may set.
inline constexpr size_t MaxVariables = 0xFFFF;

/// What decides a step's result.
struct StepDefinition {
  StepKind kind = StepKind::Shell;
  ShellKind shell = ShellKind::Sh;
  /// A script: the value of a `const` or `shell` operation.
  ValueId script;
  /// Or an argument vector. A list stands for its items.
  ShortList<ValueId> argv;
  /// In order of name.
  ShortList<NamedValue> env;
  /// What kinds other than shell are given, in the order of their parameters.
  /// A check: what to compute, in order, under no names.
  ShortList<NamedValue> inputs;
  /// Empty: the workflow's image.
  llvm::StringRef image;
  /// Relative to the workspace; empty: its root.
  llvm::StringRef workdir;
  TypeId resultType;
};

struct Retry {
  /// How many times a step is started at most; 1 is no retry.
  uint32_t attempts = 1;
  uint64_t delayMs = 0;
};

/// What governs a step's running but not its result.
struct StepPolicy {
  uint64_t timeoutMs = 0;
  /// The failure is the workflow's to handle: it does not fail the run.
  bool continueOnError = false;
  /// The cache key, if the step is cached.
  ValueId cacheKey;
  Retry retry;
};

struct Step {
  /// Stable under edits elsewhere: call path, slug of the name, occurrence.
  /// Empty for a pseudo-step.
  llvm::StringRef key;
  /// For people; a string that may be known only at run time.
  ValueId name;
  /// The guard; none: always.
  ValueId when;
  StepDefinition definition;
  StepPolicy policy;
  /// Predecessors in order; see lib/IR/Ordering.cpp for which. In a region they
  /// are steps of the same region, as of one iteration.
  llvm::SmallVector<Edge, 1> deps;
  /// In a region: whether `depends_on` was given, and the parallel groups that
  /// the step is a member of, ascending. Steps of two iterations that have a
  /// group in common, other than those of Region, run together.
  bool hasDependsOn = false;
  ShortList<uint32_t> groups;
  /// The operation that this step is.
  ValueId op;
  /// Counts the steps that people see, from 1; 0 for a pseudo-step. Not stored
  /// in files: numberSteps() sets it.
  uint32_t number = 0;
  /// Only while a plan runs, of a step that was made from one in a region:
  /// which iterations it belongs to, from the outside in: `[0][2]`.
  llvm::StringRef instance = {};
};

/// Where the run ends before its last step.
struct End {
  bool isSuccess = true;
  ValueId when;
  /// Of a failure.
  ValueId reason;
  /// Of a success.
  ShortList<NamedValue> outputs;
};

//--- Regions ------------------------------------------------------------------

/// A loop over run-time data with steps in it. The operations of its body stand
/// right after its `foreach` operation; they are made anew for each item when
/// the plan runs. Nothing outside sees them: what comes out is carried.
///
/// To the steps outside, its step stands for the whole: it has the effects of
/// all steps in the body, waits for whatever any of them needs, and has ended
/// when all have. So no edge crosses the border of a region.
struct Region {
  /// The step, of kind foreach, that runs the region. Its operation stands
  /// right before `foreach`, and its guard is that of the loop.
  StepId step;
  /// The body: operations [first, end), and the steps among them. The
  /// operations begin with one `param` for the item and one for each carried
  /// value.
  uint32_t firstOp = 0, endOp = 0;
  uint32_t firstStep = 0, endStep = 0;
  /// The region around this one, if there is one.
  RegionId parent;
  /// What the carried values are after an iteration. A region goes on to the
  /// next item while the first of them, a bool, is true.
  std::vector<ValueId> yields;
  /// The parallel groups that were formed in the body: each iteration has its
  /// own. [first, end).
  uint32_t firstGroup = 0, endGroup = 0;
};

//--- Functions ----------------------------------------------------------------

enum class InstrKind : uint8_t {
#define PLUE_INSTR(Name, mnemonic, pops, pushes, a, b, doc) Name,
#include "../../../ir/FunctionOps.def"
};

/// What an operand of an instruction is.
enum class InstrOperand : uint8_t {
  None,
  Count,
  Hops,
  Slot,
  Constant,
  String,
  Type,
  Function,
  Target,
  /// A string, or ~0u for no keywords.
  Keywords,
  UnaryOp,
  BinaryOp,
  CompareOp,
};

struct InstrInfo {
  llvm::StringRef mnemonic;
  /// -1: as many as operand `a` says.
  int pops, pushes;
  InstrOperand a, b;
  llvm::StringRef doc;
};

const InstrInfo &info(InstrKind kind);
unsigned numInstrKinds();

/// One instruction. Laid out as it is written to a file.
struct Instr {
  InstrKind kind = InstrKind::Pop;
  uint16_t a = 0;
  uint32_t b = 0;
};

/// What kind of parameter, as in Python's inspect.Parameter.
struct FunctionParameter {
  enum Kind : uint8_t {
    PositionalOnly,
    Plain,
    VarPositional,
    KeywordOnly,
    VarKeyword
  };
  llvm::StringRef name;
  Kind kind = Plain;
  /// The slot in the *enclosing* frame that holds the default; ~0u: none.
  uint32_t defaultSlot = ~0u;
};

/// Code without effects. Variables live in frames: a call makes one, with the
/// parameters in its first slots, inside the frame of the enclosing function.
struct Function {
  llvm::StringRef name;
  /// The enclosing function, which comes first in Plan::functions; none for one
  /// that an `apply` operation calls.
  FunctionId parent;
  std::vector<FunctionParameter> parameters;
  /// Of the parameters and of the value; only for functions without a parent.
  std::vector<TypeId> parameterTypes;
  TypeId resultType;
  uint32_t numSlots = 0;
  /// A call makes an iterator that runs the code up to each `yield`.
  bool isGenerator = false;
  std::vector<Instr> code;
  /// Beside `code`; empty if locations were stripped.
  std::vector<struct Location> locations;
};

//--- Workflows ----------------------------------------------------------------

enum class TriggerKind : uint8_t {
  Push,
  PullRequest,
  Manual,
  Schedule,
  IssueComment,
};

llvm::StringRef spelling(TriggerKind kind);

/// An input of a manual run.
struct InputDecl {
  llvm::StringRef name;
  TypeId type;
  /// Constant; none: the input is required unless its type is optional.
  std::optional<ConstantId> defaultValue;
};

struct Trigger {
  TriggerKind kind;
  /// Push, PullRequest: branch patterns; empty means all.
  std::vector<llvm::StringRef> branches;
  /// PullRequest, IssueComment: event actions.
  std::vector<llvm::StringRef> types;
  /// Push: tag and path patterns.
  std::vector<llvm::StringRef> tags, paths;
  std::vector<InputDecl> inputs;
  /// Schedule: five cron fields.
  llvm::StringRef cron;
  /// IssueComment: the comment must contain this.
  llvm::StringRef contains;
};

struct Workflow {
  llvm::StringRef name;
  llvm::StringRef doc;
  std::vector<Trigger> triggers;
  /// The image of steps that name none: a reference or `host`. Empty exactly if
  /// there is a dockerfile.
  llvm::StringRef image;
  llvm::StringRef dockerfile;
  uint64_t timeoutMs = 0;

  std::vector<Op> ops;
  std::vector<ValueId> operandPool;
  std::vector<Step> steps;
  std::vector<End> ends;
  /// In order of their `foreach` operations.
  std::vector<Region> regions;
  /// How many steps people see. Not stored in files: numberSteps() sets it.
  uint32_t numSteps = 0;
  /// Beside `ops`; empty if locations were stripped.
  std::vector<Location> locations;
  Location location;

  const Op &op(ValueId value) const { return ops[value.index]; }
  llvm::ArrayRef<ValueId> operands(const Op &op) const {
    return llvm::ArrayRef(operandPool).slice(op.firstOperand, op.numOperands);
  }
  llvm::ArrayRef<ValueId> operands(ValueId value) const {
    return operands(op(value));
  }
  TypeId typeOf(ValueId value) const { return op(value).type; }
  Location locationOf(ValueId value) const {
    return value.index < locations.size() ? locations[value.index] : Location();
  }
};

/// `step_1` for the first step of a workflow that people see, and so on; with
/// the iterations, `step_1[0]`, for one that a region made. A pseudo-step has a
/// name too, for error messages: `check 3`.
std::string stepName(const Workflow &workflow, StepId step);

/// Sets Step::number and Workflow::numSteps.
void numberSteps(Workflow &workflow);

struct Source {
  /// Relative to the project, with `/`.
  llvm::StringRef path;
  Digest digest{};
};

struct Plan {
  Plan() : saver(arena) {}
  Plan(const Plan &) = delete;

  std::vector<Source> sources;
  TypeStore types;
  std::vector<llvm::StringRef> strings;
  std::vector<Constant> constants;
  std::vector<ShellTemplate> templates;
  std::vector<Function> functions;
  std::vector<Workflow> workflows;

  /// The string that a String attribute means.
  llvm::StringRef string(const Op &op) const { return strings[op.attribute]; }
  const Constant &constant(const Op &op) const {
    return constants[op.attribute];
  }
  const Workflow *findWorkflow(llvm::StringRef name) const;

  /// Keeps a copy of \p text, one for equal texts.
  llvm::StringRef save(llvm::StringRef text) { return saver.save(text); }

  /// The file this plan was read from, if strings point into it.
  std::shared_ptr<const void> backing;

private:
  llvm::BumpPtrAllocator arena;
  llvm::UniqueStringSaver saver;
};

/// The digest of each step of \p workflow, which is, or is to be, one of
/// \p plan: of its definition, its operands and its predecessors' digests. They
/// are neither stored in files nor kept in memory: to be trusted they have to be
/// computed, and most who read a plan do not ask for them.
std::vector<Digest> computeDigests(const Plan &plan, const Workflow &workflow);

/// BLAKE3 of everything in the plan except sources and locations: what it
/// means.
Digest specHash(const Plan &plan);

} // namespace plue::ir

#endif // PLUE_IR_PLAN_H
