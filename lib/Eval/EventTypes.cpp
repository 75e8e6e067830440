//===- EventTypes.cpp - What an event looks like --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file Events have the shape of GitHub's webhook payloads, cut down to what
/// workflows use: R052, R053, R160. All fields are flat but for the records
/// named after what happened.
//===----------------------------------------------------------------------===//
#include "EventTypes.h"
#include "plue/IR/Spelling.h"

using namespace plue;
using namespace plue::eval;
using namespace plue::value;

namespace {
struct Field {
  llvm::StringRef name;
  TypeId type;
};
} // namespace

static TypeId record(TypeStore &store, llvm::StringRef label,
                     llvm::ArrayRef<Field> fields) {
  llvm::SmallVector<llvm::StringRef> names;
  llvm::SmallVector<TypeId> fieldTypes;
  for (const Field &field : fields) {
    names.push_back(field.name);
    fieldTypes.push_back(field.type);
  }
  return store.record(label, names, fieldTypes);
}

static TypeId repositoryType(TypeStore &store) {
  return record(store, "repository",
                {{"name", types::Str},
                 {"owner", types::Str},
                 {"default_branch", types::Str}});
}

static TypeId pullRequestType(TypeStore &store) {
  TypeId side =
      record(store, "branch", {{"ref", types::Str}, {"sha", types::Str}});
  return record(store, "pull_request",
                {{"number", types::Int},
                 {"title", types::Str},
                 {"body", types::Str},
                 {"author", types::Str},
                 {"draft", types::Bool},
                 {"labels", store.list(types::Str)},
                 {"base", side},
                 {"head", side}});
}

static TypeId issueType(TypeStore &store) {
  return record(store, "issue",
                {{"number", types::Int},
                 {"title", types::Str},
                 {"body", types::Str},
                 {"author", types::Str},
                 {"labels", store.list(types::Str)}});
}

static TypeId commentType(TypeStore &store) {
  return record(
      store, "comment",
      {{"id", types::Int}, {"body", types::Str}, {"author", types::Str}});
}

static TypeId typeFieldType(TypeStore &store,
                            llvm::ArrayRef<ir::Trigger> triggers) {
  llvm::SmallVector<llvm::StringRef> names;
  for (const ir::Trigger &trigger : triggers)
    if (!llvm::is_contained(names, ir::spelling(trigger.kind)))
      names.push_back(ir::spelling(trigger.kind));
  return store.enumOf(names);
}

llvm::ArrayRef<llvm::StringRef> plue::eval::eventFieldNames() {
  static constexpr llvm::StringRef names[] = {
      "type",       "action",       "ref",   "sha",    "actor",
      "repository", "pull_request", "issue", "comment"};
  return names;
}

value::TypeId plue::eval::eventFieldType(TypeStore &store, llvm::StringRef name,
                                         llvm::ArrayRef<ir::Trigger> triggers) {
  bool isAlwaysThere = llvm::all_of(triggers, [&](const ir::Trigger &trigger) {
    return ir::isFieldOfEvent(name, ir::spelling(trigger.kind));
  });
  auto maybe = [&](TypeId type) {
    return isAlwaysThere ? type : store.optional(type);
  };
  if (name == "type")
    return typeFieldType(store, triggers);
  if (name == "ref" || name == "sha" || name == "actor")
    return types::Str;
  if (name == "repository")
    return repositoryType(store);
  if (name == "action")
    return maybe(types::Str);
  if (name == "pull_request")
    return maybe(pullRequestType(store));
  if (name == "issue")
    return maybe(issueType(store));
  if (name == "comment")
    return maybe(commentType(store));
  return TypeId::none();
}
