//===- Reader.cpp - Bytes to plans ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file A plan file is hostile until proven. Gates, each of which may rely on
/// the ones before:
///
///   1. The version: what follows is about this one.
///   2. The walk (Walk.cpp): the file is put together in the only way there is.
///      Nothing is shared, so a small file cannot become a large plan.
///   3. The FlatBuffers verifier, a second opinion on offsets. After the walk
///      it is linear.
///   4. The reader: every list is as long as it says, and what lists share
///      (texts, numbers, policies, settings) exists and is numbered in order of
///      its first use, so that there is nothing that is not used.
///   5. ir::verify(): ordinals, types and everything else a plan promises.
///
/// The reader goes on after a failure, with nothing in place of what it could
/// not read; the first failure is reported.
//===----------------------------------------------------------------------===//
#include "Plan_generated.h"
#include "Walk.h"
#include "plue/Bytecode/Bytecode.h"
#include "plue/IR/Tables.h"
#include "plue/IR/Verifier.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Alignment.h"

using namespace plue;
using namespace plue::ir;
using bytecode::MaxTables;

//--- Limits -------------------------------------------------------------------

/// What becomes much larger in memory than it is in the file.
static constexpr size_t MaxItems = MaxTableEntries, MaxTypes = MaxPlanTypes,
                        MaxNameBytes = 64 << 20;
/// The ordinal of the empty text.
static constexpr uint32_t NoText = 0xFFFFFFFF;

namespace {
/// Hands out consecutive parts of a column.
template <typename T> class Pool {
public:
  explicit Pool(llvm::ArrayRef<T> rest) : rest(rest) {}

  /// The next \p count items; none of them if there are not so many.
  llvm::ArrayRef<T> take(uint32_t count) {
    if (count > rest.size()) {
      isShort = true;
      return {};
    }
    llvm::ArrayRef<T> taken = rest.take_front(count);
    rest = rest.drop_front(count);
    return taken;
  }

  /// Whether exactly everything was handed out.
  bool isExact() const { return !isShort && rest.empty(); }

private:
  llvm::ArrayRef<T> rest;
  bool isShort = false;
};

/// Counts what is numbered in order of its first use.
class FirstUse {
public:
  explicit FirstUse(uint32_t next = 0) : next(next) {}

  /// Whether \p ordinal has been used or is the next to be.
  bool use(uint32_t ordinal) {
    if (ordinal > next)
      return false;
    next += ordinal == next;
    return true;
  }
  uint32_t count() const { return next; }

private:
  uint32_t next;
};

class Reader {
public:
  /// \p release is told which columns nobody will look at again.
  Reader(const wire::Plan &file, bytecode::ReleaseBytes release)
      : file(file), release(release), plan(std::make_unique<Plan>()) {}

  llvm::Expected<std::unique_ptr<Plan>> run();

private:
  void fail(const llvm::Twine &what) {
    if (problem.empty())
      problem = what.str();
  }
  template <typename T>
  llvm::ArrayRef<T> column(const flatbuffers::Vector<T> *vector);
  template <typename T>
  llvm::ArrayRef<T> column(const flatbuffers::Vector<const T *> *vector);
  /// Gives back a column that was read.
  template <typename T> void done(llvm::ArrayRef<T> column) {
    if (release)
      release(column.begin(), column.end());
  }
  void limit(size_t count, size_t most, llvm::StringRef what);
  template <typename T> void exact(const Pool<T> &pool, llvm::StringRef what);
  llvm::StringRef text(uint32_t ordinal);
  std::vector<llvm::StringRef> texts(const flatbuffers::Vector<uint32_t> *from);
  bool flag(uint8_t byte);
  template <typename T>
  const T *shared(llvm::ArrayRef<T> column, FirstUse &uses, uint32_t ordinal,
                  llvm::StringRef what);
  void allUsed(const FirstUse &uses, size_t count, llvm::StringRef what);

  void readTexts();
  void readTypes();
  value::TypeNode typeNode(const wire::Type &from, Pool<uint32_t> &elements,
                           Pool<uint32_t> &names);
  std::string typeName(uint32_t ordinal);
  void readConstants();
  Constant constant(const wire::Constant &constant);
  void readTemplates();
  void readSources();
  void readWorkflow(const wire::Workflow &from);
  Trigger trigger(const wire::Trigger &from);
  void readOps(const wire::Workflow &from, Workflow &workflow);
  void readSteps(const wire::Workflow &from, Workflow &workflow);
  void readEnds(const wire::Workflow &from, Workflow &workflow);
  template <typename List>
  void addNamed(llvm::ArrayRef<wire::NamedValue> from, List &to);
  StepPolicy policy(uint32_t ordinal);
  StepDefinition definition(const wire::StepDefinition &from);
  void readLocations();
  void readCodeLocations();
  void readFunctions();
  Function function(const wire::Function &from,
                    Pool<wire::Parameter> &parameters,
                    Pool<uint32_t> &parameterTypes, Pool<wire::Instr> &code);
  void readRegions(const wire::Workflow &from, Workflow &workflow);
  Location location(const wire::Location &from) const;

  const wire::Plan &file;
  bytecode::ReleaseBytes release;
  std::unique_ptr<Plan> plan;
  std::string problem;
  /// All texts, and where each of them ends.
  llvm::StringRef allText;
  llvm::ArrayRef<uint32_t> textEnds;
  llvm::ArrayRef<int64_t> numbers;
  llvm::ArrayRef<wire::Policy> policies;
  llvm::ArrayRef<wire::Setting> settings;
  FirstUse textUses, numberUses, policyUses, settingUses;
  size_t numSteps = 0, typeNameBytes = 0;
};
} // namespace

//--- Columns ------------------------------------------------------------------

template <typename T>
llvm::ArrayRef<T> Reader::column(const flatbuffers::Vector<T> *vector) {
  if (!vector)
    return {};
  static_assert(FLATBUFFERS_LITTLEENDIAN, "items are read as they stand");
  return {reinterpret_cast<const T *>(vector->Data()), vector->size()};
}

template <typename T>
llvm::ArrayRef<T> Reader::column(const flatbuffers::Vector<const T *> *vector) {
  if (!vector)
    return {};
  static_assert(FLATBUFFERS_LITTLEENDIAN, "items are read as they stand");
  return {reinterpret_cast<const T *>(vector->Data()), vector->size()};
}

void Reader::limit(size_t count, size_t most, llvm::StringRef what) {
  if (count > most)
    fail(llvm::Twine(count) + " " + what + "; the limit is " +
         llvm::Twine(most));
}

template <typename T>
void Reader::exact(const Pool<T> &pool, llvm::StringRef what) {
  if (!pool.isExact())
    fail("the number of " + what + " does not add up");
}

llvm::StringRef Reader::text(uint32_t ordinal) {
  if (ordinal == NoText)
    return {};
  bool isNew = ordinal == textUses.count();
  const uint32_t *end = shared(textEnds, textUses, ordinal, "text");
  if (!end)
    return {};
  uint32_t begin = ordinal == 0 ? 0 : end[-1];
  if (isNew && begin == *end)
    fail("text " + llvm::Twine(ordinal) + " is empty");
  return allText.slice(begin, *end);
}

std::vector<llvm::StringRef>
Reader::texts(const flatbuffers::Vector<uint32_t> *from) {
  std::vector<llvm::StringRef> strings;
  for (uint32_t ordinal : column(from))
    strings.push_back(text(ordinal));
  return strings;
}

bool Reader::flag(uint8_t byte) {
  if (byte > 1)
    fail("a flag is " + llvm::Twine(unsigned(byte)));
  return byte == 1;
}

/// The item \p ordinal of a column that others share; null if there is none.
template <typename T>
const T *Reader::shared(llvm::ArrayRef<T> column, FirstUse &uses,
                        uint32_t ordinal, llvm::StringRef what) {
  if (ordinal >= column.size())
    fail(what + " " + llvm::Twine(ordinal) + " does not exist");
  else if (!uses.use(ordinal))
    fail(what + " " + llvm::Twine(ordinal) + " is used before " + what + " " +
         llvm::Twine(uses.count()));
  else
    return &column[ordinal];
  return nullptr;
}

void Reader::allUsed(const FirstUse &uses, size_t count, llvm::StringRef what) {
  if (uses.count() != count)
    fail(what + " " + llvm::Twine(uses.count()) + " is not used");
}

//--- What workflows share -----------------------------------------------------

/// Those that operations refer to come first, in an order of their own.
void Reader::readTexts() {
  if (file.text())
    allText = llvm::StringRef(file.text()->c_str(), file.text()->size());
  textEnds = column(file.text_ends());
  limit(textEnds.size(), MaxItems, "texts");
  uint32_t begin = 0;
  for (auto [i, end] : llvm::enumerate(textEnds)) {
    if (end < begin || end > allText.size())
      return fail("text " + llvm::Twine(i) + " ends at byte " +
                  llvm::Twine(end));
    begin = end;
  }
  if (begin != allText.size())
    fail("the texts end before the last of their bytes");
  if (file.num_strings() > textEnds.size())
    fail("text " + llvm::Twine(file.num_strings()) + " does not exist");
  if (!problem.empty())
    return;
  begin = 0;
  plan->strings.reserve(file.num_strings());
  for (uint32_t end : textEnds.take_front(file.num_strings()))
    plan->strings.push_back(allText.slice(std::exchange(begin, end), end));
  textUses = FirstUse(file.num_strings());
}

/// A name in a type. Types keep copies, and a text may be named ever so often.
std::string Reader::typeName(uint32_t ordinal) {
  llvm::StringRef name = text(ordinal);
  typeNameBytes += name.size() + sizeof(std::string);
  limit(typeNameBytes, MaxNameBytes, "bytes of names in types");
  return problem.empty() ? name.str() : "";
}

value::TypeNode Reader::typeNode(const wire::Type &from,
                                 Pool<uint32_t> &elements,
                                 Pool<uint32_t> &names) {
  uint32_t ordinal = plan->types.size();
  value::TypeNode node;
  node.kind = value::TypeKind(from.kind());
  if (from.kind() >= value::NumTypeKinds)
    fail("type " + llvm::Twine(ordinal) + " is of unknown kind " +
         llvm::Twine(unsigned(from.kind())));
  node.label = typeName(from.label());
  for (uint32_t element : elements.take(from.num_elements())) {
    if (element >= ordinal)
      fail("type " + llvm::Twine(ordinal) + " contains type " +
           llvm::Twine(element) + ", which does not come before it");
    node.elements.push_back(TypeId(element));
  }
  for (uint32_t name : names.take(from.num_names())) {
    node.names.push_back(typeName(name));
    if (!problem.empty())
      break;
  }
  return node;
}

void Reader::readTypes() {
  llvm::ArrayRef<wire::Type> types = column(file.types());
  limit(types.size(), value::types::MaxTypes - value::types::NumFixed, "types");
  Pool elements(column(file.type_elements()));
  Pool names(column(file.type_names()));
  for (const wire::Type &type : types) {
    value::TypeNode node = typeNode(type, elements, names);
    if (!problem.empty())
      return;
    TypeId expected(plan->types.size());
    TypeId interned = plan->types.intern(std::move(node));
    if (interned != expected)
      return fail("type " + llvm::Twine(expected.index) +
                  (interned == value::types::Any ? " is too large"
                                                 : " is there twice"));
  }
  exact(elements, "elements of types");
  exact(names, "names in types");
}

Constant Reader::constant(const wire::Constant &constant) {
  Constant result{.kind = Constant::Kind(constant.kind())};
  auto number = [&]() -> int64_t {
    const int64_t *known =
        shared(numbers, numberUses, constant.value(), "number");
    return known ? *known : 0;
  };
  switch (constant.kind()) {
  case Constant::None:
    if (constant.value() != 0)
      fail("a None has a value");
    break;
  case Constant::Bool:
    result.number = constant.value();
    break;
  case Constant::Int:
    result.number = number();
    break;
  case Constant::Float:
    result.real = llvm::bit_cast<double>(number());
    break;
  case Constant::BigInt:
  case Constant::Str:
    result.text = text(constant.value());
    break;
  default:
    fail("a constant is of unknown kind " +
         llvm::Twine(unsigned(constant.kind())));
  }
  return result;
}

void Reader::readConstants() {
  numbers = column(file.numbers());
  llvm::ArrayRef<wire::Constant> constants = column(file.constants());
  limit(constants.size(), MaxItems, "constants");
  if (!problem.empty())
    return;
  plan->constants.reserve(constants.size());
  for (const wire::Constant &each : constants)
    plan->constants.push_back(constant(each));
  allUsed(numberUses, numbers.size(), "number");
  done(constants);
}

void Reader::readTemplates() {
  llvm::ArrayRef<uint32_t> sizes = column(file.template_sizes());
  limit(sizes.size(), MaxItems, "templates");
  Pool pieces(column(file.template_pieces()));
  Pool holes(column(file.template_holes()));
  for (uint32_t size : sizes) {
    if (!problem.empty())
      return;
    ShellTemplate &shell = plan->templates.emplace_back();
    for (uint8_t hole : holes.take(size))
      shell.holes.push_back(HoleContext(hole));
    for (uint32_t piece : pieces.take(shell.holes.size() + 1))
      shell.pieces.push_back(text(piece));
  }
  exact(pieces, "pieces of templates");
  exact(holes, "holes of templates");
}

Function Reader::function(const wire::Function &from,
                          Pool<wire::Parameter> &parameters,
                          Pool<uint32_t> &parameterTypes,
                          Pool<wire::Instr> &code) {
  Function function;
  function.name = text(from.name());
  function.parent = FunctionId(from.parent());
  function.resultType = TypeId(from.result_type());
  function.numSlots = from.num_slots();
  function.isGenerator = flag(from.is_generator());
  for (const wire::Parameter &each : parameters.take(from.num_parameters()))
    function.parameters.push_back({.name = text(each.name()),
                                   .kind = FunctionParameter::Kind(each.kind()),
                                   .defaultSlot = each.default_slot()});
  if (!function.parent)
    for (uint32_t type : parameterTypes.take(from.num_parameters()))
      function.parameterTypes.push_back(TypeId(type));
  llvm::ArrayRef<wire::Instr> instrs = code.take(from.num_code());
  function.code.reserve(instrs.size());
  for (const wire::Instr &instr : instrs)
    function.code.push_back(
        {.kind = InstrKind(instr.kind()), .a = instr.a(), .b = instr.b()});
  return function;
}

void Reader::readFunctions() {
  llvm::ArrayRef<wire::Function> functions = column(file.functions());
  limit(functions.size(), MaxItems, "functions");
  Pool parameters(column(file.parameters()));
  Pool parameterTypes(column(file.parameter_types()));
  Pool code(column(file.code()));
  for (const wire::Function &each : functions) {
    if (!problem.empty())
      return;
    plan->functions.push_back(function(each, parameters, parameterTypes, code));
  }
  exact(parameters, "parameters");
  exact(parameterTypes, "types of parameters");
  exact(code, "instructions");
}

void Reader::readSources() {
  for (const wire::Source &from : column(file.sources())) {
    Source &source = plan->sources.emplace_back();
    source.path = text(from.path());
    std::copy_n(from.digest()->data(), source.digest.size(),
                source.digest.begin());
  }
}

//--- Workflows ----------------------------------------------------------------

Trigger Reader::trigger(const wire::Trigger &from) {
  Trigger trigger;
  trigger.kind = TriggerKind(from.kind());
  trigger.branches = texts(from.branches());
  trigger.types = texts(from.types());
  trigger.tags = texts(from.tags());
  trigger.paths = texts(from.paths());
  for (const wire::Input &each : column(from.inputs())) {
    InputDecl &input = trigger.inputs.emplace_back();
    input.name = text(each.name());
    input.type = TypeId(each.type());
    if (ConstantId value(each.default_value()); value)
      input.defaultValue = value;
  }
  trigger.cron = text(from.cron());
  trigger.contains = text(from.contains());
  return trigger;
}

void Reader::readOps(const wire::Workflow &from, Workflow &workflow) {
  llvm::ArrayRef<wire::Op> ops = column(from.ops());
  workflow.ops.reserve(ops.size());
  uint32_t firstOperand = 0;
  for (const wire::Op &op : ops) {
    workflow.ops.push_back({.kind = OpKind(op.kind()),
                            .type = TypeId(op.type()),
                            .firstOperand = firstOperand,
                            .numOperands = op.num_operands(),
                            .attribute = op.attribute()});
    firstOperand += op.num_operands(); // Verification sees it wrap around.
  }
  done(ops);
  llvm::ArrayRef<uint32_t> operands = column(from.operands());
  workflow.operandPool.reserve(operands.size());
  for (uint32_t operand : operands)
    workflow.operandPool.push_back(ValueId(operand));
  done(operands);
}

template <typename List>
void Reader::addNamed(llvm::ArrayRef<wire::NamedValue> from, List &to) {
  to.reserve(from.size());
  for (const wire::NamedValue &each : from)
    to.push_back({text(each.name()), ValueId(each.value())});
}

StepPolicy Reader::policy(uint32_t ordinal) {
  StepPolicy policy;
  const wire::Policy *from = shared(policies, policyUses, ordinal, "policy");
  if (!from)
    return policy;
  policy.timeoutMs = from->timeout_ms();
  policy.continueOnError = flag(from->continue_on_error());
  policy.retry = {.attempts = from->retry_attempts(),
                  .delayMs = from->retry_delay_ms()};
  policy.cacheKey = ValueId(from->cache_key());
  return policy;
}

StepDefinition Reader::definition(const wire::StepDefinition &from) {
  StepDefinition definition;
  definition.kind = StepKind(from.kind());
  definition.shell = ShellKind(from.shell());
  definition.script = ValueId(from.script());
  const wire::Setting *setting =
      shared(settings, settingUses, from.setting(), "setting");
  if (!setting)
    return definition;
  definition.image = text(setting->image());
  definition.workdir = text(setting->workdir());
  definition.resultType = TypeId(setting->result_type());
  return definition;
}

void Reader::readSteps(const wire::Workflow &from, Workflow &workflow) {
  llvm::ArrayRef<wire::Step> steps = column(from.steps());
  llvm::ArrayRef<wire::StepDefinition> definitions = column(from.definitions());
  Pool deps(column(from.deps()));
  Pool depKinds(column(from.dep_kinds()));
  Pool argv(column(from.argv()));
  Pool env(column(from.env()));
  Pool inputs(column(from.inputs()));
  Pool groups(column(from.groups()));
  numSteps += steps.size();
  limit(numSteps, Limits::MaxSteps, "steps");
  if (definitions.size() != steps.size())
    fail("the number of definitions does not add up");
  llvm::ArrayRef<wire::StepOrder> orders = column(from.orders());
  if (orders.size() != (from.regions() ? steps.size() : 0))
    fail("the number of orders does not add up");
  if (!problem.empty())
    return;
  workflow.steps.resize(steps.size());
  for (size_t i = 0; i != steps.size(); ++i) {
    Step &step = workflow.steps[i];
    step.key = text(steps[i].key());
    step.name = ValueId(steps[i].name());
    step.when = ValueId(steps[i].when());
    step.policy = policy(steps[i].policy());
    step.definition = definition(definitions[i]);
    for (uint32_t argument : argv.take(definitions[i].num_argv()))
      step.definition.argv.push_back(ValueId(argument));
    addNamed(env.take(definitions[i].num_env()), step.definition.env);
    addNamed(inputs.take(definitions[i].num_inputs()), step.definition.inputs);
    if (!orders.empty()) {
      llvm::append_range(step.groups, groups.take(orders[i].num_groups()));
      step.hasDependsOn = flag(orders[i].has_depends_on());
    }
    llvm::ArrayRef<uint32_t> origins = deps.take(steps[i].num_deps());
    llvm::ArrayRef<uint8_t> kinds = depKinds.take(steps[i].num_deps());
    for (auto [origin, kind] : llvm::zip(origins, kinds))
      step.deps.push_back({StepId(origin), kind});
  }
  numberSteps(workflow);
  exact(argv, "arguments");
  exact(env, "variables");
  exact(inputs, "inputs");
  exact(groups, "parallel groups");
  exact(deps, "predecessors");
  exact(depKinds, "kinds of edges");
  done(steps);
  done(definitions);
}

void Reader::readEnds(const wire::Workflow &from, Workflow &workflow) {
  Pool outputs(column(from.outputs()));
  for (const wire::End &each : column(from.ends())) {
    End &end = workflow.ends.emplace_back();
    end.isSuccess = flag(each.is_success());
    end.when = ValueId(each.when());
    end.reason = ValueId(each.reason());
    addNamed(outputs.take(each.num_outputs()), end.outputs);
  }
  exact(outputs, "outputs");
}

void Reader::readRegions(const wire::Workflow &from, Workflow &workflow) {
  Pool yields(column(from.yields()));
  for (const wire::Region &each : column(from.regions())) {
    Region &region = workflow.regions.emplace_back();
    region.step = StepId(each.step());
    region.firstOp = each.first_op();
    region.endOp = each.end_op();
    region.firstStep = each.first_step();
    region.endStep = each.end_step();
    region.parent = RegionId(each.parent());
    region.firstGroup = each.first_group();
    region.endGroup = each.end_group();
    for (uint32_t value : yields.take(each.num_yields()))
      region.yields.push_back(ValueId(value));
  }
  exact(yields, "yields of regions");
}

void Reader::readWorkflow(const wire::Workflow &from) {
  Workflow &workflow = plan->workflows.emplace_back();
  workflow.name = text(from.name());
  workflow.doc = text(from.doc());
  workflow.image = text(from.image());
  workflow.dockerfile = text(from.dockerfile());
  workflow.timeoutMs = from.timeout_ms();
  if (from.triggers())
    for (const wire::Trigger *each : *from.triggers())
      workflow.triggers.push_back(trigger(*each));
  readOps(from, workflow);
  readSteps(from, workflow);
  readEnds(from, workflow);
  readRegions(from, workflow);
  for (uint32_t i = 0; i != workflow.ops.size(); ++i) {
    const Op &op = workflow.ops[i];
    if (op.kind == OpKind::Step && op.attribute < workflow.steps.size())
      workflow.steps[op.attribute].op = ValueId(i);
  }
}

//--- Locations ----------------------------------------------------------------

Location Reader::location(const wire::Location &from) const {
  Location location{.line = from.line(), .column = from.column()};
  if (from.source() != 0xFFFF)
    location.source = from.source();
  return location;
}

void Reader::readCodeLocations() {
  Pool code(column(file.locations()->code()));
  if (code.isExact())
    return; // There are none.
  for (Function &function : plan->functions)
    for (const wire::Location &each : code.take(function.code.size()))
      function.locations.push_back(location(each));
  exact(code, "locations");
}

void Reader::readLocations() {
  if (!file.locations())
    return;
  readCodeLocations();
  const auto *workflows = file.locations()->workflows();
  size_t count = workflows ? workflows->size() : 0;
  if (count != plan->workflows.size())
    return fail("the number of locations does not add up");
  bool isStripped = !file.locations()->code();
  for (size_t i = 0; i != count; ++i) {
    const wire::WorkflowLocations *from = workflows->Get(i);
    Workflow &workflow = plan->workflows[i];
    if (!from->self())
      return fail("a workflow has no location");
    workflow.location = location(*from->self());
    llvm::ArrayRef<wire::Location> ops = column(from->ops());
    workflow.locations.reserve(ops.size());
    for (const wire::Location &each : ops)
      workflow.locations.push_back(location(each));
    done(ops);
    isStripped &= ops.empty() && workflow.location == Location();
  }
  if (isStripped)
    fail("its locations say nothing");
}

//--- Plans --------------------------------------------------------------------

llvm::Expected<std::unique_ptr<Plan>> Reader::run() {
  readTexts();
  readTypes();
  readConstants();
  readTemplates();
  readFunctions();
  readSources();
  policies = column(file.policies());
  settings = column(file.settings());
  if (file.workflows())
    for (const wire::Workflow *workflow : *file.workflows()) {
      if (!problem.empty())
        break;
      readWorkflow(*workflow);
    }
  allUsed(policyUses, policies.size(), "policy");
  allUsed(settingUses, settings.size(), "setting");
  allUsed(textUses, textEnds.size(), "text");
  if (problem.empty())
    readLocations();
  if (!problem.empty())
    return makeError("not a sound plan: {0}", problem);
  return std::move(plan);
}

/// The bytes at an address that is aligned as the fields are to each other.
static std::shared_ptr<const llvm::MemoryBuffer>
aligned(std::shared_ptr<const llvm::MemoryBuffer> buffer) {
  if (llvm::isAddrAligned(llvm::Align(16), buffer->getBufferStart()))
    return buffer;
  return llvm::MemoryBuffer::getMemBufferCopy(buffer->getBuffer(),
                                              buffer->getBufferIdentifier());
}

/// Checks the version before anything that another version may have changed.
static llvm::Error checkVersion(const uint8_t *bytes, size_t size) {
  flatbuffers::Verifier verifier(bytes, size);
  if (size < 8 || !wire::PlanBufferHasIdentifier(bytes) ||
      !verifier.VerifyBuffer<wire::Header>(wire::PlanIdentifier()))
    return makeError("not a plan");
  const auto *header = flatbuffers::GetRoot<wire::Header>(bytes);
  if (header->major() == VersionMajor && header->minor() <= VersionMinor)
    return llvm::Error::success();
  return makeError("a plan of version {0}.{1}; this is plue for versions {2}.0 "
                   "to {2}.{3}",
                   header->major(), header->minor(), VersionMajor,
                   VersionMinor);
}

llvm::Expected<std::unique_ptr<Plan>>
bytecode::read(std::shared_ptr<const llvm::MemoryBuffer> unaligned,
               ReleaseBytes release) {
  std::shared_ptr<const llvm::MemoryBuffer> buffer =
      aligned(std::move(unaligned));
  const auto *bytes =
      reinterpret_cast<const uint8_t *>(buffer->getBufferStart());
  size_t size = buffer->getBufferSize();
  PLUE_TRY(checkVersion(bytes, size));
  PLUE_TRY(bytecode::walk({bytes, size}));
  flatbuffers::Verifier verifier(bytes, size, /*_max_depth=*/8, MaxTables);
  if (!wire::VerifyPlanBuffer(verifier))
    return makeError("not a sound plan: an offset leads out of it");
  PLUE_ASSIGN_OR_RETURN(std::unique_ptr<Plan> plan,
                        Reader(*wire::GetPlan(bytes), release).run());
  PLUE_TRY(verify(*plan));
  plan->backing = std::move(buffer);
  return plan;
}
