//===- Writer.cpp - Plans to bytes ----------------------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Fills the columns of ir/Plan.fbs. The bytes depend on nothing but the
/// plan: strings and policies are numbered in order of first use, and no hash
/// table is ever walked.
///
/// A FlatBuffer is built from its end, so what should stand last is made first.
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

/// The vectors of one workflow.
struct WorkflowColumns {
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
  template <typename T>
  VectorOffset<Offset<T>> tables(const std::vector<Offset<T>> &column) {
    return column.empty() ? VectorOffset<Offset<T>>()
                          : builder.CreateVector(column);
  }

  VectorOffset<uint32_t> texts(llvm::ArrayRef<llvm::StringRef> strings);
  Offset<wire::Locations> locations();
  wire::Location location(Location location) const;
  Offset<wire::Workflow> workflow(const Workflow &workflow);
  void addSteps(const Workflow &workflow, WorkflowColumns &columns);
  Offset<wire::Trigger> trigger(const Trigger &trigger);
  wire::StepDefinition definition(const StepDefinition &definition);
  uint32_t policy(const StepPolicy &policy);
  uint32_t setting(const StepDefinition &definition);
  wire::Constant constant(const Constant &constant);
  void addTypes();
  void addTemplates();
  void addFunctions();

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
  std::vector<uint32_t> templateSizes, templatePieces;
  std::vector<uint8_t> templateHoles;
  std::vector<wire::Function> functions;
  std::vector<wire::Parameter> parameters;
  std::vector<uint32_t> parameterTypes;
  std::vector<wire::Instr> code;
};
} // namespace

Writer::VectorOffset<uint32_t>
Writer::texts(llvm::ArrayRef<llvm::StringRef> strings) {
  std::vector<uint32_t> ordinals;
  for (llvm::StringRef string : strings)
    ordinals.push_back(text.add(string));
  return numbers(ordinals);
}

//--- Locations ----------------------------------------------------------------

wire::Location Writer::location(Location location) const {
  constexpr uint32_t Beyond = 0xFFFF;
  return wire::Location(location.line, std::min(location.column, Beyond),
                        std::min(location.source, Beyond));
}

Writer::Offset<wire::Locations> Writer::locations() {
  bool isStripped = llvm::all_of(plan.workflows,
                                 [](const Workflow &workflow) {
                                   return workflow.locations.empty() &&
                                          workflow.location == Location();
                                 }) &&
                    llvm::all_of(plan.functions, [](const Function &function) {
                      return function.locations.empty();
                    });
  if (isStripped)
    return {};
  std::vector<Offset<wire::WorkflowLocations>> workflows;
  for (const Workflow &workflow : plan.workflows) {
    std::vector<wire::Location> ops;
    for (Location each : workflow.locations)
      ops.push_back(location(each));
    wire::Location self = location(workflow.location);
    auto column = structs(ops);
    workflows.push_back(wire::CreateWorkflowLocations(builder, &self, column));
  }
  std::vector<wire::Location> code;
  for (const Function &function : plan.functions)
    for (Location each : function.locations)
      code.push_back(location(each));
  auto workflowColumn = tables(workflows);
  auto codeColumn = structs(code);
  return wire::CreateLocations(builder, workflowColumn, codeColumn);
}

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

//--- Workflows ----------------------------------------------------------------

Writer::Offset<wire::Trigger> Writer::trigger(const Trigger &trigger) {
  std::vector<wire::Input> inputs;
  for (const InputDecl &input : trigger.inputs)
    inputs.emplace_back(text.add(input.name), input.type.index,
                        input.defaultValue.value_or(ConstantId()).index);
  auto branches = texts(trigger.branches);
  auto types = texts(trigger.types);
  auto tags = texts(trigger.tags);
  auto paths = texts(trigger.paths);
  auto inputVector = structs(inputs);
  uint32_t cron = text.add(trigger.cron), contains = text.add(trigger.contains);
  return wire::CreateTrigger(builder, uint8_t(trigger.kind), branches, types,
                             tags, paths, inputVector, cron, contains);
}

wire::StepDefinition Writer::definition(const StepDefinition &definition) {
  return wire::StepDefinition(
      uint8_t(definition.kind), uint8_t(definition.shell),
      definition.inputs.size(), definition.script.index, definition.argv.size(),
      definition.env.size(), setting(definition));
}

void Writer::addSteps(const Workflow &workflow, WorkflowColumns &columns) {
  for (const Step &step : workflow.steps) {
    columns.steps.emplace_back(text.add(step.key), step.name.index,
                               step.when.index, policy(step.policy),
                               step.deps.size());
    if (!workflow.regions.empty()) {
      columns.orders.emplace_back(step.groups.size(), step.hasDependsOn);
      llvm::append_range(columns.groups, step.groups);
    }
    columns.definitions.push_back(definition(step.definition));
    for (ValueId argument : step.definition.argv)
      columns.argv.push_back(argument.index);
    for (const NamedValue &variable : step.definition.env)
      columns.env.emplace_back(text.add(variable.name), variable.value.index);
    for (const NamedValue &input : step.definition.inputs)
      columns.inputs.emplace_back(text.add(input.name), input.value.index);
    for (Edge edge : step.deps) {
      columns.deps.push_back(edge.from.index);
      columns.depKinds.push_back(edge.kinds);
    }
  }
  for (const End &end : workflow.ends) {
    columns.ends.emplace_back(end.isSuccess, end.when.index, end.reason.index,
                              end.outputs.size());
    for (const NamedValue &output : end.outputs)
      columns.outputs.emplace_back(text.add(output.name), output.value.index);
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
    columns.ops.emplace_back(uint16_t(op.kind), /*reserved=*/0, op.type.index,
                             op.numOperands, op.attribute);
  columns.operands.reserve(workflow.operandPool.size());
  for (ValueId operand : workflow.operandPool)
    columns.operands.push_back(operand.index);
}

Writer::Offset<wire::Workflow> Writer::workflow(const Workflow &workflow) {
  std::vector<Offset<wire::Trigger>> triggers;
  for (const Trigger &each : workflow.triggers)
    triggers.push_back(trigger(each));
  WorkflowColumns columns;
  addOps(workflow, columns);
  addSteps(workflow, columns);
  addRegions(workflow, columns);
  // One statement each: the order of arguments would be the compiler's choice.
  uint32_t name = text.add(workflow.name), doc = text.add(workflow.doc);
  uint32_t image = text.add(workflow.image);
  uint32_t dockerfile = text.add(workflow.dockerfile);
  auto triggerVector = tables(triggers);
  auto ops = structs(columns.ops);
  auto operands = numbers(columns.operands);
  auto steps = structs(columns.steps);
  auto definitions = structs(columns.definitions);
  auto argv = numbers(columns.argv);
  auto env = structs(columns.env);
  auto deps = numbers(columns.deps);
  auto depKinds = numbers(columns.depKinds);
  auto ends = structs(columns.ends);
  auto outputs = structs(columns.outputs);
  auto inputs = structs(columns.inputs);
  auto groups = numbers(columns.groups);
  auto regions = structs(columns.regions);
  auto yields = numbers(columns.yields);
  auto orders = structs(columns.orders);
  return wire::CreateWorkflow(
      builder, name, doc, image, dockerfile, workflow.timeoutMs, triggerVector,
      ops, operands, steps, definitions, argv, env, deps, depKinds, ends,
      outputs, inputs, groups, regions, yields, orders);
}

//--- Plans --------------------------------------------------------------------

std::string Writer::write() {
  text.addAll(plan.strings);
  auto locationTable = locations();
  std::vector<Offset<wire::Workflow>> workflows;
  for (const Workflow &each : plan.workflows)
    workflows.push_back(workflow(each));
  addTypes();
  addTemplates();
  addFunctions();
  std::vector<wire::Constant> constants;
  for (const Constant &each : plan.constants)
    constants.push_back(constant(each));
  std::vector<wire::Source> sources;
  for (const Source &source : plan.sources)
    sources.emplace_back(text.add(source.path),
                         flatbuffers::make_span(source.digest));

  auto textString = builder.CreateString(text.text);
  auto textEnds = numbers(text.ends);
  auto typeColumn = structs(types);
  auto typeElementColumn = numbers(typeElements);
  auto typeNameColumn = numbers(typeNames);
  auto numberVector = numbers(numberColumn);
  auto constantColumn = structs(constants);
  auto templateColumn = numbers(templateSizes);
  auto pieceColumn = numbers(templatePieces);
  auto holeColumn = numbers(templateHoles);
  auto policyColumn = structs(policies);
  auto settingColumn = structs(settings);
  auto sourceColumn = structs(sources);
  auto workflowColumn = tables(workflows);
  auto functionColumn = structs(functions);
  auto parameterColumn = structs(parameters);
  auto parameterTypeColumn = numbers(parameterTypes);
  auto codeColumn = structs(code);
  builder.Finish(
      wire::CreatePlan(builder, VersionMajor, VersionMinor, textString,
                       textEnds, plan.strings.size(), typeColumn,
                       typeElementColumn, typeNameColumn, numberVector,
                       constantColumn, templateColumn, pieceColumn, holeColumn,
                       policyColumn, settingColumn, sourceColumn,
                       workflowColumn, locationTable, functionColumn,
                       parameterColumn, parameterTypeColumn, codeColumn),
      wire::PlanIdentifier());
  const auto *bytes =
      reinterpret_cast<const char *>(builder.GetBufferPointer());
  return std::string(bytes, builder.GetSize());
}

std::string bytecode::write(const Plan &plan) { return Writer(plan).write(); }
