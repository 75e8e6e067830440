//===- EventFields.h - What the event of a run holds ------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The fields of events by their paths, as ir/EventFields.def has them:
/// front ends make types of them, analyses know by them whom to trust.
//===----------------------------------------------------------------------===//
#ifndef PLUE_IR_EVENTFIELDS_H
#define PLUE_IR_EVENTFIELDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace plue::ir {

/// A field of the event, or of a record in it.
struct EventField {
  enum Kind : uint8_t {
    Record,
    /// One of the names of the workflow's triggers.
    Type,
    Str,
    Int,
    Bool,
    /// A list of str.
    Strs,
  };
  enum Trust : uint8_t {
    Fixed,
    /// Someone who may not change the repository can choose the text.
    Untrusted,
  };
  /// Names with dots between: `pull_request.title`.
  llvm::StringRef path;
  Kind kind;
  /// Not of a record: it is as its fields are.
  Trust trust = Fixed;
  /// Of a record: what messages call it.
  llvm::StringRef label = {};
};

/// All of them; a record stands right before its fields.
llvm::ArrayRef<EventField> eventFields();

/// The field at \p path, or null if events have none there.
const EventField *findEventField(llvm::StringRef path);

/// Whether events of type \p eventType always have the optional field \p field:
/// `pull_request` events have `pull_request`, for instance.
bool isFieldOfEvent(llvm::StringRef field, llvm::StringRef eventType);

/// Whether someone from outside can choose what stands at \p path or in it. So
/// it is where events have no field: nobody knows who wrote that.
bool isUntrustedEventField(llvm::StringRef path);

} // namespace plue::ir

#endif // PLUE_IR_EVENTFIELDS_H
