//===- Compilation.h - From a file to a plan --------------------*- C++ -*-===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
/// \file The phases of the compiler, one after the other. Nothing here prints
/// or exits; the tool, the tests and the fuzzers drive it alike.
//===----------------------------------------------------------------------===//
#ifndef PLUE_DRIVER_COMPILATION_H
#define PLUE_DRIVER_COMPILATION_H

#include "plue/Basic/Diagnostic.h"
#include "plue/Basic/Limits.h"
#include "plue/IR/Plan.h"
#include "plue/Syntax/AST.h"
#include "llvm/Support/JSON.h"
#include <optional>

namespace plue {

/// How far to go.
enum class Phase : uint8_t { Parse, Check, Plan };

struct CompileOptions {
  Phase until = Phase::Plan;
  /// The file's path as the plan shall have it: relative to the project.
  std::string projectPath;
  std::string defaultImage;
  std::optional<llvm::json::Object> event;
  Limits limits;
  /// Where `print` writes; may be null.
  llvm::raw_ostream *log = nullptr;
};

struct CompileResult {
  std::unique_ptr<syntax::Module> module;
  /// Only if every phase up to Plan has succeeded; verified.
  std::unique_ptr<ir::Plan> plan;
  /// What is wrong with the plan that we made, if it does not verify: our own
  /// fault, not the workflow's.
  std::string internalFault;
};

/// Compiles one file. Whether it succeeded is whether \p diags has errors.
CompileResult compile(FileId file, const SourceManager &sources,
                      const CompileOptions &options, DiagnosticEngine &diags);

} // namespace plue

#endif // PLUE_DRIVER_COMPILATION_H
