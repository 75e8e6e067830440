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

/// What a step may do to the world outside it.
enum class Effects : uint8_t {
  None = 0,
  /// Reads the workspace.
  Read = 1,
  /// Reads and changes the workspace.
  Workspace = 2,
  /// Acts on the forge: comments, reviews.
  Outward = 4,
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

/// What decides a step's result.
struct StepDefinition {
  StepKind kind = StepKind::Shell;
  ShellKind shell = ShellKind::Sh;
  /// A script: the value of a `const` or `shell` operation.
  ValueId script;
  /// Or an argument vector.
  std::vector<ValueId> argv;
  /// In order of name.
  std::vector<NamedValue> env;
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
  Retry retry;
  /// The cache key, if the step is cached.
  ValueId cacheKey;
};

struct Step {
  /// Stable under edits elsewhere: call path, slug of the name, occurrence.
  llvm::StringRef key;
  /// For people; a string that may be known only at run time.
  ValueId name;
  /// The guard; none: always.
  ValueId when;
  StepDefinition definition;
  StepPolicy policy;
  /// Predecessors in order; see lib/IR/Ordering.cpp for which.
  std::vector<Edge> deps;
  /// Digest of the definition, its operands and its predecessors' digests.
  Digest digest{};
  /// The operation that this step is.
  ValueId op;
};

/// Where the run ends before its last step.
struct End {
  bool isSuccess = true;
  ValueId when;
  /// Of a failure.
  ValueId reason;
  /// Of a success.
  std::vector<NamedValue> outputs;
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

/// `step_1` for the first step of a workflow, and so on.
std::string stepName(StepId step);

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

/// Sets Step::digest in \p workflow, which is, or is to be, one of \p plan and
/// is otherwise complete. Digests are not stored in files: to be trusted they
/// would have to be computed anyway.
void computeDigests(const Plan &plan, Workflow &workflow);

/// BLAKE3 of everything in the plan except sources and locations: what it
/// means.
Digest specHash(const Plan &plan);

} // namespace plue::ir

#endif // PLUE_IR_PLAN_H
