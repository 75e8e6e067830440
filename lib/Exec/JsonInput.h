//===- JsonInput.h - JSON from outside --------------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_LIB_EXEC_JSONINPUT_H
#define PLUE_LIB_EXEC_JSONINPUT_H

#include "plue/Value/Type.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

namespace plue::exec {

/// Parses \p text, which may be hostile: what is returned is not nested too
/// deeply for what comes after. \p what names it in messages.
llvm::Expected<llvm::json::Value> parseJson(llvm::StringRef text,
                                            llvm::StringRef what);

/// Reads an object from the file \p path; `-` is standard input.
llvm::Expected<llvm::json::Object> readJsonObject(llvm::StringRef path,
                                                  llvm::StringRef what);

/// Fails unless \p json is a value of \p type. Fields that a record does not
/// know are fine, and so are optional ones that are missing. \p path names the
/// value in messages.
llvm::Error checkJson(const value::TypeStore &types, value::TypeId type,
                      const llvm::json::Value &json, const llvm::Twine &path);

/// The plainest value of \p type: an empty string, zero, no items, null.
llvm::json::Value plainValue(const value::TypeStore &types, value::TypeId type);

/// What \p json is, for messages: `a string`.
llvm::StringRef describe(const llvm::json::Value &json);

} // namespace plue::exec

#endif // PLUE_LIB_EXEC_JSONINPUT_H
