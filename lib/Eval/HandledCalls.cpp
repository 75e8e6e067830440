//===- HandledCalls.cpp - Whose failures a workflow deals with ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "HandledCalls.h"
#include "StepResults.h"
#include "ValueFlow.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>

using namespace plue;
using namespace plue::eval;
using namespace plue::syntax;

namespace {
/// A function or lambda: where its arguments come in and its value goes out.
struct FunctionFlow {
  llvm::ArrayRef<Parameter> parameters;
  std::vector<Place> places;
  Place returned = 0;
  bool isValue = false;
};

/// The frame of a function, lambda, comprehension or the module.
struct Scope {
  Scope(FlowGraph &graph, Scope *parent, bool isLater)
      : variables(graph), parent(parent), isLater(isLater) {}

  ScopeFlow variables;
  Scope *parent;
  /// Its code runs some time after it is come by: a function, a generator.
  bool isLater;
  /// The functions that are defined under a name, and the names that are bound
  /// in other ways.
  llvm::DenseMap<uint32_t, llvm::SmallVector<FunctionFlow *, 1>> functions;
  llvm::DenseSet<uint32_t> bound;
  FunctionFlow *function = nullptr;
};

/// A name in the frame that it lives in.
struct Variable {
  Scope *scope = nullptr;
  uint32_t slot = 0;
  /// Whether the frame is looked at in the order of its statements.
  bool isOrdered = false;
};

class FlowBuilder {
public:
  void build(const Module &module);

  FlowGraph graph;
  std::vector<std::pair<const CallExpr *, Place>> calls;
  /// What is asked how it went.
  std::vector<Place> inspected;

private:
  struct NamedCall {
    const CallExpr *call;
    Place place, callee;
    std::vector<Place> arguments;
    Variable variable;
  };

  // Statements; true if what follows is not reached.
  bool walk(Block block);
  bool walk(const Stmt *stmt);
  bool walkIf(const IfStmt *stmt);
  void walkLoop(Block body, Block orElse, llvm::function_ref<void()> head);
  void walkFunction(const FunctionDefStmt *def);
  void walkAugmented(const AugAssignStmt *stmt);
  void walkImported(llvm::ArrayRef<ImportedName> names);
  void assign(const Expr *target, Place place);

  // Expressions; where their value is, or nowhere if it cannot be a handle.
  Place walk(const Expr *expr);
  Place walkAll(llvm::ArrayRef<Expr *> exprs);
  Place walkDisplay(llvm::ArrayRef<Expr *> elements);
  Place walkDict(const DictExpr *expr);
  Place walkLambda(const LambdaExpr *expr);
  Place walkAttribute(const AttributeExpr *expr, bool isCalled);
  Place walkCall(const CallExpr *expr);
  Place walkMethod(const CallExpr *expr, const AttributeExpr *callee);
  Place walkComprehension(const ComprehensionExpr *expr);
  void walkParts(llvm::ArrayRef<JoinedPart> parts);

  // Names and functions.
  Variable find(const Resolution &resolution) const;
  Place read(const Resolution &resolution);
  void bind(const Resolution &resolution, Place place);
  FunctionFlow *openFunction(llvm::ArrayRef<Parameter> parameters);
  void closeFunction();
  Place joined(llvm::ArrayRef<Place> places);
  void connect(const NamedCall &call);
  void connect(const NamedCall &call, const FunctionFlow &function);
  void connectUnknown(const NamedCall &call);
  void connectToAny(FunctionFlow &function);

  Scope *scope = nullptr;
  std::deque<Scope> scopes;
  std::deque<FunctionFlow> functions;
  std::vector<NamedCall> namedCalls;
  /// Names that stand for more than what is called.
  std::vector<Variable> usedAsValues;
  /// All arguments of calls of who knows what, and all that such calls return:
  /// functions that are values may be what is called.
  Place anyArgument = 0, anyReturned = 0;
};
} // namespace

//--- Names --------------------------------------------------------------------

Variable FlowBuilder::find(const Resolution &resolution) const {
  if (resolution.where != Resolution::Frame &&
      resolution.where != Resolution::Global)
    return {};
  Scope *owner = scope;
  bool isOrdered = true;
  for (uint32_t hops = resolution.hops;
       resolution.where == Resolution::Global ? owner->parent != nullptr
                                              : hops-- != 0;
       owner = owner->parent)
    isOrdered &= !owner->isLater;
  return {owner, resolution.slot, isOrdered};
}

Place FlowBuilder::read(const Resolution &resolution) {
  Variable variable = find(resolution);
  if (!variable.scope)
    return 0;
  return variable.isOrdered
             ? variable.scope->variables.read(variable.slot)
             : variable.scope->variables.everything(variable.slot);
}

void FlowBuilder::bind(const Resolution &resolution, Place place) {
  Variable variable = find(resolution);
  if (!variable.scope)
    return;
  // `:=` in a comprehension may not happen, or often.
  if (variable.scope != scope)
    place = joined({place, variable.scope->variables.read(variable.slot)});
  variable.scope->bound.insert(variable.slot);
  variable.scope->variables.assign(variable.slot, place);
}

Place FlowBuilder::joined(llvm::ArrayRef<Place> places) {
  Place result = 0;
  for (Place place : places) {
    if (!place)
      continue;
    if (!result)
      result = graph.make();
    graph.flow(place, result);
  }
  return result;
}

//--- Functions ----------------------------------------------------------------

FunctionFlow *FlowBuilder::openFunction(llvm::ArrayRef<Parameter> parameters) {
  FunctionFlow &function = functions.emplace_back();
  function.parameters = parameters;
  function.returned = graph.make();
  // Defaults belong to where the function is defined.
  for (const Parameter &parameter : parameters) {
    Place place = graph.make();
    // `*args` and `**kwargs` are containers of their own.
    graph.makeContainer(place);
    if (parameter.defaultValue)
      graph.flow(walk(parameter.defaultValue), place);
    function.places.push_back(place);
  }
  scope = &scopes.emplace_back(graph, scope, /*isLater=*/true);
  scope->function = &function;
  for (size_t i = 0; i != parameters.size(); ++i)
    scope->variables.assign(i, function.places[i]);
  return &function;
}

void FlowBuilder::closeFunction() { scope = scope->parent; }

void FlowBuilder::walkFunction(const FunctionDefStmt *def) {
  for (const Expr *decorator : def->decorators)
    walk(decorator);
  Variable variable = find(def->resolution);
  FunctionFlow *function = openFunction(def->parameters);
  walk(def->body);
  closeFunction();
  if (!variable.scope)
    return;
  variable.scope->functions[variable.slot].push_back(function);
  variable.scope->variables.assign(variable.slot, graph.make());
}

Place FlowBuilder::walkLambda(const LambdaExpr *expr) {
  FunctionFlow *function = openFunction(expr->parameters);
  graph.flow(walk(expr->body), function->returned);
  closeFunction();
  connectToAny(*function);
  return graph.make();
}

/// Which parameters get what is bound by position and name; with `*` or `**`
/// anything may be anywhere.
void FlowBuilder::connect(const NamedCall &call, const FunctionFlow &function) {
  graph.flow(function.returned, call.place);
  bool isPlain =
      llvm::all_of(call.call->arguments, [](const Argument &argument) {
        return argument.kind == Argument::Positional ||
               argument.kind == Argument::Keyword;
      });
  size_t position = 0;
  for (auto [i, argument] : llvm::enumerate(call.call->arguments)) {
    bool isPositional = argument.kind == Argument::Positional;
    size_t here = position++;
    for (auto [j, parameter] : llvm::enumerate(function.parameters)) {
      bool isRest = parameter.kind == (isPositional ? Parameter::VarPositional
                                                    : Parameter::VarKeyword);
      bool isIt = isPositional ? j == here : parameter.name == argument.name;
      if (!isPlain || isIt || isRest)
        graph.flow(call.arguments[i], function.places[j]);
    }
  }
}

/// A built-in function, a method under another name, or a function that is a
/// value: it may return anything it is given, put it into what it is given, or
/// call a function that is a value with it.
void FlowBuilder::connectUnknown(const NamedCall &call) {
  graph.flow(call.callee, call.place);
  graph.flow(anyReturned, call.place);
  for (auto [i, argument] : llvm::enumerate(call.call->arguments)) {
    // `run = ctx.run`: what it waits for is not what it returns.
    if (argument.name == "depends_on" || argument.name == "needs")
      continue;
    graph.flow(call.arguments[i], call.place);
    graph.flow(call.arguments[i], anyArgument);
    graph.store(call.arguments[i], call.callee);
  }
}

/// A function that is a value may be called by whoever calls something.
void FlowBuilder::connectToAny(FunctionFlow &function) {
  if (function.isValue)
    return;
  function.isValue = true;
  graph.flow(function.returned, anyReturned);
  for (Place parameter : function.places)
    graph.flow(anyArgument, parameter);
}

/// A name that functions are defined under calls one of them.
void FlowBuilder::connect(const NamedCall &call) {
  const Scope &scope = *call.variable.scope;
  auto found = scope.functions.find(call.variable.slot);
  bool isFunction = found != scope.functions.end();
  if (!isFunction || scope.bound.contains(call.variable.slot))
    connectUnknown(call);
  if (!isFunction)
    return;
  for (const FunctionFlow *function : found->second)
    connect(call, *function);
}

//--- Statements ---------------------------------------------------------------

void FlowBuilder::build(const Module &module) {
  anyArgument = graph.make();
  anyReturned = graph.make();
  scope = &scopes.emplace_back(graph, nullptr, /*isLater=*/false);
  walk(module.body);
  for (const NamedCall &call : namedCalls)
    connect(call);
  for (const Variable &variable : usedAsValues)
    for (FunctionFlow *function :
         variable.scope->functions.lookup(variable.slot))
      connectToAny(*function);
}

bool FlowBuilder::walk(Block block) {
  bool leaves = false;
  for (const Stmt *stmt : block)
    leaves |= walk(stmt);
  return leaves;
}

bool FlowBuilder::walk(const Stmt *stmt) {
  switch (stmt->kind) {
  case StmtKind::Expr:
    walk(llvm::cast<ExprStmt>(stmt)->value);
    return false;
  case StmtKind::Assign: {
    auto *assignment = llvm::cast<AssignStmt>(stmt);
    Place place = walk(assignment->value);
    for (const Expr *target : assignment->targets)
      assign(target, place);
    return false;
  }
  case StmtKind::AugAssign:
    walkAugmented(llvm::cast<AugAssignStmt>(stmt));
    return false;
  case StmtKind::AnnAssign: {
    auto *assignment = llvm::cast<AnnAssignStmt>(stmt);
    if (assignment->value)
      assign(assignment->target, walk(assignment->value));
    return false;
  }
  case StmtKind::If:
    return walkIf(llvm::cast<IfStmt>(stmt));
  case StmtKind::For: {
    auto *loop = llvm::cast<ForStmt>(stmt);
    Place items = walk(loop->iterable);
    walkLoop(loop->body, loop->orElse, [&] { assign(loop->target, items); });
    return false;
  }
  case StmtKind::While: {
    auto *loop = llvm::cast<WhileStmt>(stmt);
    walkLoop(loop->body, loop->orElse, [&] { walk(loop->condition); });
    return false;
  }
  case StmtKind::FunctionDef:
    walkFunction(llvm::cast<FunctionDefStmt>(stmt));
    return false;
  case StmtKind::Return:
    if (auto *value = llvm::cast<ReturnStmt>(stmt)->value)
      if (Place place = walk(value); scope->function)
        graph.flow(place, scope->function->returned);
    return true;
  case StmtKind::Break:
  case StmtKind::Continue:
    scope->variables.jump();
    return true;
  case StmtKind::Assert: {
    auto *assertion = llvm::cast<AssertStmt>(stmt);
    walk(assertion->condition);
    if (assertion->message)
      walk(assertion->message);
    return false;
  }
  case StmtKind::Raise:
    if (auto *exception = llvm::cast<RaiseStmt>(stmt)->exception)
      walk(exception);
    return true;
  case StmtKind::Import:
    walkImported(llvm::cast<ImportStmt>(stmt)->names);
    return false;
  case StmtKind::ImportFrom:
    walkImported(llvm::cast<ImportFromStmt>(stmt)->names);
    return false;
  case StmtKind::Pass:
  case StmtKind::Refused:
    return false;
  }
  llvm_unreachable("unknown kind");
}

void FlowBuilder::walkImported(llvm::ArrayRef<ImportedName> names) {
  for (const ImportedName &name : names)
    bind(name.resolution, 0);
}

bool FlowBuilder::walkIf(const IfStmt *stmt) {
  walk(stmt->condition);
  scope->variables.beginBranch();
  bool firstLeaves = walk(stmt->body);
  scope->variables.beginOtherSide();
  bool otherLeaves = walk(stmt->orElse);
  scope->variables.endBranch(firstLeaves, otherLeaves);
  return firstLeaves && otherLeaves;
}

void FlowBuilder::walkLoop(Block body, Block orElse,
                           llvm::function_ref<void()> head) {
  scope->variables.beginLoop();
  head();
  walk(body);
  scope->variables.endLoop();
  walk(orElse);
}

/// `xs += [x]` changes what other names for it have.
void FlowBuilder::walkAugmented(const AugAssignStmt *stmt) {
  Place before = walk(stmt->target);
  Place value = walk(stmt->value);
  graph.store(value, before);
  assign(stmt->target, joined({before, value}));
}

void FlowBuilder::assign(const Expr *target, Place place) {
  switch (target->kind) {
  case ExprKind::Name:
    return bind(llvm::cast<NameExpr>(target)->resolution, place);
  case ExprKind::Tuple:
  case ExprKind::List:
    for (const Expr *element : llvm::cast<SequenceExpr>(target)->elements)
      assign(element, place);
    return;
  case ExprKind::Starred:
    return assign(llvm::cast<StarredExpr>(target)->value, place);
  case ExprKind::Subscript: {
    auto *subscript = llvm::cast<SubscriptExpr>(target);
    graph.store(place, walk(subscript->object));
    walk(subscript->index);
    return;
  }
  default:
    walk(target);
  }
}

//--- Expressions --------------------------------------------------------------

Place FlowBuilder::walkAll(llvm::ArrayRef<Expr *> exprs) {
  llvm::SmallVector<Place, 8> places;
  for (const Expr *expr : exprs)
    places.push_back(walk(expr));
  return joined(places);
}

Place FlowBuilder::walkDisplay(llvm::ArrayRef<Expr *> elements) {
  Place items = walkAll(elements);
  Place place = graph.make();
  graph.makeContainer(place);
  graph.flow(items, place);
  return place;
}

Place FlowBuilder::walkDict(const DictExpr *expr) {
  llvm::SmallVector<Expr *, 8> parts;
  for (const DictItem &item : expr->items) {
    if (item.key)
      parts.push_back(item.key);
    parts.push_back(item.value);
  }
  return walkDisplay(parts);
}

void FlowBuilder::walkParts(llvm::ArrayRef<JoinedPart> parts) {
  for (const JoinedPart &part : parts) {
    if (part.value)
      walk(part.value);
    walkParts(part.spec);
  }
}

Place FlowBuilder::walk(const Expr *expr) {
  switch (expr->kind) {
  case ExprKind::Name: {
    const Resolution &resolution = llvm::cast<NameExpr>(expr)->resolution;
    if (Variable variable = find(resolution); variable.scope)
      usedAsValues.push_back(variable);
    return read(resolution);
  }
  case ExprKind::Constant:
  case ExprKind::Error:
    return 0;
  case ExprKind::JoinedStr:
    walkParts(llvm::cast<JoinedStrExpr>(expr)->parts);
    return 0;
  case ExprKind::Tuple:
  case ExprKind::List:
  case ExprKind::Set:
    return walkDisplay(llvm::cast<SequenceExpr>(expr)->elements);
  case ExprKind::Dict:
    return walkDict(llvm::cast<DictExpr>(expr));
  case ExprKind::Unary:
    walk(llvm::cast<UnaryExpr>(expr)->operand);
    return 0;
  case ExprKind::Binary: {
    // `xs + ys` is a new list.
    auto *binary = llvm::cast<BinaryExpr>(expr);
    return walkDisplay({binary->left, binary->right});
  }
  case ExprKind::BoolOp:
    return walkAll(llvm::cast<BoolOpExpr>(expr)->operands);
  case ExprKind::Compare: {
    auto *compare = llvm::cast<CompareExpr>(expr);
    walk(compare->first);
    walkAll(compare->rest);
    return 0;
  }
  case ExprKind::Conditional: {
    auto *conditional = llvm::cast<ConditionalExpr>(expr);
    walk(conditional->condition);
    return walkAll({conditional->whenTrue, conditional->whenFalse});
  }
  case ExprKind::Lambda:
    return walkLambda(llvm::cast<LambdaExpr>(expr));
  case ExprKind::Call:
    return walkCall(llvm::cast<CallExpr>(expr));
  case ExprKind::Attribute:
    return walkAttribute(llvm::cast<AttributeExpr>(expr), /*isCalled=*/false);
  case ExprKind::Subscript: {
    auto *subscript = llvm::cast<SubscriptExpr>(expr);
    Place object = walk(subscript->object);
    walk(subscript->index);
    return object;
  }
  case ExprKind::Slice: {
    auto *slice = llvm::cast<SliceExpr>(expr);
    for (const Expr *part : {slice->start, slice->stop, slice->step})
      if (part)
        walk(part);
    return 0;
  }
  case ExprKind::Starred:
    return walk(llvm::cast<StarredExpr>(expr)->value);
  case ExprKind::Comprehension:
    return walkComprehension(llvm::cast<ComprehensionExpr>(expr));
  case ExprKind::Walrus: {
    auto *walrus = llvm::cast<WalrusExpr>(expr);
    Place place = walk(walrus->value);
    bind(walrus->target->resolution, place);
    return place;
  }
  case ExprKind::Refused:
    if (auto *operand = llvm::cast<RefusedExpr>(expr)->operand)
      walk(operand);
    return 0;
  }
  llvm_unreachable("unknown kind");
}

/// The first iterable is evaluated outside. What a generator does it does
/// later, all else here.
Place FlowBuilder::walkComprehension(const ComprehensionExpr *expr) {
  Place first = walk(expr->generators.front().iterable);
  bool isLater = expr->form == ComprehensionKind::Generator;
  scope = &scopes.emplace_back(graph, scope, isLater);
  scope->function = scope->parent->function;
  for (const Generator &generator : expr->generators) {
    bool isFirst = &generator == &expr->generators.front();
    assign(generator.target, isFirst ? first : walk(generator.iterable));
    for (const Expr *condition : generator.conditions)
      walk(condition);
  }
  llvm::SmallVector<Expr *, 2> parts{expr->element};
  if (expr->value)
    parts.push_back(expr->value);
  Place place = walkDisplay(parts);
  scope = scope->parent;
  return place;
}

//--- Attributes and calls -----------------------------------------------------

/// The methods of containers give out what is in them, and take it in.
static bool isContainerMethod(llvm::StringRef name) {
  static constexpr llvm::StringRef Names[] = {
      "add",          "append",     "copy",  "difference",
      "extend",       "fromkeys",   "get",   "insert",
      "intersection", "items",      "keys",  "pop",
      "popitem",      "setdefault", "sort",  "symmetric_difference",
      "union",        "update",     "values"};
  return llvm::is_contained(Names, name);
}

/// What is called is no field of a handle: `ctx.success(…)`.
Place FlowBuilder::walkAttribute(const AttributeExpr *expr, bool isCalled) {
  Place object = walk(expr->object);
  const ResultField *field = findResultField(expr->name);
  if (field && field->handlesFailure && !isCalled)
    inspected.push_back(object);
  return isContainerMethod(expr->name) ? object : 0;
}

Place FlowBuilder::walkCall(const CallExpr *expr) {
  if (auto *callee = llvm::dyn_cast<AttributeExpr>(expr->callee))
    return walkMethod(expr, callee);
  NamedCall call{.call = expr,
                 .place = graph.make(),
                 .callee = 0,
                 .arguments = {},
                 .variable = {}};
  if (auto *name = llvm::dyn_cast<NameExpr>(expr->callee)) {
    call.variable = find(name->resolution);
    call.callee = read(name->resolution);
  } else {
    call.callee = walk(expr->callee);
  }
  for (const Argument &argument : expr->arguments)
    call.arguments.push_back(walk(argument.value));
  calls.push_back({expr, call.place});
  // What it makes may be a container: `list(xs)`, `dict(a=x)`.
  graph.makeContainer(call.place);
  if (call.variable.scope)
    namedCalls.push_back(std::move(call));
  else
    connectUnknown(call);
  return call.place;
}

/// `ctx.run(…)` makes something new; what it waits for is no part of it.
Place FlowBuilder::walkMethod(const CallExpr *expr,
                              const AttributeExpr *callee) {
  Place object = walkAttribute(callee, /*isCalled=*/true);
  llvm::SmallVector<Place, 4> arguments;
  for (const Argument &argument : expr->arguments)
    arguments.push_back(walk(argument.value));
  Place place = graph.make();
  calls.push_back({expr, place});
  graph.makeContainer(place);
  bool isContainer = isContainerMethod(callee->name);
  graph.flow(object, place);
  if (callee->name == "sort") // Its key is called with the items.
    graph.flow(object, anyArgument);
  for (Place argument : arguments) {
    if (isContainer)
      graph.store(argument, object);
    if (isContainer || callee->name == "parallel")
      graph.flow(argument, place);
  }
  return place;
}

HandledCalls::HandledCalls(const Module &module) {
  FlowBuilder builder;
  builder.build(module);
  std::vector<bool> isInspected = builder.graph.reaching(builder.inspected);
  for (auto [call, place] : builder.calls)
    if (isInspected[place])
      calls.insert(call);
}
