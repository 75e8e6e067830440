//===- Infer.h - Types of lowered code --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Runs lowered code on types instead of values until nothing changes any
/// more (abstract interpretation). What a variable holds is known at each
/// instruction; tests narrow it. A call is looked into where it stands, with
/// the types of its arguments, so a helper may be used with different ones.
///
/// Containers are *sites*: the places that make them, or the containers of the
/// evaluator that come in. What a variable holds is a set of sites, and a site
/// knows what was ever put into any of its containers, and whether one of them
/// was changed after it was made. So `groups.setdefault(k, []).append(x)` finds
/// its way, and the evaluator learns which of its containers the code changes.
///
/// Once all is known a last round reports: what raises for certain, what may be
/// None where None would raise, names that no value there can have.
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EVAL_INFER_H
#define PLUE_LIB_EVAL_INFER_H

#include "Lower.h"
#include "plue/Value/Typing.h"
#include <map>
#include <set>

namespace plue::eval {

//--- What is known of a value -------------------------------------------------

using SiteId = uint32_t;

/// A set of possible values: those of a type without containers and functions,
/// and those of some sites. Without either nothing gets here.
struct Abstract {
  /// None if there are no such values.
  TypeId scalars;
  /// In order, each once.
  llvm::SmallVector<SiteId, 2> sites;
  /// The value, if it can be one constant only.
  Value known;
  /// Of a variable: it may have no value.
  bool maybeUnbound = false;

  bool isNever() const { return !scalars && sites.empty(); }
  friend bool operator==(const Abstract &a, const Abstract &b) {
    return a.scalars == b.scalars && a.sites == b.sites &&
           isIdentical(a.known, b.known) && a.maybeUnbound == b.maybeUnbound;
  }
};

struct Site {
  enum Kind : uint8_t {
    List,
    Set,
    Dict,
    Tuple,
    /// What can only be walked: iterators, views, ranges.
    Iter,
    Function,
    Builtin,
    Class,
    Method,
  };
  Kind kind;
  /// List, Set, Iter: the items. Dict: keys, values. Tuple: each item, or all
  /// of them if `isVariadic`. Method: the object.
  std::vector<Abstract> parts;
  bool isVariadic = false;
  bool isMutated = false;
  /// The container of the evaluator that this is; Absent for others.
  Value cell;
  /// It belongs to a run-time value that nobody may change.
  bool isForeign = false;
  /// Where it was first changed.
  SourceRange mutation;
  /// Function: which, and the frame around its calls.
  uint32_t function = 0;
  uint32_t frame = 0;
  value::BuiltinId builtin{};
  TypeId type;
  /// Iter: what Python calls it. Method: its name.
  llvm::StringRef name;
};

/// The arguments of a call.
struct AbstractArgs {
  llvm::SmallVector<Abstract, 4> positional;
  llvm::SmallVector<std::pair<llvm::StringRef, Abstract>, 2> keywords;
  /// More of either that are not known one by one.
  std::optional<Abstract> spread, spreadKeywords;
};

/// The types of which any value of \p type has one; none of them is a union or
/// an optional. None has none.
llvm::SmallVector<TypeId, 4> membersOf(const value::TypeStore &types,
                                       TypeId type);

//--- Inference ----------------------------------------------------------------

class Inference {
public:
  Inference(Evaluator &evaluator, Lowering &lowering);

  /// Finds out all about the code, and reports. Fails with a report.
  LogicalResult run();

  /// What the root returns, and what its variables hold at the end of a loop.
  const Abstract &result() const { return contexts.front().result; }
  Abstract slotAtEnd(uint32_t slot);
  bool reachesEnd() const;

  TypeId typeOf(const Abstract &abstract);
  const Site &site(SiteId id) const { return sites[id]; }
  size_t numSites() const { return sites.size(); }
  /// The site of a container of the evaluator, if the code can reach it.
  std::optional<SiteId> siteOfCell(Value cell) const;
  /// All sites that can be got at from \p abstract.
  std::set<SiteId> reachable(const Abstract &abstract) const;
  /// By function and instruction: attributes that are fields, and loads of
  /// variables that may have no value.
  std::set<std::pair<uint32_t, uint32_t>> fields, unboundLoads;
  /// Someone looks at how a step went.
  bool readsOutcome = false;

private:
  //--- States
  /// What a value on the stack says about variables.
  struct Test {
    enum Kind : uint8_t { None, Truth, IsNone, IsInstance };
    Test(Kind kind = None, uint32_t hops = 0, uint32_t slot = 0)
        : kind(kind), hops(hops), slot(slot) {}
    Kind kind;
    bool isNegated = false;
    /// The variable: frames outward, slot.
    uint32_t hops, slot;
    /// IsInstance: the classes.
    llvm::SmallVector<TypeId, 2> classes;
    friend bool operator==(const Test &, const Test &) = default;
  };
  struct Entry {
    Abstract v;
    Test test;
    /// The expression; the first one where several meet.
    SourceRange range;
  };
  struct State {
    std::vector<Abstract> slots;
    std::vector<Entry> stack;
    /// Variables of frames around that tests have narrowed.
    std::map<std::pair<uint32_t, uint32_t>, Abstract> narrowed;
  };
  /// A function as it is called from one place.
  struct Context {
    uint32_t function;
    /// The context whose frame is around this one.
    uint32_t frame;
    std::vector<std::optional<State>> states;
    std::vector<Abstract> entry;
    /// What was ever in a variable.
    std::vector<Abstract> summary;
    Abstract result;
    /// What a generator yields.
    Abstract yielded;
    State *now = nullptr;
    unsigned active = 0;
    /// When the states were computed.
    uint64_t version = ~0ULL;
    std::map<std::pair<uint32_t, uint32_t>, Abstract> outerReads;
    bool wasReported = false;
  };

  //--- Abstract values (InferValues.cpp)
  bool joinInto(Abstract &into, const Abstract &from);
  bool joinInto(State &into, const State &from);
  Abstract join(const Abstract &a, const Abstract &b) {
    Abstract result = a;
    joinInto(result, b);
    return result;
  }
  Abstract scalar(TypeId type) {
    Abstract a;
    a.scalars = type;
    return a;
  }
  Abstract ofSite(SiteId id) {
    Abstract a;
    a.sites.push_back(id);
    return a;
  }
  /// Where something is made: the instruction, and what of it.
  struct Key {
    uint32_t context, pc, part;
    friend auto operator<=>(const Key &, const Key &) = default;
  };
  Key key(uint32_t part = 0) const {
    return {context, pc, part + 10000 * callPart};
  }
  SiteId siteAt(Key key, Site::Kind kind, size_t numParts);
  Abstract make(Site::Kind kind, llvm::ArrayRef<Abstract> parts,
                uint32_t part = 0);
  Abstract makeIter(llvm::StringRef name, const Abstract &item,
                    uint32_t part = 0);
  void grow(SiteId site, size_t part, const Abstract &v);
  void mutate(SiteId site);
  /// What a value of \p type is. Containers in it may be those of \p sources,
  /// the outermost one only if \p mayBeSource.
  Abstract fromType(TypeId type, const std::set<SiteId> &sources,
                    bool mayBeSource, uint32_t &part, bool isForeign = false);
  Abstract fromType(TypeId type) {
    uint32_t part = 1000;
    return fromType(type, {}, false, part);
  }
  Abstract ofValue(Value v, llvm::DenseMap<const void *, SiteId> &seen,
                   unsigned depth = 0);
  void collect(const Abstract &abstract, std::set<SiteId> &into) const;
  TypeId typeOf(const Abstract &abstract, std::set<SiteId> &around);
  TypeId typeOfSite(SiteId id, std::set<SiteId> &around);
  Abstract withoutNone(const Abstract &a);
  Abstract narrow(const Abstract &a, const Test &test, bool holds);
  bool mayBeNone(const Abstract &a);

  //--- Running (Infer.cpp)
  void analyse(uint32_t context);
  void flow(size_t target, const State &state);
  uint32_t contextFor(uint32_t function, uint32_t frame);
  Abstract callFunction(const Site &function, const AbstractArgs &args);
  LogicalResult bindArguments(uint32_t function, uint32_t frame,
                              const AbstractArgs &args,
                              std::vector<Abstract> &slots);
  Abstract load(uint32_t hops, uint32_t slot);
  uint32_t frameOf(uint32_t hops) const;
  bool isFresh(Context &context);
  void initialise();

  //--- Instructions (InferInstructions.cpp)
  void execute(const ir::Instr &instr);
  void executeLoad(const ir::Instr &instr);
  void executeStore(const ir::Instr &instr);
  void executeCall(const ir::Instr &instr);
  void executeSpread();
  void executeNext(const ir::Instr &instr);
  void branchOn(const ir::Instr &instr, bool jumpsIfTrue, bool keeps);
  bool refine(State &refined, const Test &test, bool holds);
  Test testOf(value::CompareOp op, const Entry &left, const Entry &right);

  //--- Operations (InferOperations.cpp)
  Abstract attribute(Entry object, llvm::StringRef name);
  Abstract fieldOf(TypeId type, llvm::StringRef name);
  LogicalResult unknownAttribute(const Abstract &object, llvm::StringRef name);
  Abstract index(Entry object, const Abstract &index);
  void setIndex(Entry object, const Abstract &index, const Abstract &v);
  Abstract slice(llvm::MutableArrayRef<Entry> parts);
  Abstract itemsOf(Entry iterable);
  /// The same for what is known to be iterable.
  Abstract partsOf(const Abstract &iterable);
  Abstract unary(value::UnaryOp op, Entry operand);
  value::Typing typeOperands(
      Entry left, Entry right,
      llvm::function_ref<value::Typing(TypeId left, TypeId right)> rule);
  Abstract binary(value::BinaryOp op, Entry left, Entry right);
  Abstract inplace(value::BinaryOp op, Entry left, Entry right);
  Abstract compare(value::CompareOp op, Entry left, Entry right);
  void unpack(Entry v, size_t before, bool hasStar, size_t after);

  //--- Calls (InferCalls.cpp)
  Abstract call(const Entry &callee, const AbstractArgs &args);
  Abstract callBuiltin(value::BuiltinId builtin, const AbstractArgs &args);
  std::optional<Abstract> callKnownBuiltin(llvm::StringRef name,
                                           const AbstractArgs &args);
  std::optional<Abstract> extremeOfSpread(const AbstractArgs &args);
  Abstract callClass(TypeId type, const AbstractArgs &args);
  Abstract callMethod(const Site &method, const AbstractArgs &args);
  std::optional<Abstract> listMethod(SiteId list, llvm::StringRef name,
                                     const AbstractArgs &args);
  std::optional<Abstract> dictMethod(SiteId dict, llvm::StringRef name,
                                     const AbstractArgs &args);
  Abstract otherMethod(const Abstract &object, llvm::StringRef name,
                       const AbstractArgs &args);
  Abstract callBack(const Abstract &function, llvm::ArrayRef<Abstract> args);
  std::set<SiteId> sourcesOf(const AbstractArgs &args,
                             const Abstract *object) const;
  struct TypedArgs;
  value::Typing typeArguments(
      AbstractArgs &args,
      llvm::function_ref<value::Typing(const value::CallTypes &)> typingOf);
  Abstract secret(llvm::StringRef what);
  void changesAny();
  bool isDynamicFormat(value::BinaryOp op, const Abstract &left) const;
  Abstract dynamicFormat();

  //--- Reports (Infer.cpp)
  /// Takes None away from an operand, with a report if it may be None and
  /// \p accepts says that None is not accepted.
  void checkNone(Entry &operand, llvm::function_ref<bool()> accepts);
  /// What an operation that raises for certain results in: nothing.
  Abstract raise(value::ExcKind kind, llvm::StringRef message);
  bool isReportable(llvm::StringRef what);
  void clear();
  SourceRange range() const;
  Abstract never() {
    isDead = true;
    return {};
  }

  Entry pop() {
    Entry entry = std::move(state->stack.back());
    state->stack.pop_back();
    return entry;
  }
  void push(Abstract v, Test test = Test()) {
    state->stack.push_back({std::move(v), std::move(test), range()});
  }

  Evaluator &evaluator;
  Lowering &lowering;
  value::TypeStore &types;
  std::deque<Site> sites;
  std::map<Key, SiteId> siteIds;
  llvm::DenseMap<const void *, SiteId> cellSites;
  std::deque<Context> contexts;
  std::map<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>, uint32_t>
      contextIds;
  /// Counts everything that grows.
  uint64_t version = 0;
  bool isReporting = false;
  /// Constant texts, each once.
  llvm::StringMap<Value> texts;
  bool hasFailed = false;
  unsigned numErrors = 0;
  std::set<std::pair<std::pair<uint32_t, uint32_t>, std::string>> reported;
  /// Attributes by place: seen as fields, as methods.
  std::map<std::pair<uint32_t, uint32_t>, std::pair<bool, bool>> attributes;

  //--- The instruction that is looked at
  uint32_t context = 0;
  uint32_t pc = 0;
  /// How many calls back this instruction is in.
  uint32_t callPart = 0;
  State *state = nullptr;
  std::set<uint32_t> *worklist = nullptr;
  /// Nothing goes on after this instruction.
  bool isDead = false;
};

} // namespace plue::eval

#endif // PLUE_LIB_EVAL_INFER_H
