//===- EventTypes.cpp - What an event looks like --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The types are those of ir/EventFields.def: R052, R053, R160. All
/// fields are flat but for the records named after what happened.
//===----------------------------------------------------------------------===//
#include "EventTypes.h"
#include "plue/IR/EventFields.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::value;
using ir::EventField;

static TypeId typeFieldType(TypeStore &store,
                            llvm::ArrayRef<ir::Trigger> triggers) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const ir::Trigger &trigger : triggers)
    if (!llvm::is_contained(names, ir::spelling(trigger.kind)))
      names.push_back(ir::spelling(trigger.kind));
  return store.enumOf(names);
}

static TypeId typeOf(TypeStore &store, const EventField &field,
                     llvm::ArrayRef<ir::Trigger> triggers);

static TypeId recordType(TypeStore &store, const EventField &record,
                         llvm::ArrayRef<ir::Trigger> triggers) {
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<TypeId> types;
  for (const EventField &field : ir::eventFields()) {
    auto [parent, name] = field.path.rsplit('.');
    if (name.empty() || parent != record.path)
      continue;
    names.push_back(name);
    types.push_back(typeOf(store, field, triggers));
  }
  return store.record(record.label, names, types);
}

static TypeId typeOf(TypeStore &store, const EventField &field,
                     llvm::ArrayRef<ir::Trigger> triggers) {
  switch (field.kind) {
  case EventField::Record:
    return recordType(store, field, triggers);
  case EventField::Type:
    return typeFieldType(store, triggers);
  case EventField::Str:
    return types::Str;
  case EventField::Int:
    return types::Int;
  case EventField::Bool:
    return types::Bool;
  case EventField::Strs:
    return store.list(types::Str);
  }
  llvm_unreachable("not a kind of field");
}

static std::vector<llvm::StringRef> topLevelNames() {
  std::vector<llvm::StringRef> names;
  for (const EventField &field : ir::eventFields())
    if (!field.path.contains('.'))
      names.push_back(field.path);
  return names;
}

llvm::ArrayRef<llvm::StringRef> plue::eval::eventFieldNames() {
  static const std::vector<llvm::StringRef> names = topLevelNames();
  return names;
}

/// Whether events have the field whatever has happened.
static bool isFieldOfAll(llvm::StringRef name) {
  return name == "type" || name == "ref" || name == "sha" || name == "actor" ||
         name == "repository";
}

value::TypeId plue::eval::eventFieldType(TypeStore &store, llvm::StringRef name,
                                         llvm::ArrayRef<ir::Trigger> triggers) {
  const EventField *field = ir::findEventField(name);
  if (!field || name.contains('.'))
    return TypeId::none();
  bool isAlwaysThere =
      isFieldOfAll(name) ||
      llvm::all_of(triggers, [&](const ir::Trigger &trigger) {
        return ir::isFieldOfEvent(name, ir::spelling(trigger.kind));
      });
  TypeId type = typeOf(store, *field, triggers);
  return isAlwaysThere ? type : store.optional(type);
}
