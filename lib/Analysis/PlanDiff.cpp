//===- PlanDiff.cpp - What is different between two plans -----------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/Analysis/PlanDiff.h"
#include "plue/IR/Printer.h"
#include "plue/Support/Result.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <map>

using namespace plue;
using namespace plue::analysis;
namespace json = llvm::json;

llvm::StringRef analysis::spelling(Change change) {
  switch (change) {
  case Change::Added:
    return "added";
  case Change::Removed:
    return "removed";
  case Change::Changed:
    return "changed";
  }
  llvm_unreachable("unknown change");
}

//--- Projections --------------------------------------------------------------

namespace {
/// Keeps what is printed up to a limit: the text of a small hostile plan may be
/// as large as it likes.
class LimitedStream : public llvm::raw_ostream {
public:
  LimitedStream() { SetUnbuffered(); }
  bool isFull() const { return full; }

  std::string text;

private:
  static constexpr size_t MaxBytes = 64 << 20;

  void write_impl(const char *data, size_t size) override {
    position += size;
    full = full || text.size() + size > MaxBytes;
    if (!full)
      text.append(data, size);
  }
  uint64_t current_pos() const override { return position; }

  uint64_t position = 0;
  bool full = false;
};

/// The fields of a step or a workflow, by path.
using Fields = std::map<std::string, const json::Value *>;

/// What one workflow does.
struct Projection {
  Fields fields;
  /// In program order.
  std::vector<std::pair<std::string, Fields>> steps;
};

/// A plan as it is compared. The fields point into the document.
struct Document {
  json::Value root = nullptr;
  std::vector<std::pair<std::string, Projection>> workflows;
};
} // namespace

static llvm::Expected<json::Value> parseProjection(const ir::Plan &plan) {
  LimitedStream os;
  ir::printJson(plan, os);
  if (os.isFull())
    return makeError("what a plan does is too much to be compared");
  return json::parse(os.text);
}

/// Adds the fields of \p object to \p fields; those of objects in it, of which
/// there are two levels, by their paths.
static void flatten(const json::Object &object, const std::string &prefix,
                    Fields &fields) {
  for (const auto &[name, value] : object) {
    std::string path = prefix + name.str();
    const json::Object *inner = value.getAsObject();
    if (inner && path != "output")
      flatten(*inner, path + ".", fields);
    else
      fields[path] = &value;
  }
}

/// Lets `depends_on` name steps by their keys.
static void nameByKeys(json::Array &steps) {
  llvm::StringMap<std::string> keys;
  for (const json::Value &step : steps)
    keys[step.getAsObject()->getString("id").value_or("")] =
        step.getAsObject()->getString("key").value_or("").str();
  for (json::Value &step : steps) {
    json::Array *edges = step.getAsObject()->getArray("depends_on");
    if (!edges)
      continue;
    std::vector<std::string> names;
    for (const json::Value &edge : *edges)
      names.push_back(keys.lookup(edge.getAsString().value_or("")));
    llvm::sort(names);
    *edges = json::Array(names);
  }
}

static Projection project(json::Object &workflow) {
  Projection projection;
  if (json::Array *steps = workflow.getArray("steps")) {
    nameByKeys(*steps);
    for (const json::Value &step : *steps) {
      auto &[key, fields] = projection.steps.emplace_back();
      flatten(*step.getAsObject(), "", fields);
      key = fields["key"]->getAsString().value_or("").str();
      fields.erase("id");
      fields.erase("key");
    }
  }
  flatten(workflow, "", projection.fields);
  projection.fields.erase("steps");
  projection.fields.erase("name");
  return projection;
}

static llvm::Error load(const ir::Plan &plan, Document &document) {
  PLUE_ASSIGN_OR_RETURN(document.root, parseProjection(plan));
  json::Array *workflows = document.root.getAsObject()->getArray("workflows");
  for (json::Value &workflow : *workflows) {
    json::Object &object = *workflow.getAsObject();
    document.workflows.push_back(
        {object.getString("name").value_or("").str(), project(object)});
  }
  return llvm::Error::success();
}

//--- Comparing ----------------------------------------------------------------

static std::vector<FieldDiff> diffFields(const Fields &before,
                                         const Fields &after) {
  std::map<std::string, FieldDiff> found;
  for (const auto &[field, value] : before)
    found[field].before = *value;
  for (const auto &[field, value] : after)
    found[field].after = *value;
  std::vector<FieldDiff> diffs;
  for (auto &[field, diff] : found) {
    if (diff.before == diff.after)
      continue;
    diff.field = field;
    diffs.push_back(std::move(diff));
  }
  return diffs;
}

/// Compares two lists of named things: those of the newer one in order, then
/// those that are gone. \p compare is given the two sides, null where there is
/// none, and returns whether they are different.
template <typename Item, typename Function>
static void forEachPair(const std::vector<std::pair<std::string, Item>> &before,
                        const std::vector<std::pair<std::string, Item>> &after,
                        Function compare) {
  llvm::StringMap<const Item *> old;
  for (const auto &[name, item] : before)
    old[name] = &item;
  for (const auto &[name, item] : after) {
    compare(name, old.lookup(name), &item);
    old.erase(name);
  }
  for (const auto &[name, item] : before)
    if (old.contains(name))
      compare(name, &item, static_cast<const Item *>(nullptr));
}

template <typename Item>
static Change changeOf(const Item *before, const Item *after) {
  return !before ? Change::Added : !after ? Change::Removed : Change::Changed;
}

static std::vector<ItemDiff> diffSteps(const Projection &before,
                                       const Projection &after) {
  std::vector<ItemDiff> diffs;
  forEachPair(before.steps, after.steps,
              [&](const std::string &key, const Fields *x, const Fields *y) {
                std::vector<FieldDiff> fields =
                    diffFields(x ? *x : Fields(), y ? *y : Fields());
                if (!fields.empty())
                  diffs.push_back({.change = changeOf(x, y),
                                   .name = key,
                                   .fields = std::move(fields)});
              });
  return diffs;
}

llvm::Expected<PlanDiff> analysis::diffPlans(const ir::Plan &before,
                                             const ir::Plan &after) {
  Document old, now;
  PLUE_TRY(load(before, old));
  PLUE_TRY(load(after, now));
  PlanDiff diffs;
  static const Projection Nothing;
  forEachPair(
      old.workflows, now.workflows,
      [&](const std::string &name, const Projection *x, const Projection *y) {
        const Projection &was = x ? *x : Nothing, &is = y ? *y : Nothing;
        WorkflowDiff diff;
        diff.change = changeOf(x, y);
        diff.name = name;
        diff.fields = diffFields(was.fields, is.fields);
        diff.steps = diffSteps(was, is);
        if (!diff.fields.empty() || !diff.steps.empty())
          diffs.push_back(std::move(diff));
      });
  return diffs;
}

//--- Printing -----------------------------------------------------------------

static char markOf(Change change) {
  return change == Change::Added ? '+' : change == Change::Removed ? '-' : '~';
}

static void printFields(llvm::ArrayRef<FieldDiff> fields,
                        llvm::StringRef indent, llvm::raw_ostream &os) {
  for (const FieldDiff &diff : fields) {
    os << indent << diff.field << ": ";
    if (diff.before)
      os << *diff.before;
    if (diff.before && diff.after)
      os << " -> ";
    else
      os << (diff.after ? "" : " -> nothing");
    if (diff.after)
      os << *diff.after;
    os << '\n';
  }
}

/// What is added or removed as a whole is named; only what has changed is
/// shown in detail.
static void printItem(const ItemDiff &item, llvm::StringRef indent,
                      llvm::StringRef what, llvm::raw_ostream &os) {
  os << indent << markOf(item.change) << ' ' << what << ' ' << item.name
     << '\n';
  if (item.change == Change::Changed)
    printFields(item.fields, (indent + "    ").str(), os);
}

void analysis::printText(const PlanDiff &diff, llvm::raw_ostream &os) {
  for (const WorkflowDiff &workflow : diff) {
    printItem(workflow, "", "workflow", os);
    for (const ItemDiff &step : workflow.steps)
      printItem(step, "  ", "step", os);
  }
}

static json::Object jsonOf(const ItemDiff &item, llvm::StringRef nameField) {
  json::Array fields;
  for (const FieldDiff &diff : item.fields) {
    json::Object field{{"field", diff.field}};
    if (diff.before)
      field["before"] = *diff.before;
    if (diff.after)
      field["after"] = *diff.after;
    fields.push_back(std::move(field));
  }
  return json::Object{{nameField, item.name},
                      {"change", spelling(item.change)},
                      {"fields", std::move(fields)}};
}

void analysis::printJson(const PlanDiff &diff, llvm::raw_ostream &os) {
  json::Array workflows;
  for (const WorkflowDiff &workflow : diff) {
    json::Array steps;
    for (const ItemDiff &step : workflow.steps)
      steps.push_back(jsonOf(step, "key"));
    json::Object object = jsonOf(workflow, "name");
    object["steps"] = std::move(steps);
    workflows.push_back(std::move(object));
  }
  json::Value root = json::Object{{"workflows", std::move(workflows)}};
  os << llvm::formatv("{0:2}\n", root);
}
