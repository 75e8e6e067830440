//===- EventFields.cpp - What the event of a run holds --------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "plue/IR/EventFields.h"
#include "llvm/ADT/STLExtras.h"

using namespace plue;
using namespace plue::ir;

static constexpr EventField Fields[] = {
#define PLUE_EVENT_RECORD(path, label)                                         \
  {path, EventField::Record, EventField::Fixed, label},
#define PLUE_EVENT_FIELD(path, kind, trust)                                    \
  {path, EventField::kind, EventField::trust},
#include "../../ir/EventFields.def"
};

llvm::ArrayRef<EventField> ir::eventFields() { return Fields; }

const EventField *ir::findEventField(llvm::StringRef path) {
  const auto *it = llvm::find_if(
      Fields, [&](const EventField &field) { return field.path == path; });
  return it == std::end(Fields) ? nullptr : it;
}

bool ir::isUntrustedEventField(llvm::StringRef path) {
  const EventField *field = findEventField(path);
  if (!field || field->kind != EventField::Record)
    return !field || field->trust == EventField::Untrusted;
  return llvm::any_of(Fields, [&](const EventField &inner) {
    llvm::StringRef rest = inner.path;
    return rest.consume_front(path) && rest.starts_with(".") &&
           inner.trust == EventField::Untrusted;
  });
}

bool ir::isFieldOfEvent(llvm::StringRef field, llvm::StringRef eventType) {
  if (field == "pull_request")
    return eventType == "pull_request";
  if (field == "issue" || field == "comment")
    return eventType == "issue_comment";
  if (field == "action")
    return eventType == "pull_request" || eventType == "issue_comment";
  return false;
}
