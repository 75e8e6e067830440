//===- Writer.cpp - Plans to bytes ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Fills the columns of ir/Plan.fbs, then puts them into a file. The
/// bytes depend on nothing but the plan: texts, numbers, policies and settings
/// are numbered in order of first use, and no hash table is ever walked. The
/// reader asks for that order, so columns are filled in the order in which it
/// reads.
///
/// A FlatBuffer is built from its end, so what stands first is made last: that
/// is why the second half reads backwards. Walk.cpp says what stands where.
//===----------------------------------------------------------------------===//
#include "Plan_generated.h"
#include "plue/Bytecode/Bytecode.h"
#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include <map>

using namespace plue;
using namespace plue::ir;

namespace {
/// The strings of a file, each once.
class TextColumn {
public:
  /// Keeps the ordinals of \p strings.
  void addAll(llvm::ArrayRef<llvm::StringRef> strings) {
    for (llvm::StringRef string : strings) {
      ordinals.try_emplace(llvm::CachedHashStringRef(string), ends.size());
      append(string);
    }
  }

  uint32_t add(llvm::StringRef string) {
    if (string.empty())
      return Empty;
    auto [it, isNew] =
        ordinals.try_emplace(llvm::CachedHashStringRef(string), ends.size());
    if (isNew)
      append(string);
    return it->second;
  }

  std::string text;
  std::vector<uint32_t> ends;

private:
  static constexpr uint32_t Empty = 0xFFFFFFFF;

  void append(llvm::StringRef string) {
    text += string;
    ends.push_back(text.size());
  }

  llvm::DenseMap<llvm::CachedHashStringRef, uint32_t> ordinals;
};

/// The vectors of one trigger.
struct TriggerColumns {
  const Trigger *trigger;
  std::vector<uint32_t> branches, types, tags, paths;
  std::vector<wire::Input> inputs;
  uint32_t cron, contains;
};

/// The vectors of one workflow.
struct WorkflowColumns {
  uint32_t name, doc, image, dockerfile;
  uint64_t timeoutMs;
  std::vector<TriggerColumns> triggers;
  std::vector<wire::Op> ops;
  std::vector<uint32_t> operands;
  std::vector<wire::Step> steps;
  std::vector<wire::StepDefinition> definitions;
  std::vector<uint32_t> argv;
  std::vector<wire::NamedValue> env;
  std::vector<uint32_t> deps;
  std::vector<uint8_t> depKinds;
  std::vector<wire::End> ends;
  std::vector<wire::NamedValue> outputs;
  std::vector<wire::NamedValue> inputs;
  std::vector<uint32_t> groups;
  std::vector<wire::Region> regions;
  std::vector<uint32_t> yields;
  std::vector<wire::StepOrder> orders;
};

class Writer {
public:
  explicit Writer(const Plan &plan) : plan(plan) {}

  std::string write();

private:
  template <typename T> using Offset = flatbuffers::Offset<T>;
  template <typename T> using VectorOffset = Offset<flatbuffers::Vector<T>>;
  template <typename T>
  using StructsOffset = Offset<flatbuffers::Vector<const T *>>;

  /// An empty vector is no vector.
  template <typename T> VectorOffset<T> numbers(const std::vector<T> &column) {
    return column.empty() ? VectorOffset<T>() : builder.CreateVector(column);
  }
  template <typename T> StructsOffset<T> structs(const std::vector<T> &column) {
    return column.empty() ? StructsOffset<T>()
                          : builder.CreateVectorOfStructs(column);
  }
  /// \p column was made from the last to the first.
  template <typename T>
  VectorOffset<Offset<T>> tables(std::vector<Offset<T>> column) {
    std::reverse(column.begin(), column.end());
    return column.empty() ? VectorOffset<Offset<T>>()
                          : builder.CreateVector(column);
  }

  // Filling columns.
  void addTypes();
  wire::Constant constant(const Constant &constant);
  void addConstants();
  void addTemplates();
  void addFunctions();
  void addSources();
  std::vector<uint32_t> texts(llvm::ArrayRef<llvm::StringRef> strings);
  TriggerColumns columnsOf(const Trigger &trigger);
  uint32_t policy(const StepPolicy &policy);
  uint32_t setting(const StepDefinition &definition);
  void addStep(const Step &step, WorkflowColumns &columns);
  void addOrders(const Workflow &workflow, WorkflowColumns &columns);
  WorkflowColumns columnsOf(const Workflow &workflow);

  // Making the file.
  size_t estimateSize() const;
  wire::Location location(Location location) const;
  Offset<wire::WorkflowLocations> locations(const Workflow &workflow);
  Offset<wire::Locations> locations();
  Offset<wire::Trigger> table(const TriggerColumns &columns);
  Offset<wire::Workflow> table(const WorkflowColumns &columns);
  Offset<wire::Plan> root();

  const Plan &plan;
  flatbuffers::FlatBufferBuilder builder;
  TextColumn text;
  std::vector<int64_t> numberColumn;
  std::map<int64_t, uint32_t> numberOrdinals;
  std::vector<wire::Policy> policies;
  std::map<std::tuple<uint64_t, uint64_t, uint32_t, uint32_t, bool>, uint32_t>
      policyOrdinals;
  std::vector<wire::Setting> settings;
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, uint32_t> settingOrdinals;
  std::vector<wire::Type> types;
  std::vector<uint32_t> typeElements, typeNames;
  std::vector<wire::Constant> constants;
  std::vector<uint32_t> templateSizes, templatePieces;
  std::vector<uint8_t> templateHoles;
  std::vector<wire::Function> functions;
  std::vector<wire::Parameter> parameters;
  std::vector<uint32_t> parameterTypes;
  std::vector<wire::Instr> code;
  std::vector<wire::Source> sources;
  std::vector<WorkflowColumns> workflows;
};
} // namespace

//--- What workflows share -----------------------------------------------------

void Writer::addTypes() {
  for (uint32_t i = value::types::NumFixed; i < plan.types.size(); ++i) {
    const value::TypeNode &node = plan.types[TypeId(i)];
    types.emplace_back(uint8_t(node.kind), text.add(node.label),
                       node.elements.size(), node.names.size());
    for (TypeId element : node.elements)
      typeElements.push_back(element.index);
    for (const std::string &name : node.names)
      typeNames.push_back(text.add(name));
  }
}

void Writer::addTemplates() {
  for (const ShellTemplate &shell : plan.templates) {
    templateSizes.push_back(shell.holes.size());
    for (llvm::StringRef piece : shell.pieces)
      templatePieces.push_back(text.add(piece));
    for (HoleContext hole : shell.holes)
      templateHoles.push_back(uint8_t(hole));
  }
}

void Writer::addFunctions() {
  for (const Function &function : plan.functions) {
    functions.emplace_back(text.add(function.name), function.parent.index,
                           function.parameters.size(),
                           function.resultType.index, function.numSlots,
                           function.code.size(), function.isGenerator);
    for (const FunctionParameter &parameter : function.parameters)
      parameters.emplace_back(uint8_t(parameter.kind), text.add(parameter.name),
                              parameter.defaultSlot);
    for (TypeId type : function.parameterTypes)
      parameterTypes.push_back(type.index);
    for (const Instr &instr : function.code)
      code.emplace_back(uint8_t(instr.kind), instr.a, instr.b);
  }
}

wire::Constant Writer::constant(const Constant &constant) {
  auto number = [&](int64_t bits) {
    auto [it, isNew] = numberOrdinals.try_emplace(bits, numberColumn.size());
    if (isNew)
      numberColumn.push_back(bits);
    return wire::Constant(constant.kind, it->second);
  };
  switch (constant.kind) {
  case Constant::None:
    return wire::Constant(constant.kind, 0);
  case Constant::Bool:
    return wire::Constant(constant.kind, constant.number != 0);
  case Constant::Int:
    return number(constant.number);
  case Constant::Float:
    return number(llvm::bit_cast<int64_t>(constant.real));
  case Constant::BigInt:
  case Constant::Str:
    return wire::Constant(constant.kind, text.add(constant.text));
  }
  llvm_unreachable("not a kind of constant");
}

void Writer::addConstants() {
  constants.reserve(plan.constants.size());
  for (const Constant &each : plan.constants)
    constants.push_back(constant(each));
}

void Writer::addSources() {
  for (const Source &source : plan.sources)
    sources.emplace_back(text.add(source.path),
                         flatbuffers::make_span(source.digest));
}

//--- Workflows ----------------------------------------------------------------

uint32_t Writer::policy(const StepPolicy &policy) {
  auto [it, isNew] = policyOrdinals.try_emplace(
      {policy.timeoutMs, policy.retry.delayMs, policy.retry.attempts,
       policy.cacheKey.index, policy.continueOnError},
      policies.size());
  if (isNew)
    policies.emplace_back(policy.timeoutMs, policy.retry.delayMs,
                          policy.retry.attempts, policy.cacheKey.index,
                          policy.continueOnError);
  return it->second;
}

uint32_t Writer::setting(const StepDefinition &definition) {
  uint32_t image = text.add(definition.image);
  uint32_t workdir = text.add(definition.workdir);
  uint32_t resultType = definition.resultType.index;
  auto [it, isNew] = settingOrdinals.try_emplace({image, workdir, resultType},
                                                 settings.size());
  if (isNew)
    settings.emplace_back(image, workdir, resultType);
  return it->second;
}

std::vector<uint32_t> Writer::texts(llvm::ArrayRef<llvm::StringRef> strings) {
  std::vector<uint32_t> ordinals;
  for (llvm::StringRef string : strings)
    ordinals.push_back(text.add(string));
  return ordinals;
}

TriggerColumns Writer::columnsOf(const Trigger &trigger) {
  TriggerColumns columns{.trigger = &trigger};
  columns.branches = texts(trigger.branches);
  columns.types = texts(trigger.types);
  columns.tags = texts(trigger.tags);
  columns.paths = texts(trigger.paths);
  for (const InputDecl &input : trigger.inputs)
    columns.inputs.emplace_back(
        text.add(input.name), input.type.index,
        input.defaultValue.value_or(ConstantId()).index);
  columns.cron = text.add(trigger.cron);
  columns.contains = text.add(trigger.contains);
  return columns;
}

void Writer::addStep(const Step &step, WorkflowColumns &columns) {
  const StepDefinition &definition = step.definition;
  columns.steps.emplace_back(text.add(step.key), step.name.index,
                             step.when.index, policy(step.policy),
                             step.deps.size());
  columns.definitions.emplace_back(
      uint8_t(definition.kind), uint8_t(definition.shell),
      definition.env.size(), definition.script.index, definition.argv.size(),
      definition.inputs.size(), setting(definition));
  for (ValueId argument : definition.argv)
    columns.argv.push_back(argument.index);
  for (const NamedValue &variable : definition.env)
    columns.env.emplace_back(text.add(variable.name), variable.value.index);
  for (const NamedValue &input : definition.inputs)
    columns.inputs.emplace_back(text.add(input.name), input.value.index);
  for (Edge edge : step.deps) {
    columns.deps.push_back(edge.from.index);
    columns.depKinds.push_back(edge.kinds);
  }
}

void Writer::addOrders(const Workflow &workflow, WorkflowColumns &columns) {
  if (workflow.regions.empty())
    return;
  for (const Step &step : workflow.steps) {
    columns.orders.emplace_back(step.groups.size(), step.hasDependsOn);
    llvm::append_range(columns.groups, step.groups);
  }
}

static void addRegions(const Workflow &workflow, WorkflowColumns &columns) {
  for (const Region &region : workflow.regions) {
    columns.regions.emplace_back(region.step.index, region.firstOp,
                                 region.endOp, region.firstStep, region.endStep,
                                 region.parent.index, region.yields.size(),
                                 region.firstGroup, region.endGroup);
    for (ValueId value : region.yields)
      columns.yields.push_back(value.index);
  }
}

static void addOps(const Workflow &workflow, WorkflowColumns &columns) {
  columns.ops.reserve(workflow.ops.size());
  for (const Op &op : workflow.ops)
    columns.ops.emplace_back(uint16_t(op.kind), op.type.index, op.numOperands,
                             op.attribute);
  columns.operands.reserve(workflow.operandPool.size());
  for (ValueId operand : workflow.operandPool)
    columns.operands.push_back(operand.index);
}

static void addEnd(const End &end, TextColumn &text, WorkflowColumns &columns) {
  columns.ends.emplace_back(end.isSuccess, end.when.index, end.reason.index,
                            end.outputs.size());
  for (const NamedValue &output : end.outputs)
    columns.outputs.emplace_back(text.add(output.name), output.value.index);
}

WorkflowColumns Writer::columnsOf(const Workflow &workflow) {
  WorkflowColumns columns{};
  columns.name = text.add(workflow.name);
  columns.doc = text.add(workflow.doc);
  columns.image = text.add(workflow.image);
  columns.dockerfile = text.add(workflow.dockerfile);
  columns.timeoutMs = workflow.timeoutMs;
  for (const Trigger &each : workflow.triggers)
    columns.triggers.push_back(columnsOf(each));
  addOps(workflow, columns);
  columns.steps.reserve(workflow.steps.size());
  columns.definitions.reserve(workflow.steps.size());
  for (const Step &step : workflow.steps)
    addStep(step, columns);
  for (const End &end : workflow.ends)
    addEnd(end, text, columns);
  addRegions(workflow, columns);
  addOrders(workflow, columns);
  return columns;
}

//--- Locations ----------------------------------------------------------------

wire::Location Writer::location(Location location) const {
  constexpr uint32_t Beyond = 0xFFFF;
  return wire::Location(location.line, std::min(location.column, Beyond),
                        std::min(location.source, Beyond));
}

Writer::Offset<wire::WorkflowLocations>
Writer::locations(const Workflow &workflow) {
  std::vector<wire::Location> ops;
  ops.reserve(workflow.locations.size());
  for (Location each : workflow.locations)
    ops.push_back(location(each));
  wire::Location self = location(workflow.location);
  auto column = structs(ops);
  return wire::CreateWorkflowLocations(builder, &self, column);
}

static bool isStripped(const Plan &plan) {
  return llvm::all_of(plan.workflows,
                      [](const Workflow &workflow) {
                        return workflow.locations.empty() &&
                               workflow.location == Location();
                      }) &&
         llvm::all_of(plan.functions, [](const Function &function) {
           return function.locations.empty();
         });
}

Writer::Offset<wire::Locations> Writer::locations() {
  if (isStripped(plan))
    return {};
  std::vector<Offset<wire::WorkflowLocations>> workflows;
  for (const Workflow &workflow : llvm::reverse(plan.workflows))
    workflows.push_back(locations(workflow));
  auto workflowVector = tables(std::move(workflows));
  std::vector<wire::Location> code;
  for (const Function &function : plan.functions)
    for (Location each : function.locations)
      code.push_back(location(each));
  auto codeVector = structs(code);
  return wire::CreateLocations(builder, workflowVector, codeVector);
}

//--- The file, backwards ------------------------------------------------------

Writer::Offset<wire::Trigger> Writer::table(const TriggerColumns &columns) {
  auto inputs = structs(columns.inputs);
  auto paths = numbers(columns.paths);
  auto tags = numbers(columns.tags);
  auto types = numbers(columns.types);
  auto branches = numbers(columns.branches);
  return wire::CreateTrigger(builder, uint8_t(columns.trigger->kind), branches,
                             types, tags, paths, inputs, columns.cron,
                             columns.contains);
}

Writer::Offset<wire::Workflow> Writer::table(const WorkflowColumns &columns) {
  std::vector<Offset<wire::Trigger>> triggers;
  for (const TriggerColumns &each : llvm::reverse(columns.triggers))
    triggers.push_back(table(each));
  auto triggerVector = tables(std::move(triggers));
  auto orders = structs(columns.orders);
  auto yields = numbers(columns.yields);
  auto regions = structs(columns.regions);
  auto groups = numbers(columns.groups);
  auto inputs = structs(columns.inputs);
  auto outputs = structs(columns.outputs);
  auto ends = structs(columns.ends);
  auto depKinds = numbers(columns.depKinds);
  auto deps = numbers(columns.deps);
  auto env = structs(columns.env);
  auto argv = numbers(columns.argv);
  auto definitions = structs(columns.definitions);
  auto steps = structs(columns.steps);
  auto operands = numbers(columns.operands);
  auto ops = structs(columns.ops);
  return wire::CreateWorkflow(builder, columns.name, columns.doc, columns.image,
                              columns.dockerfile, columns.timeoutMs,
                              triggerVector, ops, operands, steps, definitions,
                              argv, env, deps, depKinds, ends, outputs, inputs,
                              groups, regions, yields, orders);
}

Writer::Offset<wire::Plan> Writer::root() {
  auto locationTable = locations();
  std::vector<Offset<wire::Workflow>> workflowTables;
  for (WorkflowColumns &each : llvm::reverse(workflows)) {
    workflowTables.push_back(table(each));
    each = {}; // They are in the file now.
  }
  auto workflowVector = tables(std::move(workflowTables));
  auto codeVector = structs(code);
  auto parameterTypeVector = numbers(parameterTypes);
  auto parameterVector = structs(parameters);
  auto functionVector = structs(functions);
  auto sourceVector = structs(sources);
  auto settingVector = structs(settings);
  auto policyVector = structs(policies);
  auto holeVector = numbers(templateHoles);
  auto pieceVector = numbers(templatePieces);
  auto templateVector = numbers(templateSizes);
  auto constantVector = structs(constants);
  auto numberVector = numbers(numberColumn);
  auto typeNameVector = numbers(typeNames);
  auto typeElementVector = numbers(typeElements);
  auto typeVector = structs(types);
  auto textEnds = numbers(text.ends);
  auto textString = text.text.empty() ? Offset<flatbuffers::String>()
                                      : builder.CreateString(text.text);
  return wire::CreatePlan(
      builder, VersionMajor, VersionMinor, textString, textEnds,
      plan.strings.size(), typeVector, typeElementVector, typeNameVector,
      numberVector, constantVector, templateVector, pieceVector, holeVector,
      policyVector, settingVector, sourceVector, workflowVector, locationTable,
      functionVector, parameterVector, parameterTypeVector, codeVector);
}

/// About how large the file will be: the columns that there may be many of.
/// Growing would copy what there is, again and again.
size_t Writer::estimateSize() const {
  size_t size = 4096 + text.text.size() + 4 * text.ends.size() +
                8 * (numberColumn.size() + constants.size() + code.size()) +
                4 * templatePieces.size() + templateHoles.size();
  for (const WorkflowColumns &each : workflows)
    size += sizeof(wire::Op) * each.ops.size() + 4 * each.operands.size() +
            (sizeof(wire::Step) + sizeof(wire::StepDefinition)) *
                each.steps.size() +
            5 * each.deps.size();
  for (const Workflow &workflow : plan.workflows)
    size += sizeof(wire::Location) * workflow.locations.size();
  return size;
}

std::string Writer::write() {
  text.addAll(plan.strings);
  addTypes();
  addConstants();
  addTemplates();
  addFunctions();
  addSources();
  for (const Workflow &each : plan.workflows)
    workflows.push_back(columnsOf(each));
  builder = flatbuffers::FlatBufferBuilder(estimateSize());
  // Nothing refers to the same vtable as another, so every table is whole.
  builder.DedupVtables(false);
  builder.Finish(root(), wire::PlanIdentifier());
  const auto *bytes =
      reinterpret_cast<const char *>(builder.GetBufferPointer());
  return std::string(bytes, builder.GetSize());
}

std::string bytecode::write(const Plan &plan) { return Writer(plan).write(); }
